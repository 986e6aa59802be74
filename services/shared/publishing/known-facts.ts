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
  readonly onFailure: (error: unknown) => void;
  readonly now?: () => number;
}

/** Gives the drafts that are news, in their order. Never throws. */
export type OnlyNews = (drafts: readonly FactDraft[]) => Promise<readonly FactDraft[]>;

/** A caller waits for its receipt: what takes longer than this is not worth knowing. */
const PATIENCE_MS = 500;
/** A database that did not answer is left alone for so long, so that its silence costs one request, not all. */
const REST_MS = 5_000;

const VIEWS = {
  dossiers: sql`read.dossier_fact`,
  civil_servants: sql`read.civil_servant_fact`,
} as const satisfies Record<KnownFactsOptions['group'], SqlQuery>;

export function createOnlyNews(options: KnownFactsOptions): OnlyNews {
  const { onFailure, now = Date.now } = options;
  let askAgainAt = 0;
  return async (drafts) => {
    if (now() < askAgainAt) return drafts;
    try {
      return await within(PATIENCE_MS, onlyNews(drafts, options));
    } catch (error) {
      askAgainAt = now() + REST_MS;
      onFailure(error);
      return drafts;
    }
  };
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  work.catch(() => undefined); // after its time nobody waits for it
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function onlyNews(
  drafts: readonly FactDraft[],
  options: KnownFactsOptions,
): Promise<readonly FactDraft[]> {
  const known = await findKnown(drafts, options);
  const isKnown = (draft: FactDraft): boolean => known.has(factIdOf(draft.source, draft.id));
  const news = drafts.filter((draft) => !isKnown(draft));
  const repeated = new Set<FactDraft>();
  const aggregates = Map.groupBy(news, ({ key }) => key);
  for (const some of aggregates.values()) {
    const [only, ...others] = some;
    // With a new fact, or two snapshots of one aggregate, something changes: no need to look further.
    if (only?.eventName !== 'SnapshotStated' || others.length > 0) continue;
    if (await isNewestKnown(only, options)) repeated.add(only);
  }
  return news.filter((draft) => !repeated.has(draft));
}

async function findKnown(
  drafts: readonly FactDraft[],
  { pool, group }: KnownFactsOptions,
): Promise<ReadonlySet<string>> {
  const keys = [...new Set(drafts.flatMap(({ key }) => (key === undefined ? [] : [key])))];
  const ids = drafts.map(({ source, id }) => factIdOf(source, id));
  const rows = await pool.query<{ fact_id: string }>(sql`
    select fact_id from ${VIEWS[group]}
    where aggregate_key = any(${keys}::text[]) and fact_id = any(${ids}::uuid[])`);
  return new Set(rows.map(({ fact_id }) => fact_id));
}

/** The log's end is asked first, the position next, the facts last: so nothing before that end is missed. */
async function isNewestKnown(draft: DraftOf<'SnapshotStated'>, options: KnownFactsOptions): Promise<boolean> {
  const { key = '' } = draft;
  const bounds = await options.logBounds();
  const partition = partitionOf(key, bounds.size);
  const end = bounds.get(partition)?.high;
  if (end === undefined || (await nextOffset(options, partition)) < end) return false;
  const newest = await newestSnapshot(options, draft.source, key);
  return (
    newest?.snapshotVersion?.actualAt === draft.snapshotActualAt &&
    canonicalJson(newest?.sections) === canonicalJson(draft.data.sections)
  );
}

async function nextOffset({ pool, group, topic }: KnownFactsOptions, partition: number): Promise<number> {
  const [row] = await pool.query<{ next_offset: number }>(sql`
    select next_offset from read.position
    where projection = ${group} and topic = ${topic} and partition = ${partition}`);
  return row?.next_offset ?? 0;
}

async function newestSnapshot(
  { pool, group, decode }: KnownFactsOptions,
  source: string,
  key: string,
): Promise<EventOf<'SnapshotStated'> | undefined> {
  const rows = await pool.query<{ payload: Buffer }>(sql`
    select payload from ${VIEWS[group]}
    where aggregate_key = ${key} and source = ${source} and event_type like '%.snapshot-stated.v1'`);
  let newest: EventOf<'SnapshotStated'> | undefined;
  for (const { payload } of rows) {
    const value = await decode(payload);
    if (value.kind !== 'event' || value.event.eventName !== 'SnapshotStated') continue;
    if (newest === undefined || compareVersions(newest.snapshotVersion, value.event.snapshotVersion) < 0) {
      newest = value.event;
    }
  }
  return newest;
}
