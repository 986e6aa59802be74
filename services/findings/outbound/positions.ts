/** How far the reactors have looked. The conditional move is the fence between two of them. */
import type { LogBatch, PositionStore } from '#shared/kafka/delivery.ts';
import { type Queryable, sql } from '#shared/postgres/pool.ts';

const REACTOR = 'findings';

export function reactorPositions(on: Queryable): PositionStore {
  return {
    async read(topic, partition) {
      const [row] = await on.query<{ next_offset: number; last_record_hash: Buffer }>(sql`
        select next_offset, last_record_hash from records.reactor_position
        where reactor = ${REACTOR} and topic = ${topic} and partition = ${partition}`);
      return row === undefined
        ? undefined
        : { nextOffset: row.next_offset, lastRecordHash: row.last_record_hash };
    },
  };
}

/** Moves the position past the batch if it stands where the batch begins; false if somebody else moved it. */
export async function movePosition(on: Queryable, batch: LogBatch): Promise<boolean> {
  const { topic, partition, expectedOffset, nextOffset, lastRecordHash } = batch;
  const moved = await on.query(
    expectedOffset === 0
      ? sql`
        insert into records.reactor_position (reactor, topic, partition, next_offset, last_record_hash)
        values (${REACTOR}, ${topic}, ${partition}, ${nextOffset}, ${lastRecordHash})
        on conflict do nothing
        returning 1 as moved`
      : sql`
        update records.reactor_position
        set next_offset = ${nextOffset}, last_record_hash = ${lastRecordHash}, advanced_at = now()
        where reactor = ${REACTOR} and topic = ${topic} and partition = ${partition}
          and next_offset = ${expectedOffset}
        returning 1 as moved`,
  );
  return moved.length === 1;
}
