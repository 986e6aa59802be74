/** How far each partition has been kept. The conditional move is the fence between two projectors of one group. */
import type { StoredPosition } from '#shared/kafka/delivery.ts';
import { sqlStateOf } from '#shared/postgres/errors.ts';
import { type Queryable, type SqlQuery, sql } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';
import type { BatchPlace } from '../core/prepared-batch.ts';

/** Undefined if nothing of the partition was ever kept. */
export async function readPosition(
  on: Queryable,
  generation: Generation,
  topic: string,
  partition: number,
): Promise<StoredPosition | undefined> {
  const [row] = await on.query<{ next_offset: number; last_record_hash: Buffer }>(sql`
    select next_offset, last_record_hash from ${tableOf(generation, 'position')}
    where topic = ${topic} and partition = ${partition}`);
  return row === undefined
    ? undefined
    : { nextOffset: row.next_offset, lastRecordHash: row.last_record_hash };
}

/**
 * Moves the position if it stands where the batch begins; false if somebody else moved it. Until the transaction
 * ends, whoever else wants to move it waits and then finds that it no longer stands there.
 */
export async function movePosition(
  on: Queryable,
  generation: Generation,
  place: BatchPlace,
): Promise<boolean> {
  const moved = await on.query(moveStatement(generation, place));
  return moved.length === 1;
}

/** SQLSTATE division_by_zero: what `moveOrFail` fails with where the position stands elsewhere. */
const FENCED = '22012';

/** The same move as a statement that fails, and its transaction with it, where the position stands elsewhere. */
export function moveOrFail(generation: Generation, place: BatchPlace): SqlQuery {
  return sql`with moved as (${moveStatement(generation, place)}) select 1 / count(*) from moved`;
}

/** Whether `moveOrFail` failed because the position stands elsewhere. */
export function isFence(error: unknown): boolean {
  return sqlStateOf(error) === FENCED;
}

function moveStatement(generation: Generation, place: BatchPlace): SqlQuery {
  const position = tableOf(generation, 'position');
  const at = sql`timestamptz 'epoch' + ${place.lastTimestamp}::bigint * interval '1 millisecond'`;
  if (place.expectedOffset === 0)
    return sql`
      insert into ${position} (topic, partition, next_offset, last_record_hash, record_timestamp)
      values (${place.topic}, ${place.partition}, ${place.nextOffset}, ${place.lastRecordHash}, ${at})
      on conflict do nothing
      returning 1 as moved`;
  return sql`
    update ${position}
    set next_offset = ${place.nextOffset}, last_record_hash = ${place.lastRecordHash},
      record_timestamp = ${at}, advanced_at = now()
    where topic = ${place.topic} and partition = ${place.partition}
      and next_offset = ${place.expectedOffset}
    returning 1 as moved`;
}
