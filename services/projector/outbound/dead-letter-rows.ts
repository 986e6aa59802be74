/** Dead letters read back as the records that they are of, and settled after they were projected again. */
import { type Queryable, type SqlQuery, sql } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';
import type { LetterPlace, RedriveFilter } from '#shared/read-models/redrive.ts';
import type { DeadLetterRow, RawRecord } from '../core/rows.ts';

export interface OpenLetter {
  readonly record: RawRecord;
  readonly fingerprint: string;
}

interface Row {
  readonly topic: string;
  readonly partition: number;
  readonly record_offset: number;
  readonly recorded_ms: number;
  readonly raw_key: Buffer | null;
  readonly raw_value: Buffer | null;
  readonly headers: Record<string, string>;
  readonly fingerprint: string;
}

/** Letters that nobody has discarded, in the order of the log; locked until the transaction ends. */
export async function lockOpenLetters(
  on: Queryable,
  generation: Generation,
  filter: RedriveFilter,
  limit: number,
): Promise<readonly OpenLetter[]> {
  const rows = await on.query<Row>(sql`
    select topic, partition, record_offset, (extract(epoch from record_timestamp) * 1000)::bigint as recorded_ms,
      raw_key, raw_value, headers, fingerprint
    from ${tableOf(generation, 'dead_letter')} letter
    where ${meant(filter)}
    order by topic, partition, record_offset limit ${limit}
    for update`);
  return rows.map((row) => ({
    fingerprint: row.fingerprint,
    record: {
      topic: row.topic,
      partition: row.partition,
      offset: row.record_offset,
      timestamp: row.recorded_ms,
      key: row.raw_key,
      value: row.raw_value,
      headers: row.headers,
    },
  }));
}

export async function countOpenLetters(
  on: Queryable,
  generation: Generation,
  filter: RedriveFilter,
): Promise<number> {
  const [row] = await on.query<{ count: number }>(sql`
    select count(*)::int as count from ${tableOf(generation, 'dead_letter')} letter where ${meant(filter)}`);
  return row?.count ?? 0;
}

function meant({ fingerprint, aggregateKey, places }: RedriveFilter): SqlQuery {
  return sql`
    (${fingerprint ?? null}::text is null or fingerprint = ${fingerprint ?? null})
    and (${aggregateKey ?? null}::text is null or aggregate_key = ${aggregateKey ?? null})
    and (${places === undefined} or (topic, partition, record_offset) in (${placesOf(places ?? [])}))
    and not exists (
      select from records.discarded_dead_letter discarded
      where (discarded.topic, discarded.partition, discarded.record_offset)
        = (letter.topic, letter.partition, letter.record_offset))`;
}

/** Those that are kept now go; those that still fail say how they fail now. */
export async function settleLetters(
  on: Queryable,
  generation: Generation,
  kept: readonly LetterPlace[],
  failing: readonly DeadLetterRow[],
): Promise<void> {
  const letters = tableOf(generation, 'dead_letter');
  await on.query(sql`delete from ${letters} where (topic, partition, record_offset) in (${placesOf(kept)})`);
  await on.query(sql`
    update ${letters} letter set reason = now_failing.reason, fingerprint = now_failing.fingerprint
    from unnest(
      ${failing.map(({ topic }) => topic)}::text[],
      ${failing.map(({ partition }) => partition)}::int[],
      ${failing.map(({ offset }) => offset)}::bigint[],
      ${failing.map(({ reason }) => reason)}::text[],
      ${failing.map(({ fingerprint }) => fingerprint)}::text[]
    ) now_failing (topic, partition, record_offset, reason, fingerprint)
    where (letter.topic, letter.partition, letter.record_offset)
      = (now_failing.topic, now_failing.partition, now_failing.record_offset)`);
}

function placesOf(places: readonly LetterPlace[]): SqlQuery {
  return sql`
    select * from unnest(
      ${places.map(({ topic }) => topic)}::text[],
      ${places.map(({ partition }) => partition)}::int[],
      ${places.map(({ offset }) => offset)}::bigint[])`;
}
