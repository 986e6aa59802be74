/** Which facts a generation holds already, recorded no later: writing them again changes nothing. */
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';
import type { FactRow } from '../core/rows.ts';

export async function knownFacts(
  on: Queryable,
  generation: Generation,
  facts: readonly FactRow[],
): Promise<ReadonlySet<FactRow>> {
  const rows = await on.query<{ nth: number }>(sql`
    select nth::int as nth
    from unnest(
      ${facts.map(({ aggregateKey }) => aggregateKey)}::text[],
      ${facts.map(({ factId }) => factId)}::uuid[],
      ${facts.map(({ bodyHash }) => bodyHash)}::uuid[],
      ${facts.map(({ recordedAt }) => recordedAt)}::bigint[]
    ) with ordinality asked (aggregate_key, fact_id, body_hash, recorded_ms, nth)
    join ${tableOf(generation, 'fact')} known using (aggregate_key, fact_id, body_hash)
    where known.recorded_at <= timestamptz 'epoch' + recorded_ms * interval '1 millisecond'`);
  const known = new Set(rows.map(({ nth }) => nth));
  return new Set(facts.filter((_, index) => known.has(index + 1)));
}
