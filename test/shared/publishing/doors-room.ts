// An adapter with real doors, a real registry, Kafka and PostgreSQL, for the tests of the CloudEvents doors.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { listen } from '#shared/http/service.ts';
import { createKafkaClient, withAdmin } from '#shared/kafka/client.ts';
import type { LogRecord } from '#shared/kafka/delivery.ts';
import { readTopic } from '#shared/kafka/reader.ts';
import { ensureTopics } from '#shared/kafka/topics.ts';
import { createAdapter } from '#shared/publishing/adapter.ts';
import type { Stream } from '#shared/publishing/event-type.ts';
import type { Receipt } from '#shared/publishing/receipt.ts';
import type { Fault } from '#shared/pure/fault.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { migrateDatabase } from '../../../infra/migrate/database.ts';
import { startRegistry } from '../../../services/schema-registry/app.ts';
import { createDatabase, kafkaBrokers, topicPrefix } from '../../support/stack.ts';

/** What a door answers: receipts, a problem, or a plan. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly body: {
    readonly receipts: readonly (Receipt & { readonly errors?: readonly Fault[]; readonly line?: number })[];
    readonly events: readonly {
      readonly topic: string;
      readonly key: string;
      readonly event: unknown;
      readonly line?: number;
    }[];
    readonly errors: readonly Fault[];
    readonly code: string;
    readonly requestId: string;
    readonly title: string;
    readonly type: string;
  };
}

export type DoorsRoom = Awaited<ReturnType<typeof openDoors>>;

const silent = createLogger({ name: 'test', level: process.env['LOG_LEVEL'] ?? 'silent' });
const TOPICS = ['gov.one-stop-shop.dossier.v1', 'gov.shared.paper.v1'] as const;

/** Opens it, for events of these streams; `shut` in `afterAll`. */
export async function openDoors(streams: readonly Stream[] = ['one-stop-shop']) {
  const folder = mkdtempSync(path.join(tmpdir(), 'doors-'));
  const key = (name: string, byte: number): string => {
    const file = path.join(folder, name);
    writeFileSync(file, Buffer.alloc(32, byte).toString('base64'));
    return file;
  };
  const brokers = [await kafkaBrokers()];
  const prefix = topicPrefix();
  const connection = { brokers, clientId: 'test', logger: silent };
  await withAdmin(createKafkaClient(connection), (admin) => ensureTopics(admin, prefix));
  const local = { brokers, host: '127.0.0.1', port: 0, topicPrefix: prefix, logLevel: 'silent' };
  const registry = await startRegistry(local, silent);
  const databaseUrl = await createDatabase();
  await migrateDatabase(databaseUrl, () => undefined);
  const adapter = await createAdapter({
    name: 'one-stop-shop',
    version: '0.0.0',
    streams,
    logger: silent,
    config: {
      ...local,
      databaseUrl,
      schemaRegistryUrl: registry.address,
      hubKeyFile: key('hub.key', 1),
      masterKeyFile: key('master.key', 2),
    },
  });
  const address = await listen(adapter.app, local);
  const decode = createEventDecoder(createSchemaRegistryClient({ url: registry.address }));

  /** Sends bytes as they are. */
  async function send(door: string, body: string | Buffer, headers: Record<string, string>): Promise<Answer> {
    const bytes = typeof body === 'string' ? body : new Uint8Array(body);
    const answer = await fetch(`${address}${door}`, { method: 'POST', body: bytes, headers });
    const text = await answer.text();
    return {
      status: answer.status,
      type: answer.headers.get('content-type') ?? '',
      text,
      body: JSON.parse(text),
    };
  }

  return {
    ...adapter,
    /** For services beside it. */
    beside: { ...local, databaseUrl, schemaRegistryUrl: registry.address },
    address,
    prefix,
    registryUrl: registry.address,
    decode,
    send,
    /** One event, or several as a batch. */
    post: (door: string, event: unknown): Promise<Answer> =>
      send(door, JSON.stringify(event), {
        'content-type': `application/cloudevents${Array.isArray(event) ? '-batch' : ''}+json`,
      }),
    /** Events as lines, or texts that are lines already. */
    postLines: (door: string, lines: readonly unknown[]): Promise<Answer> =>
      send(door, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'), {
        'content-type': 'application/x-ndjson',
      }),
    /** How many records the topics hold. */
    recordsInLog: (): Promise<number> =>
      withAdmin(createKafkaClient(connection), async (admin) => {
        const offsets = await Promise.all(TOPICS.map((topic) => admin.fetchTopicOffsets(prefix + topic)));
        return offsets.flat().reduce((sum, { high }) => sum + Number(high), 0);
      }),
    /** The record at a receipt's position, as it stands in the log. */
    async recordAt({ topic, partition, offset }: Receipt): Promise<LogRecord> {
      const found: LogRecord[] = [];
      const onRecord = (record: LogRecord): void => {
        if (record.partition === partition && record.offset === offset) found.push(record);
      };
      const reader = readTopic({ ...connection, topic, onRecord });
      await reader.taken(partition, offset, 20_000);
      await reader.stop();
      const [record] = found;
      if (record === undefined) throw new Error('the record did not come');
      return record;
    },
    async shut(): Promise<void> {
      await adapter.close();
      await registry.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
