/**
 * The topic behind the table. Promises: an append returns only after this process has read its own record back, so
 * what is answered is what everybody will read.
 */

import type { KafkaConnection } from '#shared/kafka/client.ts';
import type { DeliveryEnd, DeliveryStatus } from '#shared/kafka/consumer.ts';
import type { LogRecord } from '#shared/kafka/delivery.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import { readTopic } from '#shared/kafka/reader.ts';
import { formatEntry, parseEntry } from '../core/entry-format.ts';
import type { SchemaEntry, SchemaTable } from '../core/schema-table.ts';

/** The log as the registry uses it. */
export type SchemaLog = {
  /** Resolves once the table holds all that was in the topic at the start. */
  readonly caughtUp: Promise<void>;
  /**
   * Appends and waits until the record was read back; true if the table took it, false if another writer's record
   * came before it and made it void.
   */
  readonly append: (entry: SchemaEntry) => Promise<boolean>;
  readonly status: () => DeliveryStatus;
  readonly finished: Promise<DeliveryEnd>;
  readonly close: () => Promise<void>;
};

const READ_BACK_TIMEOUT_MS = 10_000;
const PARTITION = 0;

/** Starts reading `topic` into `table`. */
export function openSchemaLog(connection: KafkaConnection, topic: string, table: SchemaTable): SchemaLog {
  const { logger } = connection;
  const producer = createGroupCommitProducer(connection);
  /** Offsets of records that this process waits for, and whether the table took them. */
  const outcomes = new Map<number, boolean>();
  let appending = false;

  function take(record: LogRecord): void {
    const entry = parseEntry(record.value);
    const taken = entry !== undefined && table.apply(entry);
    if (!taken)
      logger.error({ topic, offset: record.offset }, 'a void record in the schema topic was passed over');
    if (appending) outcomes.set(record.offset, taken);
  }

  const reader = readTopic({ ...connection, topic, onRecord: take });

  async function append(entry: SchemaEntry): Promise<boolean> {
    const value = formatEntry(entry);
    const [position] = await producer.send([
      { topic, partition: PARTITION, key: entry.subject, value, headers: {} },
    ]);
    if (position === undefined) throw new Error('the producer named no position');
    await reader.taken(PARTITION, position.offset, READ_BACK_TIMEOUT_MS);
    return outcomes.get(position.offset) ?? false;
  }

  return {
    caughtUp: reader.caughtUp,
    async append(entry) {
      appending = true;
      try {
        return await append(entry);
      } finally {
        appending = false;
        outcomes.clear();
      }
    },
    status: reader.status,
    finished: reader.finished,
    async close() {
      await producer.close();
      await reader.stop();
    },
  };
}
