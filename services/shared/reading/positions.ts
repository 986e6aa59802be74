/** How far every partition of the live read models has been kept. Some 32 rows: cheap enough for every request. */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { ProblemError } from '#shared/http/problems.ts';
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import type { ReadPosition } from '#shared/pure/freshness.ts';

export interface GroupPosition extends ReadPosition {
  readonly group: GroupName;
  /** Which generation of the group answers. */
  readonly generation: number;
}

/** A swap came between the reader's moment and its reading: the same question asked again is answered. */
export class GenerationMoved extends ProblemError {
  constructor() {
    super('NOT_READY');
    this.name = 'GenerationMoved';
  }
}

type Listed = readonly [
  group: GroupName,
  generation: number,
  isLive: boolean,
  topic: string | null,
  partition: number,
  nextOffset: number,
  recordedMs: number,
];

/** What was read last: most questions find the same, and then what was made of it is the same object. */
let last: { readonly text: string; readonly positions: readonly GroupPosition[] } = {
  text: '[]',
  positions: [],
};

/**
 * To be read first in a transaction: `read.generation` stays locked, so no swap comes between its statements. What has
 * not moved since the last reading is the same object again.
 * @throws GenerationMoved when the views were swapped after the snapshot was taken: rows in it may not be whole yet.
 * RangeError where an offset is beyond the exact range of a number.
 */
export async function readPositions(on: Queryable): Promise<readonly GroupPosition[]> {
  // As one text: thirty rows would cost each question more than the statement.
  const [row] = await on.query<{ text: string }>(sql`
    select coalesce(json_agg(json_build_array(g.projection, g.generation, g.generation = r.live_generation,
      topic, partition, next_offset, (extract(epoch from record_timestamp) * 1000)::bigint)
      order by topic, partition), '[]')::text as text
    from read.generation g
    join records.projection r on r.name = g.projection
    left join read.position p on p.projection = g.projection`);
  const text = row?.text ?? '[]';
  if (text !== last.text) last = { text, positions: positionsIn(text) };
  return last.positions;
}

function positionsIn(text: string): readonly GroupPosition[] {
  const listed: readonly Listed[] = JSON.parse(text);
  if (!listed.every(([, , isLive]) => isLive)) throw new GenerationMoved();
  return listed.flatMap(([group, generation, , topic, partition, nextOffset, recordTimestamp]) => {
    if (topic === null) return [];
    if (!Number.isSafeInteger(nextOffset))
      throw new RangeError('an offset is beyond the exact range of a number');
    return [{ group, generation, topic, partition, nextOffset, recordTimestamp }];
  });
}
