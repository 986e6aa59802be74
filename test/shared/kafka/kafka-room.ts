// A topic of one's own on the run's Kafka, and what tests of the Kafka folder do with it.

import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { createKafkaClient, type KafkaConnection, withAdmin } from '#shared/kafka/client.ts';
import type { LogRecord } from '#shared/kafka/delivery.ts';
import type { OutgoingRecord } from '#shared/kafka/producer-queue.ts';
import { readTopic } from '#shared/kafka/reader.ts';
import { createTopics } from '#shared/kafka/topics.ts';
import { kafkaBrokers } from '../../support/stack.ts';

/** How tests connect; silent unless LOG_LEVEL says otherwise. */
export async function connection(): Promise<KafkaConnection> {
  const level = process.env['LOG_LEVEL'] ?? 'silent';
  return { brokers: [await kafkaBrokers()], clientId: 'test', logger: pino({ level }) };
}

/** Makes an empty topic with a name of its own. */
export async function freshTopic(to: KafkaConnection, partitions: number): Promise<string> {
  const topic = `test.${randomBytes(6).toString('hex')}`;
  await withAdmin(createKafkaClient(to), (admin) => createTopics(admin, [{ topic, partitions }]));
  return topic;
}

/** A record with a value. */
export function record(topic: string, partition: number, value: string): OutgoingRecord {
  return { topic, partition, key: `key of ${value}`, value: Buffer.from(value), headers: { ce_id: value } };
}

/** Everything that stands in the topic now. */
export async function readAll(to: KafkaConnection, topic: string): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  const reader = readTopic({ ...to, topic, onRecord: (read) => records.push(read) });
  await reader.caughtUp;
  await reader.stop();
  return records;
}
