/** What was found already: not published again, as far as the read models know it. */
import { type Queryable, sql } from '#shared/postgres/pool.ts';

/** Fact ids of those that are known, each asked for under its aggregate's key. */
export async function knownFindings(
  on: Queryable,
  asked: readonly { readonly aggregateKey: string; readonly factId: string }[],
): Promise<ReadonlySet<string>> {
  if (asked.length === 0) return new Set();
  const rows = await on.query<{ fact_id: string }>(sql`
    select fact_id from read.finding_fact
    join unnest(
      ${asked.map(({ aggregateKey }) => aggregateKey)}::text[],
      ${asked.map(({ factId }) => factId)}::uuid[]
    ) as asked (aggregate_key, fact_id) using (aggregate_key, fact_id)`);
  return new Set(rows.map((row) => row.fact_id));
}
