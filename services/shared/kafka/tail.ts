/**
 * Reads a stretch of a topic once: from one offset of each partition to another. For questions about what was written
 * a moment ago; leaves no group behind that anybody would see a lag of. Bounded in time by its caller's patience.
 */
import { randomUUID } from 'node:crypto';
import { within } from '#shared/deadline/within.ts';
import type { KafkaConnection } from './client.ts';
import { consumePartitionedTopic } from './consumer.ts';
import type { LogRecord } from './delivery.ts';

/** A stretch of one partition: from `from` up to, not including, `to`. */
export interface Stretch {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Shows every record of the stretches to `onRecord`, in the order of each partition.
 * @throws Error when the end is not reached within `timeoutMs`, or the log does not hold the stretches.
 */
export async function readStretches(
  connection: KafkaConnection,
  topic: string,
  stretches: readonly Stretch[],
  onRecord: (record: LogRecord) => void,
  timeoutMs: number,
): Promise<void> {
  const next = new Map(stretches.map(({ partition, from }) => [partition, from]));
  const left = new Set(stretches.filter(({ from, to }) => from < to).map(({ partition }) => partition));
  if (left.size === 0) return;
  const end = new Map(stretches.map(({ partition, to }) => [partition, to]));
  const done = Promise.withResolvers<void>();
  const delivery = consumePartitionedTopic({
    ...connection,
    topic,
    groupId: `${topic}.tail.${randomUUID()}`,
    commitForLagTools: false,
    isOurs: (partition) => left.has(partition),
    positions: {
      read: async (_topic, partition) => ({
        nextOffset: next.get(partition) ?? 0,
        lastRecordHash: undefined,
      }),
    },
    async handleBatch({ partition, nextOffset, records }) {
      const to = end.get(partition) ?? 0;
      for (const record of records) if (record.offset < to) onRecord(record);
      next.set(partition, nextOffset);
      if (nextOffset >= to) left.delete(partition);
      if (left.size === 0) done.resolve();
      return 'advanced';
    },
  });
  const ended = delivery.finished.then((how) => {
    throw new Error(`reading the end of ${topic} stopped`, { cause: how });
  });
  ended.catch(() => undefined);
  try {
    await within(
      Promise.race([done.promise, ended]),
      timeoutMs,
      () => new Error(`the end of ${topic} was not read within ${timeoutMs} ms`),
    );
  } finally {
    void delivery.stop();
  }
}
