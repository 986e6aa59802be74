/**
 * What became of (source, id). First the read models, then, where they have not come to the log's end, what stands
 * between: waited for a moment, then read from the log itself. So PENDING is known after any restart, and UNKNOWN says
 * how far was looked: "nowhere in the log" is said only where everything was looked at.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { EVENTS } from '#schemas/generated/events.ts';
import { GROUPS } from '#schemas/read-models/groups.ts';
import { TOPICS, type TopicName } from '#schemas/topics.ts';
import { createKafkaClient, type KafkaConnection, withAdmin } from '#shared/kafka/client.ts';
import { fetchLogBounds } from '#shared/kafka/log-bounds.ts';
import { partitionOf } from '#shared/kafka/partitioner.ts';
import { readStretches, type Stretch } from '#shared/kafka/tail.ts';
import { type Pool, transaction } from '#shared/postgres/pool.ts';
import { keyOfSubject } from '#shared/publishing/aggregate-key.ts';
import { type Stream, typesOf } from '#shared/publishing/event-type.ts';
import { factIdOf } from '#shared/pure/hub-key.ts';
import { type GroupPosition, readPositions } from '#shared/reading/positions.ts';
import { type Found, isSame, type Place, type Verdict, verdictOn } from './copies.ts';
import { findCopies, findLetters, groupsOf } from './find-copies.ts';

export interface FinderOptions {
  readonly pool: Pool;
  readonly connection: KafkaConnection;
  /** What the adapter publishes. */
  readonly streams: readonly Stream[];
  readonly topicPrefix: string;
}

export interface Asked {
  readonly source: string;
  readonly id: string;
  /** The CloudEvents `subject`, or the key of a shared paper: makes the search whole and fast. */
  readonly subject?: string | undefined;
  /** One copy, by the position of its receipt. */
  readonly at?: Place | undefined;
}

export interface Answered extends Verdict {
  /** WHOLE: it is nowhere else. BOUNDED: the newest facts of each table and the newest records not projected. */
  readonly search: 'WHOLE' | 'BOUNDED';
}

/** Records that one question reads from the log, at most: the newest. */
const TAIL_MAX = 20_000;
const TAIL_MS_MAX = 8000;
/** A projector that runs has caught up by then. */
const LOOKS_AGAIN = 8;
const LOOK_PAUSE_MS = 100;

interface Candidate {
  readonly name: TopicName;
  /** Undefined where the subject is not known. */
  readonly key: string | undefined;
}

interface Looked extends Found {
  readonly isWhole: boolean;
  /** How far each partition of the candidates is projected. */
  readonly next: ReadonlyMap<string, number>;
}

interface Behind extends Stretch {
  readonly topic: string;
}

export type FindReceipt = (asked: Asked) => Promise<Answered>;

/** One look at the log's end at a time: a question about the past must not cost the doors their Kafka. */
export function createFindReceipt(options: FinderOptions): FindReceipt {
  let before: Promise<unknown> = Promise.resolve();
  return async (asked) => {
    const candidates = candidatesFor(asked, options);
    const looked = await look(candidates, asked, options);
    const verdict = verdictOn(looked, asked.at);
    if (verdict !== undefined && !isBeyond(asked.at, looked)) return answered(verdict, looked.isWhole);
    const mine = before.then(() => lookFurther(candidates, asked, looked, options));
    before = mine.catch(() => undefined);
    return mine;
  };
}

/** With a subject: the topics on which it can be a key. */
function candidatesFor({ subject }: Asked, { streams }: FinderOptions): readonly Candidate[] {
  const topics = new Set(typesOf(streams).flatMap((type) => [EVENTS[type].topic, ...EVENTS[type].alsoOn]));
  if (subject === undefined) return [...topics].map((name) => ({ name, key: undefined }));
  return [...topics].map((name) => {
    const made = keyOfSubject(name, subject);
    return { name, key: 'key' in made ? made.key : subject };
  });
}

