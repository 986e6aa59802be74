/** Findings of the read models, the newest first, and how many there are where. */

import { type Queryable, type SqlQuery, sql } from '#shared/postgres/pool.ts';
import type { FactReader, FactRow } from '#shared/reading/fact-rows.ts';
import type { FindingCount, FindingCursor, FindingFilter, FindingPage } from '../core/findings.ts';

interface Row extends FactRow {
  readonly recorded_at_text: string;
}

/** One page and, where there is more, where it ended. */
export async function readFindings(
  on: Queryable,
  facts: FactReader,
  filter: FindingFilter,
  limit: number,
  after: FindingCursor | undefined,
): Promise<FindingPage> {
  const beyond =
    after === undefined
      ? sql`true`
      : sql`(recorded_at, fact_id) < (${after.recordedAt}::timestamptz, ${after.factId}::uuid)`;
  const rows = await on.query<Row>(sql`
    select 'findings' as stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload,
      recorded_at::text as recorded_at_text
    from read.finding join read.finding_fact using (aggregate_key, fact_id)
    where ${matches(filter)} and ${beyond}
    order by recorded_at desc, fact_id desc
    limit ${limit + 1}`);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    facts: await facts.facts(page),
    ...(rows.length > limit &&
      last !== undefined && { next: { recordedAt: last.recorded_at_text, factId: last.fact_id } }),
  };
}

/** How many findings, by type, agency and procedure; the most first. */
export function countFindings(on: Queryable, filter: FindingFilter): Promise<readonly FindingCount[]> {
  return on.query<FindingCount>(sql`
    select finding_type as type, agency, procedure_code as "procedureCode", count(*)::int as count
    from read.finding
    where ${matches(filter)}
    group by finding_type, agency, procedure_code
    order by count desc, finding_type, agency, procedure_code`);
}

function matches({ type, agencies, procedureCode }: FindingFilter): SqlQuery {
  return sql.join(
    [
      type === undefined ? sql`true` : sql`finding_type = ${type}`,
      procedureCode === undefined ? sql`true` : sql`procedure_code = ${procedureCode}`,
      agencies === undefined
        ? sql`true`
        : sql`exists (
            select from unnest(${agencies}::text[]) as office (code)
            where agency = office.code or starts_with(agency, office.code || '.')
          )`,
    ],
    sql` and `,
  );
}
