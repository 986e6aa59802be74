/**
 * Group commit. Promises: acks=all; the records of one caller go out together and are acknowledged all or none;
 * one `send` is in flight at a time (two overlapping idempotent sends of kafkajs lost 245 of 2,000 acknowledged
 * records in a test); meanwhile the next batch fills. A lone caller waits for nobody; where several were answered
 * together, the next send waits a moment for those who come again. What is not acknowledged in time is unknown, never
 * failed.
 */

import { setTimeout as delay } from 'node:timers/promises';
import type {
  CompressionTypes,
  ICustomPartitioner,
  Kafka,
  Producer,
  RecordMetadata,
  TopicMessages,
} from 'kafkajs';
import { within } from '#shared/deadline/within.ts';
import { createKafkaClient, type KafkaConnection } from './client.ts';
import { createPartitionCounts } from './partition-counts.ts';
import { compressionFor, DEFAULT_ENCODING, type ProducerEncoding } from './producer-encoding.ts';
import { DeliveryUnknownError, ProducerFullError, RecordRefusedError } from './producer-errors.ts';
import { createProducerHealth } from './producer-health.ts';
import {
  createSendQueue,
  type OutgoingRecord,
  type PendingSend,
  type ProducerLimits,
  type RecordPosition,
  type SendQueue,
  sizeOf,
} from './producer-queue.ts';

/** Sends records; `close` waits for what is in flight and refuses the rest. */
export type GroupCommitProducer = {
  /**
   * Positions in the order of `records`, once all of them are acknowledged by all replicas.
   * @throws ProducerFullError nothing was sent, come again. DeliveryUnknownError may be in the log or not, send
   * again with the same ids. RecordRefusedError can never be sent as it is.
   */
  readonly send: (records: readonly OutgoingRecord[]) => Promise<RecordPosition[]>;
  /** Undefined while Kafka takes records, else a sentence that says what is wrong. */
  readonly health: () => Promise<string | undefined>;
  readonly close: () => Promise<void>;
};

const DEFAULT_LIMITS: ProducerLimits = {
  // kafkajs groups by partition in quadratic time; above some 2,000 records in a request that shows.
  batchRecordsMax: 2_000,
  batchBytesMax: 4 * 1024 * 1024,
  queueRecordsMax: 50_000,
  queueBytesMax: 32 * 1024 * 1024,
  partitionBytesMax: 9 * 1024 * 1024,
  deadlineMs: 10_000,
};

/**
 * After a send for several callers, in milliseconds. Without it callers part into two halves that wait for each other, and
 * every send costs Kafka and us twice for half of them.
 */
const GATHER_MS = 1;

/**
 * Bounded, so that a send that was given up dies soon instead of reaching the log minutes later. Its sequence
 * numbers do not matter by then: after any failure the producer is thrown away.
 */
const SEND_RETRY = { retries: 10, initialRetryTime: 100, maxRetryTime: 1_000 };

/** Where to, how much at once, and who encodes. */
export type ProducerOptions = KafkaConnection & {
  readonly limits?: Partial<ProducerLimits>;
  readonly encoding?: ProducerEncoding;
};

/**
 * A producer that connects on the first `send`.
 * @throws Error if kafkajs is not the version that the own encoder was written for.
 */
export function createGroupCommitProducer(options: ProducerOptions): GroupCommitProducer {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const kafka = createKafkaClient(options, SEND_RETRY);
  const queue = createSendQueue(limits);
  const partitions = createPartitionCounts(kafka);
  const link = createLink(kafka, compressionFor(options.encoding ?? DEFAULT_ENCODING));
  const health = createProducerHealth(options);
  const deadlines = watchDeadlines(queue, limits.deadlineMs);
  let closed = false;
  let pump: Promise<void> | undefined;

  async function pumpBatches(): Promise<void> {
    for (let batch = queue.takeBatch(); batch.length > 0; batch = queue.takeBatch()) {
      await sendBatch(batch, limits.deadlineMs, link).then(health.noteAcknowledged, (error: unknown) => {
        health.noteUnknown();
        options.logger.warn({ err: error, callers: batch.length }, 'a send to Kafka was not acknowledged');
      });
      queue.release();
      if (batch.length > 1) await delay(GATHER_MS);
    }
    pump = undefined;
  }

  /** Answers when the caller's batch has ended or its deadline has passed. */
  function enqueue(records: readonly OutgoingRecord[], bytes: number): Promise<RecordPosition[]> {
    partitions.check(records);
    if (closed) throw new ProducerFullError('the producer is closing');
    const { promise, resolve, reject } = Promise.withResolvers<RecordPosition[]>();
    queue.add({ records, bytes, dueAt: performance.now() + limits.deadlineMs, resolve, reject });
    deadlines.watch();
    pump ??= pumpBatches();
    return promise;
  }

  async function ask(asked: Promise<unknown>): Promise<void> {
    await within(asked, limits.deadlineMs, () => late(limits.deadlineMs));
  }

  return {
    async send(records) {
      if (records.length === 0) return [];
      const bytes = sizeOf(records, limits);
      const asked = partitions.ask(records);
      if (asked !== undefined) await ask(asked);
      return enqueue(records, bytes);
    },
    health: health.check,
    async close() {
      closed = true;
      await pump;
      deadlines.stop();
      await link.discard();
    },
  };
}

