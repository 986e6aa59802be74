// The parts of the hub that this door needs, running in this process on a Kafka and a PostgreSQL of the test run: registry,
// projector, the adapter itself. And the topic, read back and opened.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrateDatabase } from '#infra/migrate/database.ts';
import type { HubEvent } from '#schemas/generated/events.ts';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { createKafkaClient, type KafkaConnection, withAdmin } from '#shared/kafka/client.ts';
import type { LogRecord } from '#shared/kafka/delivery.ts';
import { fetchLogBounds } from '#shared/kafka/log-bounds.ts';
import { readTopic } from '#shared/kafka/reader.ts';
import { createPool, type Pool, sql } from '#shared/postgres/pool.ts';
import { MasterKey } from '#shared/sealing/master-key.ts';
import { keysToOpen, openParts } from '#shared/sealing/open.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { startDocumentManagement } from '../../services/document-management/app.ts';
import type { AttachmentsConfig } from '../../services/document-management/config.ts';
import { startProjector } from '../../services/projector/app.ts';
import { startRegistry } from '../../services/schema-registry/app.ts';
import { createDatabase, kafkaBrokers, topicPrefix as newTopicPrefix } from '../support/stack.ts';
import { until } from '../support/wait.ts';
import type { SaidFact } from './expected-facts.ts';

const TOPIC = 'gov.document-management.document.v1';

/** As far as a receipt is looked at here. */
export interface ReceiptOfTest {
  readonly id: string;
  readonly source: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly position: string;
}

export interface RunningHub {
  readonly address: string;
  /** Where it keeps attachments, sealed under this key. */
  readonly attachmentsFolder: string;
  readonly masterKey: MasterKey;
  /** Lines of the adapter's log. */
  readonly logged: readonly string[];
  /** Every record of the topic that was read so far. */
  readonly records: readonly LogRecord[];
  /** The facts behind receipts, read from the topic and opened. */
  readonly factsOf: (receipts: readonly ReceiptOfTest[]) => Promise<SaidFact[]>;
  /** Waits until the read model has these. */
  readonly projected: (receipts: readonly ReceiptOfTest[]) => Promise<void>;
  /** Records that the topic holds now, as the broker says. */
  readonly published: () => Promise<number>;
  /** As a process of the adapter's own would be started. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** `store` stands for the folder where attachments would be kept. */
export async function startHub(store?: AttachmentsConfig): Promise<RunningHub> {
  const [brokers, databaseUrl] = await Promise.all([kafkaBrokers(), createDatabase()]);
  await migrateDatabase(databaseUrl, () => undefined);
  const folder = mkdtempSync(path.join(tmpdir(), 'edxml-'));
  const masterKey = randomBytes(32);
  const keyFile = (name: string, key: Buffer): string => {
    writeFileSync(path.join(folder, name), key.toString('hex'), { mode: 0o600 });
    return path.join(folder, name);
  };
  const common = {
    brokers: brokers.split(','),
    host: '127.0.0.1',
    port: 0,
    topicPrefix: newTopicPrefix(),
    logLevel: 'debug',
  };
  const logged: string[] = [];
  const silent = createLogger({ name: 'test', level: 'silent' });
  const logger = createLogger({
    name: 'document-management',
    level: 'debug',
    destination: { write: (line) => void logged.push(line) },
  });
  const registry = await startRegistry(common, silent);
  const config = { ...common, databaseUrl, schemaRegistryUrl: registry.address };
  const hubKeyFile = keyFile('hub', randomBytes(32));
  const masterKeyFile = keyFile('master', masterKey);
  const attachmentsFolder = path.join(folder, 'attachments');
  const attachments = store ?? ({ kind: 'FOLDER', folder: attachmentsFolder } as const);
  const adapter = await startDocumentManagement(
    { ...config, hubKeyFile, masterKeyFile, attachments },
    logger,
  );
  const projector = await startProjector(config, silent);
  const pool = createPool({ url: databaseUrl, applicationName: 'test', size: 2 });
  const topic = openTopic({ ...common, registryUrl: registry.address }, pool, new MasterKey(masterKey));
  await topic.reader.caughtUp;
  return {
    address: adapter.address,
    attachmentsFolder,
    masterKey: new MasterKey(masterKey),
    logged,
    records: topic.records,
    factsOf: topic.factsOf,
    projected: (receipts) => projected(pool, receipts),
    published: () =>
      recordsOf({ brokers: common.brokers, clientId: 'test', logger: silent }, common.topicPrefix + TOPIC),
    environment: {
      KAFKA_BROKERS: brokers,
      DATABASE_URL: databaseUrl,
      SCHEMA_REGISTRY_URL: registry.address,
      HUB_KEY_FILE: hubKeyFile,
      MASTER_KEY_FILE: masterKeyFile,
      ATTACHMENTS_DIR: attachmentsFolder,
      TOPIC_PREFIX: common.topicPrefix,
      PORT: '0',
    },
    async stop() {
      await topic.reader.stop();
      await projector.stop();
      await adapter.stop();
      await registry.stop();
      await pool.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface TopicOfTest {
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly registryUrl: string;
}

function openTopic({ brokers, topicPrefix, registryUrl }: TopicOfTest, pool: Pool, masterKey: MasterKey) {
  const records: LogRecord[] = [];
  const reader = readTopic({
    brokers,
    clientId: 'test',
    logger: createLogger({ name: 'test', level: 'silent' }),
    topic: topicPrefix + TOPIC,
    onRecord: (record) => void records.push(record),
  });
  const decode = createEventDecoder(createSchemaRegistryClient({ url: registryUrl }));

  async function factOf({ partition, offset }: ReceiptOfTest): Promise<SaidFact> {
    await reader.taken(partition, offset, 15_000);
    const record = records.find((some) => some.partition === partition && some.offset === offset);
    const value = record?.value;
    if (record?.key == null || value == null) throw new Error(`no record at ${partition}/${offset}`);
    const decoded = await decode(value);
    if (decoded.kind !== 'event') throw new Error(`not an event: ${decoded.kind}`);
    return said(record.key.toString(), decoded.event, await opened(decoded.event, pool, masterKey));
  }

  return {
    reader,
    records,
    factsOf: (receipts: readonly ReceiptOfTest[]) => Promise.all(receipts.map(factOf)),
  };
}

async function opened(event: HubEvent, pool: Pool, masterKey: MasterKey): Promise<Record<string, unknown>> {
  const keys = await keysToOpen(pool, masterKey, [event]);
  return Object.assign({}, ...openParts(event, keys).map(({ fields }) => fields));
}

function said(key: string, event: HubEvent, text: Record<string, unknown>): SaidFact {
  const { eventName, source, agency, occurredAt } = event;
  return { eventName, key, source, agency, occurredAt, data: { ...event }, text };
}

async function recordsOf(connection: KafkaConnection, topic: string): Promise<number> {
  const bounds = await withAdmin(createKafkaClient(connection), (admin) => fetchLogBounds(admin, topic));
  return [...bounds.values()].reduce((sum, { high }) => sum + high, 0);
}

async function projected(pool: Pool, receipts: readonly ReceiptOfTest[]): Promise<void> {
  for (const { partition, offset, topic } of receipts) {
    await until(
      async () => {
        const [row] = await pool.query<{ next_offset: number }>(sql`
          select next_offset from read.position where topic = ${topic} and partition = ${partition}`);
        return (row?.next_offset ?? 0) > offset;
      },
      { what: `the read model at ${topic}/${partition}/${offset}` },
    );
  }
}
