/**
 * What is too old goes, and so do the oldest bodies of a sender who has more than a sender may have. A few rows a
 * statement, so that nobody waits for it; what is left over goes the next time.
 */
import { type Pool, type Queryable, sql } from '#shared/postgres/pool.ts';

export const KEPT_DAYS = 30;
const ROWS_A_STATEMENT = 1000;
const STATEMENTS_MAX = 20;
/** Sealed bodies of one sender in one adapter. */
export const SENDER_BYTES_MAX = 1024 * 1024 * 1024;

const DAY_MS = 86_400_000;

/** The oldest instant that is kept. */
export function keptSince(now: number): number {
  return now - KEPT_DAYS * DAY_MS;
}

/** One sweep of one adapter; gives the bytes that each sender's bodies take now, '' for unknown senders. */
export async function sweep(pool: Pool, adapter: string, now: number): Promise<ReadonlyMap<string, number>> {
  const since = new Date(keptSince(now));
  await inBits(() => deleteOld(pool, adapter, since));
  await pool.query(sql`delete from records.submission_volume where day < ${since}::date`);
  // A key that still has a body stays: another adapter has not swept yet.
  await pool.query(sql`
    delete from records.submission_key as key
    where day < ${since}::date
      and not exists (select from records.submission where key_day = key.day and box is not null)`);
  for (const { sender, day } of await overfull(pool, adapter)) {
    const isDone = await inBits(() => emptyDay(pool, adapter, sender, day));
    if (isDone) await forgetVolume(pool, adapter, sender, day);
  }
  return volumes(pool, adapter);
}

/** Repeats a bounded statement until it finds less than a full bit; false when there is more to do. */
async function inBits(statement: () => Promise<number>): Promise<boolean> {
  for (let at = 0; at < STATEMENTS_MAX; at += 1) if ((await statement()) < ROWS_A_STATEMENT) return true;
  return false;
}

async function deleteOld(on: Queryable, adapter: string, since: Date): Promise<number> {
  const rows = await on.query(sql`
    delete from records.submission where number in (
      select number from records.submission where adapter = ${adapter} and at < ${since}
      order by at limit ${ROWS_A_STATEMENT}
    )
    returning 1`);
  return rows.length;
}

interface SenderDay {
  readonly sender: string;
  readonly day: string;
}

/** The oldest days of senders beyond their bound, as many as it takes to come below it. */
function overfull(on: Queryable, adapter: string): Promise<readonly SenderDay[]> {
  return on.query<SenderDay>(sql`
    select sender, day::text as day
    from (
      select sender, day, sum(box_bytes) over (partition by sender order by day desc) as from_here_on
      from records.submission_volume where adapter = ${adapter}
    ) as volume
    where from_here_on > ${SENDER_BYTES_MAX}
    order by sender, day`);
}

async function emptyDay(on: Queryable, adapter: string, sender: string, day: string): Promise<number> {
  const rows = await on.query(sql`
    update records.submission set box = null, key_day = null, body = 'SENDER_FULL' where number in (
      select number from records.submission
      where key_day = ${day}::date and box is not null and adapter = ${adapter} and coalesce(sender, '') = ${sender}
      limit ${ROWS_A_STATEMENT}
    )
    returning 1`);
  return rows.length;
}

async function forgetVolume(on: Queryable, adapter: string, sender: string, day: string): Promise<void> {
  await on.query(sql`
    delete from records.submission_volume
    where adapter = ${adapter} and sender = ${sender} and day = ${day}::date`);
}

async function volumes(on: Queryable, adapter: string): Promise<ReadonlyMap<string, number>> {
  const rows = await on.query<{ sender: string; total: number }>(sql`
    select sender, sum(box_bytes)::bigint as total
    from records.submission_volume where adapter = ${adapter} group by sender`);
  return new Map(rows.map(({ sender, total }) => [sender, total]));
}
