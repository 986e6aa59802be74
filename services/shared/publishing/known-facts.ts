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
  readonly known: ReadonlyMap<FactDraft, Receipt>;
}

/** Finds out what is news among the drafts of snapshots; they keep their order. Never throws. */
export type FindNews = (drafts: readonly FactDraft[]) => Promise<News>;

export function createFindNews(options: KnownFactsOptions): FindNews {
  const ask = createAskKindly(options.onSilence, options.now);
  return (drafts) => ask(() => findNews(drafts, options), { drafts, known: new Map() });
}

/** A bounded number of questions, however many aggregates the drafts are about. */
async function findNews(drafts: readonly FactDraft[], options: KnownFactsOptions): Promise<News> {
  const kept = await findKept(drafts, options);
  const known = new Map(
    drafts.flatMap((draft) => {
      const first = kept.get(factIdOf(draft.source, draft.id));
      return first === undefined ? [] : [[draft, first] as const];
    }),
  );
  const news = drafts.filter((draft) => !known.has(draft));
  for (const [draft, first] of await findRepeatedSnapshots(loneSnapshots(news), options)) {
    known.set(draft, first);
  }
  return { drafts: news.filter((draft) => !known.has(draft)), known };
}

type SnapshotDraft = DraftOf<'SnapshotStated'>;

/** With a new fact, or two snapshots of one aggregate, something changes: no need to look further. */
function loneSnapshots(news: readonly FactDraft[]): SnapshotDraft[] {
  return [...Map.groupBy(news, ({ key }) => key).values()].flatMap(([only, ...others]) =>
    only?.eventName === 'SnapshotStated' && others.length === 0 ? [only] : [],
  );
}

interface FactRow {
  readonly fact_id: string;
  readonly source: string;
  readonly event_id: string;
  readonly recorded_at: Date;
  readonly partition: number;
  readonly record_offset: number;
}

/** First receipts of those facts that the read model has, by their ids. */
async function findKept(
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
 * Those that equal the newest snapshot known, with its receipt. The log's end is asked first, the positions come next,
 * the facts last: so nothing before that end is missed.
 */
async function findRepeatedSnapshots(
  drafts: readonly SnapshotDraft[],
  options: KnownFactsOptions,
): Promise<readonly (readonly [SnapshotDraft, Receipt])[]> {
  if (drafts.length === 0) return [];
  const bounds = await options.logBounds();
  const isComplete = await completeness(drafts, bounds, options);
  const complete = drafts.filter(({ key = '' }) => isComplete(key));
  const newest = await newestSnapshots(complete, options);
  return complete.flatMap((draft) => {
    const known = newest.get(placeOf(draft.key ?? '', draft.source));
    const isSame =
      known?.event.snapshotVersion?.actualAt === draft.snapshotActualAt &&
      canonicalJson(known?.event.sections) === canonicalJson(draft.data.sections);
    return known !== undefined && isSame ? [[draft, firstReceipt(known.row, options)] as const] : [];
  });
}

/** Whether the read model holds everything of an aggregate that stands before the log's end. */
async function completeness(
  drafts: readonly SnapshotDraft[],
  bounds: LogBounds,
  { pool, group, topic }: KnownFactsOptions,
): Promise<(key: string) => boolean> {
  const keys = drafts.flatMap(({ key }) => key ?? []);
  const positions = await pool.query<{ partition: number; next_offset: number }>(sql`
    select partition, next_offset from read.position where projection = ${group} and topic = ${topic}`);
  const letters = await pool.query<{ aggregate_key: string }>(sql`
    select distinct aggregate_key from read.dead_letter
    where projection = ${group} and aggregate_key = any(${keys}::text[])`);
  const next = new Map(positions.map(({ partition, next_offset }) => [partition, next_offset]));
  const doubtful = new Set(letters.map(({ aggregate_key }) => aggregate_key));
  return (key) => {
    const partition = partitionOf(key, bounds.size);
    const end = bounds.get(partition)?.high;
    return end !== undefined && (next.get(partition) ?? -1) >= end && !doubtful.has(key);
  };
}

interface KnownSnapshot {
  readonly row: FactRow;
  readonly event: EventOf<'SnapshotStated'>;
}

/** The newest snapshot of each aggregate and source, in the order of `compareVersions` (decision 16). */
async function newestSnapshots(
  drafts: readonly SnapshotDraft[],
  { pool, group, decode }: KnownFactsOptions,
): Promise<ReadonlyMap<string, KnownSnapshot>> {
  if (drafts.length === 0) return new Map();
  const keys = drafts.flatMap(({ key }) => key ?? []);
  const sources = [...new Set(drafts.map(({ source }) => source))];
  const rows = await pool.query<FactRow & { readonly aggregate_key: string; readonly payload: Buffer }>(sql`
    select distinct on (aggregate_key, source)
      aggregate_key, fact_id, source, event_id, recorded_at, partition, record_offset, payload
    from ${VIEWS[group]}
    where aggregate_key = any(${keys}::text[]) and source = any(${sources}::text[])
      and event_type like '%.snapshot-stated.v1'
    order by aggregate_key, source, least(occurred_at, recorded_at + interval '5 minutes') desc, recorded_at desc`);
  const newest = new Map<string, KnownSnapshot>();
  for (const row of rows) {
    const { event } = { event: undefined, ...(await decode(row.payload)) };
    if (event?.eventName === 'SnapshotStated')
      newest.set(placeOf(row.aggregate_key, row.source), { row, event });
  }
  return newest;
}

function placeOf(key: string, source: string): string {
  return JSON.stringify([key, source]);
}
