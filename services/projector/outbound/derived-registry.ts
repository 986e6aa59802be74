/**
 * How far the catalogue, the registry and the links had come when their changes were last spread, in one generation
 * of derived tables. Promises: no row is derived from an older registry than the one whose changes were spread, since
 * whoever derives rows holds this in share, and whoever spreads changes holds it alone.
 */
import { type Queryable, sql, type Transaction } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';
import type { GroupPosition } from '#shared/reading/positions.ts';
import { REGISTRY_GROUPS } from '#shared/reading/registry-facts.ts';

export interface SeenPosition {
  readonly projection: string;
  readonly partition: number;
  readonly generation: number;
  readonly next_offset: number;
}

/** Holds it until the transaction ends: `share` beside others, `alone` against everybody. */
export function holdSeen(
  tx: Transaction,
  generation: Generation,
  how: 'share' | 'alone',
): Promise<readonly SeenPosition[]> {
  return tx.query<SeenPosition>(sql`
    select projection, partition, generation, next_offset from ${tableOf(generation, 'registry_seen')}
    order by projection, partition
    ${how === 'share' ? sql`for share` : sql`for update`}`);
}

/** As it is, without holding it. */
export function readSeen(on: Queryable, generation: Generation): Promise<readonly SeenPosition[]> {
  return on.query<SeenPosition>(sql`
    select projection, partition, generation, next_offset from ${tableOf(generation, 'registry_seen')}`);
}

/** Remembers that the changes up to these positions were spread. */
export async function keepSeen(
  tx: Transaction,
  generation: Generation,
  positions: readonly GroupPosition[],
): Promise<void> {
  await tx.query(sql`
    insert into ${tableOf(generation, 'registry_seen')} (projection, partition, generation, next_offset)
    select * from unnest(
      ${positions.map(({ group }) => group)}::text[], ${positions.map(({ partition }) => partition)}::int[],
      ${positions.map((at) => at.generation)}::int[], ${positions.map(({ nextOffset }) => nextOffset)}::bigint[])
    on conflict (projection, partition) do update
      set generation = excluded.generation, next_offset = excluded.next_offset`);
}

/** The positions of what all rows are understood by. */
export function registryPositions(positions: readonly GroupPosition[]): readonly GroupPosition[] {
  return positions.filter(({ group }) => REGISTRY_GROUPS.some((kept) => kept === group));
}

/** Whether the registry at these positions is older than the one whose changes were spread. */
export function isOlder(positions: readonly GroupPosition[], seen: readonly SeenPosition[]): boolean {
  return seen.some((row) => {
    const at = find(positions, row);
    return at !== undefined && at.generation === row.generation && at.nextOffset < row.next_offset;
  });
}

export interface Unspread {
  readonly at: GroupPosition;
  readonly from: number | undefined;
}

/** Changes of one partition that are held at once; what is behind by more goes in several steps. */
const CHANGES_MAX = 5_000;

/** Positions beyond what was spread, each with the offset that is to be read next; `undefined`: another generation. */
export function unspread(
  positions: readonly GroupPosition[],
  seen: readonly SeenPosition[],
): readonly Unspread[] {
  return positions.flatMap((at): Unspread[] => {
    const row = seen.find((each) => each.projection === at.group && each.partition === at.partition);
    if (row?.generation !== at.generation) return [{ at, from: undefined }];
    const nextOffset = Math.min(at.nextOffset, row.next_offset + CHANGES_MAX);
    return row.next_offset < nextOffset ? [{ at: { ...at, nextOffset }, from: row.next_offset }] : [];
  });
}

function find(positions: readonly GroupPosition[], row: SeenPosition): GroupPosition | undefined {
  return positions.find((at) => at.group === row.projection && at.partition === row.partition);
}
