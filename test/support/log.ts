// The log of a test's hub as it stands: every record of a topic, whole, or decoded and opened.

import type { HubEvent } from '#schemas/generated/events.ts';
import { TOPICS, type TopicName } from '#schemas/topics.ts';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { createKafkaClient, type KafkaConnection, withAdmin } from '#shared/kafka/client.ts';
import type { LogRecord } from '#shared/kafka/delivery.ts';
import { fetchLogBounds } from '#shared/kafka/log-bounds.ts';
import { readTopic } from '#shared/kafka/reader.ts';
import { createPool } from '#shared/postgres/pool.ts';
import { readKeyFile } from '#shared/sealing/key-files.ts';
import { MasterKey } from '#shared/sealing/master-key.ts';
import { keysToOpen, openParts } from '#shared/sealing/open.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import type { TestHub } from './services.ts';

export const TOPIC_NAMES = Object.keys(TOPICS).filter((name): name is TopicName =>
  Object.hasOwn(TOPICS, name),
);

function connectionOf(hub: TestHub): KafkaConnection {
  const brokers = hub.environment['KAFKA_BROKERS'] ?? '';
  return {
    brokers: brokers.split(','),
    clientId: 'test',
    logger: createLogger({ name: 'test', level: 'silent' }),
  };
}

/** Everything that stands in the topic now. */
export async function recordsOf(hub: TestHub, topic: TopicName): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  const reader = readTopic({
    ...connectionOf(hub),
    topic: hub.topicPrefix + topic,
    onRecord: (record) => records.push(record),
  });
  await reader.caughtUp;
  await reader.stop();
  return records;
}

/** How many records a topic holds now, as the broker says. */
export async function countRecords(hub: TestHub, topic: TopicName): Promise<number> {
  const kafka = createKafkaClient(connectionOf(hub));
  const bounds = await withAdmin(kafka, (admin) => fetchLogBounds(admin, hub.topicPrefix + topic));
  return [...bounds.values()].reduce((count, { low, high }) => count + high - low, 0);
}

/** The events of a topic, in the order of its partitions. */
export async function eventsOf(hub: TestHub, topic: TopicName): Promise<readonly HubEvent[]> {
  const url = hub.environment['SCHEMA_REGISTRY_URL'] ?? '';
  const decode = createEventDecoder(createSchemaRegistryClient({ url }));
  const decoded = await Promise.all(
    (await recordsOf(hub, topic)).map(async ({ value }) => decode(value ?? Buffer.alloc(0))),
  );
  return decoded.map((one) => {
    if (one.kind !== 'event') throw new Error(`not an event in ${topic}: ${JSON.stringify(one)}`);
    return one.event;
  });
}

/** What is sealed in an event, all parts together. */
export async function openedFields(
  hub: TestHub,
  event: HubEvent,
): Promise<Readonly<Record<string, unknown>>> {
  const file = hub.environment['MASTER_KEY_FILE'] ?? '';
  const masterKey = new MasterKey(readKeyFile('MASTER_KEY_FILE', file));
  const pool = createPool({ url: hub.databaseUrl, applicationName: 'test', size: 1 });
  try {
    const parts = openParts(event, await keysToOpen(pool, masterKey, [event]));
    return Object.assign({}, ...parts.map(({ fields }) => fields));
  } finally {
    await pool.dispose();
  }
}
