/** Dead letters of a batch in one statement, and how many there were lately. */
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';
import type { DeadLetterRow } from '../core/rows.ts';

export async function writeDeadLetters(
  on: Queryable,
  generation: Generation,
  letters: readonly DeadLetterRow[],
): Promise<void> {
  if (letters.length === 0) return;
  await on.query(sql`
    insert into ${tableOf(generation, 'dead_letter')} (
      topic, partition, record_offset, aggregate_key, event_type, reason, fingerprint, record_timestamp,
      raw_key, raw_value, headers
    )
    select topic, partition, record_offset, aggregate_key, event_type, reason, fingerprint,
      timestamptz 'epoch' + recorded_ms * interval '1 millisecond', raw_key, raw_value, headers
    from unnest(
      ${letters.map((letter) => letter.topic)}::text[],
      ${letters.map((letter) => letter.partition)}::int[],
      ${letters.map((letter) => letter.offset)}::bigint[],
      ${letters.map((letter) => letter.aggregateKey ?? null)}::text[],
      ${letters.map((letter) => letter.eventType ?? null)}::text[],
      ${letters.map((letter) => letter.reason)}::text[],
      ${letters.map((letter) => letter.fingerprint)}::text[],
      ${letters.map((letter) => letter.recordTimestamp)}::bigint[],
      ${letters.map((letter) => letter.rawKey)}::bytea[],
      ${letters.map((letter) => letter.rawValue)}::bytea[],
      ${letters.map((letter) => JSON.stringify(letter.headers))}::json[]
    ) as failed (
      topic, partition, record_offset, aggregate_key, event_type, reason, fingerprint, recorded_ms,
      raw_key, raw_value, headers
    )`);
}

/** Dead letters of the last minute, by PostgreSQL's clock; those of the running transaction included. */
export async function recentDeadLetters(on: Queryable, generation: Generation): Promise<number> {
  const [row] = await on.query<{ count: number }>(sql`
    select count(*)::int as count from ${tableOf(generation, 'dead_letter')}
    where failed_at > now() - interval '1 minute'`);
  return row?.count ?? 0;
}