async function look(
  candidates: readonly Candidate[],
  { source, id }: Asked,
  { pool, topicPrefix }: FinderOptions,
): Promise<Looked> {
  const wanted = { source, id, factId: factIdOf(source, id) };
  const keys = new Map<string, string | undefined>(candidates.map(({ name, key }) => [name, key]));
  const work = transaction(
    pool,
    async (tx) => {
      const positions = await readPositions(tx);
      const generations = new Map(positions.map(({ group, generation }) => [group, generation]));
      const found = [];
      for (const group of groupsOf(new Set(keys.keys()))) {
        const generation = generations.get(group);
        if (generation === undefined) continue;
        const { topic: name } = GROUPS[group];
        const place = { group, generation, topic: topicPrefix + name, aggregateKey: keys.get(name) };
        found.push(await findCopies(tx, place, wanted));
      }
      const topics = candidates.map(({ name }) => topicPrefix + name);
      return {
        copies: found
          .flatMap(({ copies }) => copies)
          .toSorted((left, right) => left.recordedAt - right.recordedAt),
        letters: await findLetters(tx, topics, wanted),
        isWhole: found.every(({ isWhole }) => isWhole),
        next: nextOf(positions),
      };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
  return work;
}

function nextOf(positions: readonly GroupPosition[]): ReadonlyMap<string, number> {
  return new Map(positions.map(({ topic, partition, nextOffset }) => [`${topic}/${partition}`, nextOffset]));
}

/** Whether the copy that is asked about is not projected yet. */
function isBeyond(at: Place | undefined, { next }: Looked): boolean {
  return at !== undefined && at.offset >= (next.get(`${at.topic}/${at.partition}`) ?? 0);
}

async function lookFurther(
  candidates: readonly Candidate[],
  asked: Asked,
  first: Looked,
  options: FinderOptions,
): Promise<Answered> {
  const { logger } = options.connection;
  const unreached = (err: unknown): undefined => {
    logger.warn({ err }, 'a receipt is asked for, and the log cannot be looked at');
  };
  const ends = await endsOf(candidates, options).catch(unreached);
  if (ends === undefined) return answered(NOT_LOOKED, false);
  let looked = first;
  let behind = behindOf(ends, looked);
  for (let again = 0; again < LOOKS_AGAIN && behind.length > 0; again += 1) {
    await delay(LOOK_PAUSE_MS);
    looked = await look(candidates, asked, options);
    behind = behindOf(ends, looked);
    const verdict = verdictOn(looked, asked.at);
    if (verdict !== undefined && !isBeyond(asked.at, looked)) return answered(verdict, looked.isWhole);
  }
  const { stretches, isWhole } = newestOf(behind);
  const copies = await readTail(stretches, asked, options).catch(unreached);
  if (copies === undefined) return answered(NOT_LOOKED, false);
  const copy = asked.at === undefined ? copies[0] : copies.find((one) => isSame(one, asked.at ?? one));
  const search = looked.isWhole && isWhole;
  if (copy !== undefined) {
    const [stands] = looked.copies;
    return answered(
      {
        status: 'PENDING',
        place: copy,
        ...(stands !== undefined && { stands }),
        reason: 'NOT_PROJECTED_YET',
      },
      search,
    );
  }
  const verdict = verdictOn(looked, undefined);
  if (verdict !== undefined && asked.at === undefined) return answered(verdict, search);
  return answered({ status: 'UNKNOWN', reason: search ? 'NOT_IN_THE_LOG' : 'NOT_FOUND' }, search);
}

/** What is known of every partition that could hold it: of one where the key is known. */
async function endsOf(
  candidates: readonly Candidate[],
  { connection, topicPrefix }: FinderOptions,
): Promise<readonly Behind[]> {
  const kafka = createKafkaClient(connection, IMPATIENT);
  return withAdmin(kafka, async (admin) => {
    const ends: Behind[] = [];
    for (const { name, key } of candidates) {
      const topic = topicPrefix + name;
      const only = key === undefined ? undefined : partitionOf(key, TOPICS[name].partitions);
      for (const [partition, { low, high }] of await fetchLogBounds(admin, topic))
        if (only === undefined || partition === only) ends.push({ topic, partition, from: low, to: high });
    }
    return ends;
  });
}

const NOT_LOOKED = { status: 'UNKNOWN', reason: 'LOG_NOT_REACHED' } as const;
const IMPATIENT = { retries: 1, initialRetryTime: 100, maxRetryTime: 500 };

/** What is not projected of each partition. */
function behindOf(ends: readonly Behind[], { next }: Looked): readonly Behind[] {
  return ends
    .map((end) => ({ ...end, from: Math.max(end.from, next.get(`${end.topic}/${end.partition}`) ?? 0) }))
    .filter(({ from, to }) => from < to);
}

/** The newest records of each, as many as one question may read. */
function newestOf(behind: readonly Behind[]): { stretches: readonly Behind[]; isWhole: boolean } {
  const each = Math.floor(TAIL_MAX / Math.max(1, behind.length));
  const stretches = behind.map((one) => ({ ...one, from: Math.max(one.from, one.to - each) }));
  return { stretches, isWhole: stretches.every(({ from }, at) => from === behind[at]?.from) };
}

async function readTail(
  stretches: readonly Behind[],
  { source, id }: Asked,
  { connection }: FinderOptions,
): Promise<readonly Place[]> {
  const found: Place[] = [];
  for (const [topic, parts] of Map.groupBy(stretches, (stretch) => stretch.topic)) {
    await readStretches(
      connection,
      topic,
      parts,
      ({ headers, partition, offset }) => {
        if (headers['ce_id'] === id && headers['ce_source'] === source)
          found.push({ topic, partition, offset });
      },
      TAIL_MS_MAX,
    );
  }
  return found;
}

function answered(verdict: Verdict, isWhole: boolean): Answered {
  return { ...verdict, search: isWhole ? 'WHOLE' : 'BOUNDED' };
}
