/**
 * Leaves out what a snapshot door would only repeat (formats.md 5): facts that the read model has, and a
 * SnapshotStated that equals the newest one. An optimisation that correctness never rests on: what cannot be found
 * out at once is published. The newest snapshot counts as such only where the read model has come to the end of the
 * log, else a quick 15 → 20 → 15 would end at 20.
 */
import type { EventOf } from '#schemas/generated/events.ts';
import type { DecodeValue } from '#shared/avro/event-decoder.ts';
import type { LogBounds } from '#shared/kafka/log-bounds.ts';
import { partitionOf } from '#shared/kafka/partitioner.ts';
import { compareVersions } from '#shared/once-only/order.ts';
import { type Queryable, type SqlQuery, sql } from '#shared/postgres/pool.ts';
import { canonicalJson } from '#shared/pure/canonical-json.ts';
import type { DraftOf, FactDraft } from '#shared/pure/draft.ts';
import { factIdOf } from '#shared/pure/hub-key.ts';
import { createAskKindly } from './courtesy.ts';
import { type Receipt, receiptOf } from './receipt.ts';

export interface KnownFactsOptions {
  readonly pool: Queryable;
  readonly decode: DecodeValue;
  /** The read model that is fed from the topic. */
  readonly group: 'dossiers' | 'civil_servants';
  /** With its prefix. */
  readonly topic: string;
  /** Where the topic's partitions end now. */
  readonly logBounds: () => Promise<LogBounds>;
  /** Told why everything was published. */
  readonly onSilence: (error: unknown) => void;
  readonly now?: () => number;
}

/** What is still to be published, and the first receipts of what is not. */
export interface News {
  readonly drafts: readonly FactDraft[];
  readonly receipts: readonly Receipt[];
}

/** Finds out what is news among the drafts of snapshots; they keep their order. Never throws. */
export type FindNews = (drafts: readonly FactDraft[]) => Promise<News>;

export function createFindNews(options: KnownFactsOptions): FindNews {
  const ask = createAskKindly(options.onSilence, options.now);
  return (drafts) => ask(() => findNews(drafts, options), { drafts, receipts: [] });
}

async function findNews(drafts: readonly FactDraft[], options: KnownFactsOptions): Promise<News> {
  const known = await findKnown(drafts, options);
  const news = new Set(drafts.filter((draft) => !known.has(factIdOf(draft.source, draft.id))));
  const receipts = drafts.flatMap((draft) => known.get(factIdOf(draft.source, draft.id)) ?? []);
  let bounds: LogBounds | undefined;
  for (const [only, ...others] of Map.groupBy(news, ({ key }) => key).values()) {
    // With a new fact, or two snapshots of one aggregate, something changes: no need to look further.
    if (only?.eventName !== 'SnapshotStated' || others.length > 0) continue;
    bounds ??= await options.logBounds();
    const first = await newestKnownLike(only, options, bounds);
    if (first === undefined) continue;
    news.delete(only);
    receipts.push(first);
  }
  return { drafts: [...news], receipts };
}

interface FactRow {
  readonly fact_id: string;
  readonly source: string;
  readonly event_id: string;
  readonly recorded_at: Date;
  readonly partition: number;
  readonly record_offset: number;
}

async function findKnown(
  drafts: readonly FactDraft[],
  options: KnownFactsOptions,
): Promise<ReadonlyMap<string, Receipt>> {
  const keys = [...new Set(drafts.flatMap(({ key }) => (key === undefined ? [] : [key])))];
  const ids = drafts.map(({ source, id }) => factIdOf(source, id));
  const rows = await options.pool.query<FactRow>(sql`
    select fact_id, source, event_id, recorded_at, partition, record_offset
    from ${VIEWS[options.group]}
    where aggregate_key = any(${keys}::text[]) and fact_id = any(${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.fact_id, firstReceipt(row, options)]));
}

const VIEWS = {
  dossiers: sql`read.dossier_fact`,
  civil_servants: sql`read.civil_servant_fact`,
} as const satisfies Record<KnownFactsOptions['group'], SqlQuery>;

function firstReceipt(row: FactRow, { topic }: KnownFactsOptions): Receipt {
  const { event_id: id, source, partition, record_offset: offset } = row;
  return receiptOf({ id, source, recordedAt: row.recorded_at.getTime() }, { topic, partition, offset });
}

/**
 * The receipt of the newest snapshot, if the draft says the same. The log's end was asked first, the position comes
 * next, the facts last: so nothing before that end is missed.
 */
async function newestKnownLike(
  draft: DraftOf<'SnapshotStated'>,
  options: KnownFactsOptions,
  bounds: LogBounds,
): Promise<Receipt | undefined> {
  const { key = '' } = draft;
  const partition = partitionOf(key, bounds.size);
  const end = bounds.get(partition)?.high;
  if (end === undefined || !(await isComplete(options, key, partition, end))) return undefined;
  const newest = await newestSnapshot(options, draft.source, key);
  const isSame =
    newest?.event.snapshotVersion?.actualAt === draft.snapshotActualAt &&
    canonicalJson(newest?.event.sections) === canonicalJson(draft.data.sections);
  return newest !== undefined && isSame ? firstReceipt(newest.row, options) : undefined;
}

/** Whether the read model holds everything of the aggregate that stands before the log's end. */
async function isComplete(
  { pool, group, topic }: KnownFactsOptions,
  key: string,
  partition: number,
  end: number,
): Promise<boolean> {
  const rows = await pool.query<{ next_offset: number }>(sql`
    select next_offset from read.position
    where projection = ${group} and topic = ${topic} and partition = ${partition} and next_offset >= ${end}
      and not exists (
        select from read.dead_letter where projection = ${group} and aggregate_key = ${key}
      )`);
  return rows.length > 0;
}

interface KnownSnapshot {
  readonly row: FactRow;
  readonly event: EventOf<'SnapshotStated'>;
}

async function newestSnapshot(
  { pool, group, decode }: KnownFactsOptions,
  source: string,
  key: string,
): Promise<KnownSnapshot | undefined> {
  const rows = await pool.query<FactRow & { readonly payload: Buffer }>(sql`
    select fact_id, source, event_id, recorded_at, partition, record_offset, payload
    from ${VIEWS[group]}
    where aggregate_key = ${key} and source = ${source} and event_type like '%.snapshot-stated.v1'`);
  let newest: KnownSnapshot | undefined;
  for (const row of rows) {
    const { event } = { event: undefined, ...(await decode(row.payload)) };
    if (event?.eventName !== 'SnapshotStated') continue;
    const isNewer =
      newest === undefined || compareVersions(newest.event.snapshotVersion, event.snapshotVersion) < 0;
    if (isNewer) newest = { row, event };
  }
  return newest;
}
