/** All facts of some aggregates of one generation, live or being rebuilt. */
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';
import type { FactRow } from '#shared/reading/fact-rows.ts';

/** The rows of each aggregate that has any. */
export async function readAggregates(
  on: Queryable,
  generation: Generation,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly FactRow[]>> {
  const rows = await on.query<FactRow>(sql`
    select ${generation.group}::text as stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from ${tableOf(generation, 'fact')}
    where aggregate_key = any(${keys}::text[])`);
  return Map.groupBy(rows, (row) => row.aggregate_key);
}
