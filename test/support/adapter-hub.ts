// What a snapshot door's test needs around an adapter: registry, database, projector, and the topic read back and opened.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrateDatabase } from '#infra/migrate/database.ts';
import type { HubEvent } from '#schemas/generated/events.ts';
import type { TopicName } from '#schemas/topics.ts';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { createKafkaClient, withAdmin } from '#shared/kafka/client.ts';
import type { LogRecord } from '#shared/kafka/delivery.ts';
import { fetchLogBounds } from '#shared/kafka/log-bounds.ts';
import { readTopic } from '#shared/kafka/reader.ts';
import { createPool, sql } from '#shared/postgres/pool.ts';
import type { AdapterConfig } from '#shared/publishing/adapter-config.ts';
import type { Receipt } from '#shared/publishing/receipt.ts';
import type { Fault } from '#shared/pure/fault.ts';
import { MasterKey } from '#shared/sealing/master-key.ts';
import { keysToOpen, openParts } from '#shared/sealing/open.ts';
import { createLogger, type Logger } from '#shared/telemetry/logger.ts';
import { startProjector } from '../../services/projector/app.ts';
import { startRegistry } from '../../services/schema-registry/app.ts';
import { createDatabase, kafkaBrokers, topicPrefix as newTopicPrefix } from './stack.ts';
import { until } from './wait.ts';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly body: {
    readonly error_code?: string;
    readonly message?: string;
    readonly code?: string;
    readonly receipts?: readonly Receipt[];
    readonly events?: readonly { readonly topic: string; readonly key: string }[];
    readonly errors?: readonly Fault[];
    readonly unknownMembers?: number;
  };
}

/** A fact as the topic holds it, with its sealed parts opened: who owns the key, and what was said. */
export interface OpenedFact {
  readonly key: string;
  readonly event: HubEvent;
  readonly opened: readonly { readonly keyOwner: string; readonly fields: Record<string, unknown> }[];
}

type StartAdapter = (
  config: AdapterConfig & { readonly attachments: { readonly kind: 'FOLDER'; readonly folder: string } },
  logger: Logger,
) => Promise<{ readonly address: string; readonly stop: () => Promise<void> }>;

export type AdapterHub = Awaited<ReturnType<typeof startAdapterHub>>;

/** The key that the hub of these tests derives subject keys with. */
export const HUB_KEY_BYTES = Buffer.alloc(32, 7);

/** Starts an adapter and what it needs; `stop` in `afterAll`. */
export async function startAdapterHub(startAdapter: StartAdapter, topicName: TopicName) {
  const [brokers, databaseUrl] = await Promise.all([kafkaBrokers(), createDatabase()]);
  await migrateDatabase(databaseUrl, () => undefined);
  const folder = mkdtempSync(path.join(tmpdir(), 'adapter-'));
  const masterKey = randomBytes(32);
  const silent = createLogger({ name: 'test', level: 'silent' });
  const logged: string[] = [];
  const destination = { write: (line: string) => void logged.push(line) };
  const common = {
    brokers: brokers.split(','),
    host: '127.0.0.1',
    port: 0,
    topicPrefix: newTopicPrefix(),
    logLevel: 'debug',
  };
  const registry = await startRegistry(common, silent);
  const config = { ...common, databaseUrl, schemaRegistryUrl: registry.address };
  const adapter = await startAdapter(
    {
      ...config,
      hubKeyFile: keyFile(folder, 'hub.key', HUB_KEY_BYTES),
      masterKeyFile: keyFile(folder, 'master.key', masterKey),
      attachments: { kind: 'FOLDER', folder: path.join(folder, 'attachments') },
    },
    createLogger({ name: 'adapter', level: 'debug', destination }),
  );
  const projector = await startProjector(config, silent);
  const pool = createPool({ url: databaseUrl, applicationName: 'test', size: 2 });
  const connection = { brokers: common.brokers, clientId: 'test', logger: silent };
  const topic = common.topicPrefix + topicName;
  const records: LogRecord[] = [];
  const reader = readTopic({ ...connection, topic, onRecord: (record) => void records.push(record) });
  await reader.caughtUp;
  const decode = createEventDecoder(createSchemaRegistryClient({ url: registry.address }));

  async function recordOf({ partition, offset }: Receipt): Promise<LogRecord> {
    await reader.taken(partition, offset, 15_000);
    const record = records.find((some) => some.partition === partition && some.offset === offset);
    if (record === undefined) throw new Error(`no record at ${partition}/${offset}`);
    return record;
  }

  return {
    address: adapter.address,
    topic,
    async post(door: string, body: unknown, type = 'application/json'): Promise<Answer> {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const headers = { 'content-type': type };
      const answer = await fetch(`${adapter.address}${door}`, { method: 'POST', headers, body: text });
      const said = await answer.text();
      const { status } = answer;
      return { status, type: answer.headers.get('content-type') ?? '', text: said, body: JSON.parse(said) };
    },
    /** The fact behind a receipt, read from the topic and opened. */
    async factAt(receipt: Receipt): Promise<OpenedFact> {
      const { key, value } = await recordOf(receipt);
      const decoded = value === null ? undefined : await decode(value);
      if (key === null || decoded?.kind !== 'event') throw new Error('not an event');
      const keys = await keysToOpen(pool, new MasterKey(masterKey), [decoded.event]);
      const parts = openParts(decoded.event, keys);
      const opened = parts.map(({ keyOwner, fields }) => ({ keyOwner, fields: { ...fields } }));
      return { key: key.toString(), event: decoded.event, opened };
    },
    /** How many records the topic holds, as the broker says. */
    async recordCount(): Promise<number> {
      const bounds = await withAdmin(createKafkaClient(connection), (admin) => fetchLogBounds(admin, topic));
      return [...bounds.values()].reduce((sum, { high }) => sum + high, 0);
    },
    /** Those of the values that stand in the topic's bytes, in the adapter's log or in its metrics. */
    async leaked(values: readonly string[]): Promise<readonly string[]> {
      // A measured value such as 0.000000001 is no leak: names and labels are what could say something.
      const metrics = (await (await fetch(`${adapter.address}/metrics`)).text()).replaceAll(/ \S+$/gm, '');
      const texts = [...records.map(({ headers }) => JSON.stringify(headers)), ...logged, metrics];
      const places = [...records.flatMap(({ key, value }) => [key, value]), ...texts];
      return values.filter((value) => places.some((place) => place?.includes(value) === true));
    },
    /** Waits until the read model has these. */
    async projected(receipts: readonly Receipt[] = []): Promise<void> {
      const rows = () =>
        pool.query<{ partition: number; next_offset: number }>(
          sql`select partition, next_offset from read.position where topic = ${topic}`,
        );
      await until(
        async () => {
          const next = new Map((await rows()).map((row) => [row.partition, row.next_offset]));
          return receipts.every(({ partition, offset }) => (next.get(partition) ?? 0) > offset);
        },
        { what: 'the read model' },
      );
    },
    async stop(): Promise<void> {
      await reader.stop();
      await projector.stop();
      await adapter.stop();
      await registry.stop();
      await pool.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function keyFile(folder: string, name: string, key: Buffer): string {
  const file = path.join(folder, name);
  writeFileSync(file, key.toString('hex'), { mode: 0o600 });
  return file;
}
