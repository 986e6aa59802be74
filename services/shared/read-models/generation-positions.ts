/** How far generations have been kept, and how far one must be to take another's place. */
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from './generation.ts';

/** Next offset per partition; a partition of which nothing was kept is absent. */
export type NextOffsets = ReadonlyMap<number, number>;

export async function readNextOffsets(on: Queryable, generation: Generation): Promise<NextOffsets> {
  const rows = await on.query<{ partition: number; next_offset: number }>(
    sql`select partition, next_offset from ${tableOf(generation, 'position')}`,
  );
  return new Map(rows.map((row) => [row.partition, row.next_offset]));
}

/**
 * Where a rebuild must come to: where the live generation stands, but not beyond the end of a log that was cut, which
 * can never be reached. Where the live one's tables are gone, the log's end: it had come no further.
 */
export function targetsOf(live: NextOffsets | undefined, ends: NextOffsets): NextOffsets {
  if (live === undefined) return ends;
  return new Map(
    [...live].map(([partition, next]) => [partition, Math.min(next, ends.get(partition) ?? next)]),
  );
}

/** Records that a generation has yet to keep to be at its targets on every partition. */
export function recordsBehind(positions: NextOffsets, targets: NextOffsets): number {
  return [...targets].reduce(
    (sum, [partition, target]) => sum + Math.max(0, target - (positions.get(partition) ?? 0)),
    0,
  );
}