/** One timer for all callers: a timer for each would cost more than its place in a send. What is in flight keeps the process. */
function watchDeadlines(queue: SendQueue, deadlineMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const wake = (): void => {
    const now = performance.now();
    const next = queue.expire(now, () => late(deadlineMs));
    timer = next === undefined ? undefined : setTimeout(wake, next - now).unref();
  };
  return {
    /** Somebody came into the queue: the oldest deadline is at most a whole wait away. */
    watch: (): void => {
      timer ??= setTimeout(wake, deadlineMs).unref();
    },
    stop: (): void => clearTimeout(timer),
  };
}

function late(deadlineMs: number): DeliveryUnknownError {
  return new DeliveryUnknownError(`not acknowledged within ${deadlineMs} ms`);
}

/** Sends one batch and tells every caller. After any failure the next batch gets a new producer. */
async function sendBatch(batch: readonly PendingSend[], deadlineMs: number, link: Link): Promise<void> {
  try {
    const metadata = await within(link.send(topicMessagesOf(batch)), deadlineMs, () => late(deadlineMs));
    settle(batch, metadata);
  } catch (cause) {
    const error = new DeliveryUnknownError('Kafka did not acknowledge; the records may be in the log', {
      cause,
    });
    for (const { reject } of batch) reject(error);
    void link.discard();
    throw cause;
  }
}

/** One request: kafkajs makes one batch of all messages of a partition, in this order. */
function topicMessagesOf(batch: readonly PendingSend[]): TopicMessages[] {
  const byTopic = new Map<string, TopicMessages>();
  for (const record of batch.flatMap(({ records }) => records)) {
    const entry = byTopic.get(record.topic) ?? { topic: record.topic, messages: [] };
    byTopic.set(record.topic, entry);
    entry.messages.push(record);
  }
  return [...byTopic.values()];
}

/**
 * Counts on from the base offset that Kafka gave each partition. A partition without one was not written: when
 * leaders move between two attempts kafkajs can leave a partition out and still report success.
 */
function settle(batch: readonly PendingSend[], metadata: readonly RecordMetadata[]): void {
  const next = new Map<string, Map<number, number>>();
  for (const { topicName, partition, baseOffset } of metadata) {
    const ofTopic = next.get(topicName) ?? new Map<number, number>();
    if (baseOffset !== undefined) ofTopic.set(partition, Number(baseOffset));
    next.set(topicName, ofTopic);
  }
  const answers = batch.map(({ records }) =>
    records.map(({ topic, partition }) => {
      const ofTopic = next.get(topic);
      const offset = ofTopic?.get(partition) ?? -1;
      if (offset < 0) throw new Error(`no offset for ${topic}/${partition}`);
      ofTopic?.set(partition, offset + 1);
      return { topic, partition, offset };
    }),
  );
  batch.forEach(({ resolve }, index) => resolve(answers[index] ?? []));
}

/** The producer of the moment, made anew after it was discarded. */
type Link = {
  readonly send: (messages: TopicMessages[]) => Promise<RecordMetadata[]>;
  readonly discard: () => Promise<void>;
};

function createLink(kafka: Kafka, compression: CompressionTypes): Link {
  let current: Promise<Producer> | undefined;
  let lastSend: Promise<unknown> = Promise.resolve();

  async function connect(): Promise<Producer> {
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      retry: SEND_RETRY,
      createPartitioner: () => explicitPartition,
    });
    await producer.connect();
    return producer;
  }

  return {
    async send(topicMessages) {
      current ??= connect();
      const producer = await current;
      const sent = producer.sendBatch({ acks: -1, topicMessages, compression });
      lastSend = sent.catch(() => undefined);
      return sent;
    },
    async discard() {
      const discarded = current;
      const unfinished = lastSend;
      current = undefined;
      const producer = await discarded?.catch(() => undefined);
      await producer?.disconnect().catch(() => undefined);
      // A send that was given up connects again by itself; once it has ended there is something to close.
      void unfinished.then(() => producer?.disconnect()).catch(() => undefined);
    },
  };
}

const explicitPartition: ReturnType<ICustomPartitioner> = ({ message }) => {
  if (message.partition === undefined) throw new RecordRefusedError('a record without a partition');
  return message.partition;
};
