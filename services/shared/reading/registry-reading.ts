/**
 * Reads what came to the registry since it was read last, page by page: a first reading of millions of facts holds
 * some thousand of them at a time.
 */
import type { Queryable } from '#shared/postgres/pool.ts';
import type { FactReader, FactRow } from './fact-rows.ts';
import type { GroupPosition } from './positions.ts';
import { readRegistryRows, readRowsAt, readUnkeptPlaces } from './registry-facts.ts';
import type { RegistryIndex } from './registry-index.ts';

const PAGE = 2_000;

/** Adds to the index whatever it does not have of these positions. */
export async function readNewFacts(
  on: Queryable,
  reader: FactReader,
  index: RegistryIndex,
  positions: readonly GroupPosition[],
): Promise<void> {
  const unkept = await readUnkeptPlaces(on);
  await add(reader, index, await readRowsAt(on, index.nowUnkept(unkept)));
  for (const position of positions) await readPartition(on, reader, index, position);
}

async function readPartition(
  on: Queryable,
  reader: FactReader,
  index: RegistryIndex,
  { group, partition, nextOffset }: GroupPosition,
): Promise<void> {
  for (let from = index.readTo(group, partition); from < nextOffset; ) {
    const rows = await readRegistryRows(on, { group, partition, from, to: nextOffset }, PAGE);
    await add(reader, index, rows);
    from = rows.length < PAGE ? nextOffset : (rows.at(-1)?.record_offset ?? nextOffset) + 1;
    index.hasReadTo(group, partition, from);
  }
}

async function add(reader: FactReader, index: RegistryIndex, rows: readonly FactRow[]): Promise<void> {
  for (const [row, fact] of await reader.read(rows)) index.add(row, fact);
}
