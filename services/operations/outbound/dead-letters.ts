/** Dead letters of the live generations, and the decision to discard one. */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { type Pool, type Queryable, sql, transaction } from '#shared/postgres/pool.ts';
import { noteAction } from '#shared/read-models/delivery-actions.ts';
import type { Letter, LetterGroup, LetterLine } from '../core/dead-letter-view.ts';
import { type LetterPlace, nameOfLetter } from '../core/letter-place.ts';

const GROUPS_MAX = 500;

/** Open letters by cause, the commonest first. */
export async function readLetterGroups(
  on: Queryable,
  projection: GroupName | undefined,
): Promise<readonly LetterGroup[]> {
  const rows = await on.query<{
    projection: string;
    fingerprint: string;
    count: number;
    aggregates: number;
    first: Date;
    last: Date;
    example: readonly [string, string, string];
    reason: string;
  }>(sql`
    select projection, fingerprint, count(*)::int as count, count(distinct aggregate_key)::int as aggregates,
      min(failed_at) as first, max(failed_at) as last,
      (array_agg(array[topic, partition::text, record_offset::text] order by failed_at desc))[1:1] as example,
      (array_agg(reason order by failed_at desc))[1] as reason
    from read.dead_letter
    where ${projection ?? null}::text is null or projection = ${projection ?? null}
    group by projection, fingerprint
    order by count(*) desc, projection, fingerprint limit ${GROUPS_MAX}`);
  return rows.map(({ first, last, example, ...row }) => {
    const [topic = '', partition, offset] = example.flat();
    return {
      ...row,
      firstFailedAt: first,
      lastFailedAt: last,
      example: { topic, partition: Number(partition), offset: Number(offset) },
    };
  });
}

interface LineRow {
  readonly projection: GroupName;
  readonly topic: string;
  readonly partition: number;
  readonly record_offset: number;
  readonly aggregate_key: string | null;
  readonly event_type: string | null;
  readonly reason: string;
  readonly fingerprint: string;
  readonly record_timestamp: Date;
  readonly failed_at: Date;
}

export interface LetterSearch {
  readonly projection?: GroupName;
  readonly fingerprint?: string;
  readonly aggregateKey?: string;
  readonly limit: number;
  /** The last one of the page before. */
  readonly after?: LetterPlace;
}

/** Open letters, in the order of the log. */
export async function readLetters(on: Queryable, search: LetterSearch): Promise<readonly LetterLine[]> {
  const { projection, fingerprint, aggregateKey, limit, after } = search;
  const rows = await on.query<LineRow>(sql`
    select projection, topic, partition, record_offset, aggregate_key, event_type, reason, fingerprint,
      record_timestamp, failed_at
    from read.dead_letter
    where (${projection ?? null}::text is null or projection = ${projection ?? null})
      and (${fingerprint ?? null}::text is null or fingerprint = ${fingerprint ?? null})
      and (${aggregateKey ?? null}::text is null or aggregate_key = ${aggregateKey ?? null})
      and (topic, partition, record_offset)
        > (${after?.topic ?? ''}, ${after?.partition ?? -1}::int, ${after?.offset ?? -1}::bigint)
    order by topic, partition, record_offset limit ${limit}`);
  return rows.map(lineOf);
}

/** Also one that was discarded; undefined where there is none. */
export async function findLetter(
  on: Queryable,
  place: LetterPlace,
): Promise<(Letter & { readonly projection: GroupName }) | undefined> {
  const [row] = await on.query<
    LineRow & {
      readonly raw_key: Buffer | null;
      readonly raw_value: Buffer | null;
      readonly headers: Record<string, string>;
      readonly discarded_at: Date | null;
      readonly discarded_by: string | null;
      readonly discard_reason: string | null;
    }
  >(sql`
    select projection, topic, partition, record_offset, aggregate_key, event_type, reason, fingerprint,
      record_timestamp, failed_at, raw_key, raw_value, headers, discarded_at, discarded_by, discard_reason
    from read.every_dead_letter
    where topic = ${place.topic} and partition = ${place.partition} and record_offset = ${place.offset}`);
  if (row === undefined) return undefined;
  return {
    ...lineOf(row),
    key: row.raw_key,
    value: row.raw_value,
    headers: row.headers,
    discarded:
      row.discarded_at === null
        ? undefined
        : { at: row.discarded_at, by: row.discarded_by ?? undefined, reason: row.discard_reason ?? '' },
  };
}

export interface Discard {
  readonly letter: LetterLine & { readonly projection: GroupName };
  readonly reason: string;
  readonly by: string | undefined;
}

/** @returns false if somebody has discarded it before. */
export async function discardLetter(pool: Pool, { letter, reason, by }: Discard): Promise<boolean> {
  const { topic, partition, offset, projection, fingerprint, aggregateKey } = letter;
  return transaction(pool, async (tx) => {
    const discarded = await tx.query(sql`
      insert into records.discarded_dead_letter
        (topic, partition, record_offset, projection, fingerprint, aggregate_key, reason, discarded_by)
      values (${topic}, ${partition}, ${offset}, ${projection}, ${fingerprint}, ${aggregateKey}, ${reason},
        ${by ?? null})
      on conflict do nothing
      returning 1 as discarded`);
    if (discarded.length === 0) return false;
    const detail = `${nameOfLetter(letter)}: ${reason}`;
    await noteAction(tx, { action: 'DISCARDED', group: projection, by, detail });
    return true;
  });
}

function lineOf(row: LineRow): LetterLine & { readonly projection: GroupName } {
  return {
    topic: row.topic,
    partition: row.partition,
    offset: row.record_offset,
    projection: row.projection,
    fingerprint: row.fingerprint,
    aggregateKey: row.aggregate_key,
    eventType: row.event_type,
    reason: row.reason,
    recordedAt: row.record_timestamp,
    failedAt: row.failed_at,
  };
}
