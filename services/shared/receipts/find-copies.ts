/**
 * Copies of a fact in the read models. With its aggregate: by the primary key. Without: in the newest pages of each
 * table, because an index by fact alone would cost every write more than all others; facts are only ever added, so the
 * newest pages hold what was written last (ADR 34).
 */
import { GROUP_NAMES, GROUPS, type GroupName, schemaOf } from '#schemas/read-models/groups.ts';
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import { tableOf } from '#shared/read-models/generation.ts';
import type { KeptCopy, Letter } from './copies.ts';

/** Pages of 8 KiB of one table: some 40,000 facts. */
const PAGES_MAX = 4096;
/** Dead letters that are looked through. */
const LETTERS_MAX = 10_000;

export interface Wanted {
  readonly factId: string;
  readonly source: string;
  readonly id: string;
}

/** Where to look: the group's live generation, and the aggregate where it is known. */
export interface Place {
  readonly group: GroupName;
  readonly generation: number;
  /** With its prefix. */
  readonly topic: string;
  readonly aggregateKey?: string | undefined;
}

export interface Copies {
  readonly copies: readonly KeptCopy[];
  /** Whether every fact was looked at that could be it. */
  readonly isWhole: boolean;
}

interface Row {
  readonly recorded_at: Date;
  readonly partition: number;
  readonly record_offset: number;
}

/** In one group's facts. */
export async function findCopies(on: Queryable, place: Place, { factId }: Wanted): Promise<Copies> {
  const { group, generation, topic, aggregateKey } = place;
  const table = tableOf({ group, number: generation }, 'fact');
  const pages = aggregateKey === undefined ? await pagesOf(on, place) : 0;
  const first = `(${Math.max(0, pages - PAGES_MAX)},0)`;
  const there =
    aggregateKey === undefined ? sql`ctid >= ${first}::tid` : sql`aggregate_key = ${aggregateKey}`;
  const rows = await on.query<Row>(sql`
    select recorded_at, partition, record_offset from ${table}
    where ${there} and fact_id = ${factId}::uuid
    order by recorded_at, partition, record_offset
    limit 20`);
  const copies = rows.map(({ recorded_at, partition, record_offset: offset }) => {
    return { topic, partition, offset, recordedAt: recorded_at.getTime() };
  });
  return { copies, isWhole: pages <= PAGES_MAX };
}

async function pagesOf(on: Queryable, { group, generation }: Place): Promise<number> {
  const [row] = await on.query<{ pages: number }>(sql`
    select pg_relation_size(${`${schemaOf(group, generation)}.fact`}::regclass) / current_setting('block_size')::int
      as pages`);
  return row?.pages ?? 0;
}

interface LetterRow {
  readonly topic: string;
  readonly partition: number;
  readonly record_offset: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly discarded_at: Date | null;
}

/** Among the dead letters of these topics, discarded ones too; known by the headers of the record. */
export async function findLetters(
  on: Queryable,
  topics: readonly string[],
  { source, id }: Wanted,
): Promise<readonly Letter[]> {
  const rows = await on.query<LetterRow>(sql`
    select topic, partition, record_offset, reason, headers, discarded_at
    from (
      select topic, partition, record_offset, reason, headers, discarded_at
      from read.every_dead_letter where topic = any(${topics}::text[])
      order by failed_at desc limit ${LETTERS_MAX}
    ) as letter
    -- Not by member: json may hold what its functions refuse to read.
    where position(${JSON.stringify(id)} in headers::text) > 0
    order by topic, partition, record_offset`);
  return rows
    .filter(({ headers }) => headers['ce_id'] === id && headers['ce_source'] === source)
    .map(({ topic, partition, record_offset: offset, reason, discarded_at }) => {
      return { topic, partition, offset, reason, isDiscarded: discarded_at !== null };
    });
}

/** The groups that are fed from these topics. */
export function groupsOf(topics: ReadonlySet<string>): readonly GroupName[] {
  return GROUP_NAMES.filter((group) => topics.has(GROUPS[group].topic));
}
