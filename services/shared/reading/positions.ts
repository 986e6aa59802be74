/** How far every partition of the live read models has been kept. Some 32 rows: cheap enough for every request. */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import type { ReadPosition } from '#shared/pure/freshness.ts';

export interface GroupPosition extends ReadPosition {
  readonly group: GroupName;
}

interface Row {
  readonly projection: GroupName;
  readonly topic: string;
  readonly partition: number;
  readonly next_offset: number;
  readonly recorded_ms: number;
}

export async function readPositions(on: Queryable): Promise<readonly GroupPosition[]> {
  const rows = await on.query<Row>(sql`
    select projection, topic, partition, next_offset,
      (extract(epoch from record_timestamp) * 1000)::bigint as recorded_ms
    from read.position
    order by topic, partition`);
  return rows.map((row) => ({
    group: row.projection,
    topic: row.topic,
    partition: row.partition,
    nextOffset: row.next_offset,
    recordTimestamp: row.recorded_ms,
  }));
}
