/**
 * Reads a small topic from its beginning, then goes on with what comes. Promises: every record once and in order
 * per partition, for as long as the process lives; nothing is kept, so each start reads everything again.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createKafkaClient, type KafkaConnection, withAdmin } from './client.ts';
import { consumePartitionedTopic, type DeliveryEnd, type DeliveryStatus } from './consumer.ts';
import type { LogRecord, StoredPosition } from './delivery.ts';
import { fetchLogBounds } from './log-bounds.ts';

/** What is read, and what takes it. */
export type ReadTopicOptions = KafkaConnection & {
  readonly topic: string;
  /** Takes one record; a thrown error is tried again until it passes. */
  readonly onRecord: (record: LogRecord) => void;
};

/** A topic being read. */
export type TopicReader = {
  /** Resolves once everything was read that was in the topic at the start; rejects if reading ended before. */
  readonly caughtUp: Promise<void>;
  /**
   * Resolves once the record at `offset` of `partition` was taken.
   * @throws Error when it does not come within `timeoutMs`.
   */
  readonly taken: (partition: number, offset: number, timeoutMs: number) => Promise<void>;
  readonly status: () => DeliveryStatus;
  readonly finished: Promise<DeliveryEnd>;
  readonly stop: () => Promise<void>;
};

/** Starts reading in the background. */
export function readTopic(options: ReadTopicOptions): TopicReader {
  const positions = new Map<number, StoredPosition>();
  const waiting = new Set<() => void>();
  const nextOf = (partition: number): number => positions.get(partition)?.nextOffset ?? 0;

  const delivery = consumePartitionedTopic({
    ...options,
    // A group of its own: whoever reads everything shares with nobody. Without commits it leaves nothing behind.
    groupId: `${options.topic}.reader.${randomUUID()}`,
    commitForLagTools: false,
    positions: { read: async (_topic, partition) => positions.get(partition) },
    async handleBatch({ partition, nextOffset, lastRecordHash, records }) {
      for (const record of records) {
        if (record.offset < nextOf(partition)) continue;
        options.onRecord(record);
        positions.set(partition, { nextOffset: record.offset + 1, lastRecordHash: undefined });
      }
      positions.set(partition, { nextOffset, lastRecordHash });
      for (const wake of waiting) wake();
      return 'advanced';
    },
  });

  /** Whether every partition has come to the offset that is named for it. */
  async function reached(targets: ReadonlyMap<number, number>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (): void => {
      if ([...targets].every(([partition, next]) => nextOf(partition) >= next)) resolve();
    };
    waiting.add(look);
    look();
    try {
      await Promise.race([promise, delivery.finished.then(failUnlessStopped)]);
    } finally {
      waiting.delete(look);
    }
  }

  const caughtUp = currentEnds(options).then(reached);
  caughtUp.catch(() => undefined); // whoever awaits it sees the error; nobody has to
  return {
    caughtUp,
    async taken(partition, offset, timeoutMs) {
      const late = new AbortController();
      const timeout = delay(timeoutMs, undefined, { signal: late.signal }).then(() => {
        throw new Error(`${options.topic}/${partition}/${offset} was not read back within ${timeoutMs} ms`);
      });
      timeout.catch(() => undefined);
      await Promise.race([reached(new Map([[partition, offset + 1]])), timeout]).finally(() => late.abort());
    },
    status: delivery.status,
    finished: delivery.finished,
    stop: delivery.stop,
  };
}

async function currentEnds(options: ReadTopicOptions): Promise<Map<number, number>> {
  const bounds = await withAdmin(createKafkaClient(options), (admin) => fetchLogBounds(admin, options.topic));
  return new Map([...bounds].map(([partition, { high }]) => [partition, high]));
}

function failUnlessStopped(end: DeliveryEnd): never {
  const cause = end.kind === 'halted' ? end.halt : end.kind === 'gave-up' ? end.error : undefined;
  throw new Error('reading ended', { cause });
}
