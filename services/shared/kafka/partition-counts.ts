/**
 * Refuses records for a topic or partition that is not there before they join a batch: in it they would fail the
 * records of others.
 */
import type { Kafka } from 'kafkajs';
import { withAdmin } from './client.ts';
import { DeliveryUnknownError, RecordRefusedError } from './producer-errors.ts';
import type { OutgoingRecord } from './producer-queue.ts';
import { isNotThereYet } from './topics.ts';

/** Partition counts never change, so each topic is asked about once, by one question at a time. */
export type PartitionCounts = {
  /**
   * Asks about the topics that were not asked about yet; undefined when there are none.
   * @throws RecordRefusedError. DeliveryUnknownError when Kafka could not be asked (nothing was sent).
   */
  readonly ask: (records: readonly OutgoingRecord[]) => Promise<unknown> | undefined;
  /** Once asked. @throws RecordRefusedError for a partition that is not there. */
  readonly check: (records: readonly OutgoingRecord[]) => void;
};

/** Nothing asked yet. */
export function createPartitionCounts(kafka: Kafka): PartitionCounts {
  const counts = new Map<string, number>();
  const asking = new Map<string, Promise<void>>();

  async function ask(topic: string): Promise<void> {
    try {
      const { topics } = await withAdmin(kafka, (admin) => admin.fetchTopicMetadata({ topics: [topic] }));
      for (const { name, partitions } of topics) counts.set(name, partitions.length);
    } catch (cause) {
      if (isNotThereYet(cause)) throw new RecordRefusedError(`there is no topic ${topic}`);
      throw new DeliveryUnknownError(`Kafka could not be asked about ${topic}; nothing was sent`, { cause });
    }
  }

  function askOnce(topic: string): Promise<void> {
    const running = asking.get(topic) ?? ask(topic).finally(() => asking.delete(topic));
    asking.set(topic, running);
    return running;
  }

  return {
    ask(records) {
      if (records.every(({ topic }) => counts.has(topic))) return undefined;
      const unknown = new Set(records.map(({ topic }) => topic).filter((topic) => !counts.has(topic)));
      return Promise.all([...unknown].map(askOnce));
    },
    check(records) {
      for (const { topic, partition } of records) {
        const isThere = Number.isInteger(partition) && partition >= 0 && partition < (counts.get(topic) ?? 0);
        if (!isThere) throw new RecordRefusedError(`${topic} has no partition ${partition}`);
      }
    },
  };
}
