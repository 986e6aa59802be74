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

type Row = { readonly projection: GroupName; readonly generation: number; readonly is_live: boolean } & (
  | {
      readonly topic: string;
      readonly partition: number;
      readonly next_offset: number;
      readonly recorded_ms: number;
    }
  | { readonly topic: null }
);

/**
 * To be read first in a transaction: `read.generation` stays locked, so no swap comes between its statements.
 * @throws GenerationMoved when the views were swapped after the snapshot was taken: rows in it may not be whole yet.
 */
export async function readPositions(on: Queryable): Promise<readonly GroupPosition[]> {
  const rows = await on.query<Row>(sql`
    select g.projection, g.generation, g.generation = r.live_generation as is_live,
      topic, partition, next_offset, (extract(epoch from record_timestamp) * 1000)::bigint as recorded_ms
    from read.generation g
    join records.projection r on r.name = g.projection
    left join read.position p on p.projection = g.projection
    order by topic, partition`);
  if (!rows.every((row) => row.is_live)) throw new GenerationMoved();
  return rows.flatMap((row) => {
    if (row.topic === null) return [];
    const { projection: group, generation, topic, partition } = row;
    return [
      { group, generation, topic, partition, nextOffset: row.next_offset, recordTimestamp: row.recorded_ms },
    ];
  });
}
