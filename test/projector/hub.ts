// A hub of a test's own: topics under a prefix, a real schema registry, a migrated database. Events are written to the log as
// the doors would write them, only faster to state.

import { randomUUID } from 'node:crypto';
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';
import { EVENTS, type EventData, type EventName, type HubEvent } from '#schemas/generated/events.ts';
import { GROUPS, type GroupName } from '#schemas/read-models/groups.ts';
import { TOPICS } from '#schemas/topics.ts';
import { type Codec, compile } from '#shared/avro/codec.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { parseSchema } from '#shared/avro/schema-tree.ts';
import { frame } from '#shared/avro/wire-format.ts';
import { createKafkaClient, type KafkaConnection, withAdmin } from '#shared/kafka/client.ts';
import { partitionOf } from '#shared/kafka/partitioner.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import type { OutgoingRecord, RecordPosition } from '#shared/kafka/producer-queue.ts';
import { ensureTopics } from '#shared/kafka/topics.ts';
import { createPool, type Pool, sql } from '#shared/postgres/pool.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { migrateDatabase } from '../../infra/migrate/database.ts';
import type { ProjectorConfig } from '../../services/projector/config.ts';
import { startRegistry } from '../../services/schema-registry/app.ts';
import { type FactOptions, fact } from '../support/facts.ts';
import { createDatabase, kafkaBrokers, topicPrefix } from '../support/stack.ts';
import { until } from '../support/wait.ts';

export const silent = createLogger({ name: 'test', level: process.env['LOG_LEVEL'] ?? 'silent' });

export type Hub = Awaited<ReturnType<typeof startHub>>;

/** Starts it; `stop` in `afterAll`. */
export async function startHub() {
  const brokers = [await kafkaBrokers()];
  const prefix = topicPrefix();
  const connection: KafkaConnection = { brokers, clientId: 'test', logger: silent };
  await withAdmin(createKafkaClient(connection), (admin) => ensureTopics(admin, prefix));
  const registry = await startRegistry(
    { brokers, host: '127.0.0.1', port: 0, topicPrefix: prefix, logLevel: 'silent' },
    silent,
  );
  const databaseUrl = await createDatabase();
  await migrateDatabase(databaseUrl, () => undefined);
  const pool = createPool({ url: databaseUrl, applicationName: 'test', size: 4 });
  const producer = createGroupCommitProducer(connection);
  const encode = createEncoder(registry.address);
  const config: ProjectorConfig = {
    brokers,
    databaseUrl,
    schemaRegistryUrl: registry.address,
    host: '127.0.0.1',
    port: 0,
    topicPrefix: prefix,
    logLevel: 'silent',
  };
  const topicOf = (group: GroupName): string => prefix + GROUPS[group].topic;

  /** A record of the group's topic, with its value as given. */
  function raw(
    group: GroupName,
    key: string,
    value: Buffer,
    headers: Record<string, string> = {},
  ): OutgoingRecord {
    const { partitions } = TOPICS[GROUPS[group].topic];
    return { topic: topicOf(group), partition: partitionOf(key, partitions), key, value, headers };
  }

  /** A record as the doors write it. */
  async function record(group: GroupName, key: string, event: HubEvent): Promise<OutgoingRecord> {
    return raw(group, key, await encode(event), {
      ce_id: event.id,
      ce_source: event.source,
      ce_type: event.type,
    });
  }

  return {
    config,
    connection,
    pool,
    prefix,
    registry,
    topicOf,
    raw,
    record,
    encode,
    send: (records: readonly OutgoingRecord[]): Promise<RecordPosition[]> => producer.send(records),
    /** Waits until the live generation has kept everything up to these positions. */
    kept: (group: GroupName, positions: readonly RecordPosition[], timeoutMs = 30_000): Promise<unknown> =>
      until(() => hasKept(pool, group, positions), { what: `${group} to be kept`, timeoutMs }),
    async stop(): Promise<void> {
      await producer.close();
      await registry.stop();
      await pool.dispose();
    },
  };
}

async function hasKept(pool: Pool, group: GroupName, positions: readonly RecordPosition[]): Promise<boolean> {
  const rows = await pool.query<{ partition: number; next_offset: number }>(
    sql`select partition, next_offset from read.position where projection = ${group}`,
  );
  const next = new Map(rows.map((row) => [row.partition, row.next_offset]));
  return positions.every(({ partition, offset }) => (next.get(partition) ?? 0) > offset);
}

function createEncoder(registryUrl: string): (event: HubEvent) => Promise<Buffer> {
  const client = createSchemaRegistryClient({ url: registryUrl });
  const codecs = new Map<string, Promise<{ codec: Codec; id: number }>>();
  return async (event) => {
    const { topic, recordName } = EVENTS[event.type];
    const schema = AVRO_SCHEMAS[event.type];
    const made =
      codecs.get(event.type) ??
      client
        .register(`${topic}-${recordName}`, schema)
        .then((id) => ({ codec: compile(parseSchema(schema)), id }));
    codecs.set(event.type, made);
    const { codec, id } = await made;
    const { eventName: _, ...value } = event;
    return frame(id, codec.encode(value));
  };
}

/** A fact's event, of the stream that the group keeps. */
export function event<N extends EventName>(
  eventName: N,
  data: EventData[N],
  options: Partial<FactOptions> & { readonly stream?: string } = {},
): HubEvent {
  const { stream = 'one-stop-shop', ...rest } = options;
  return fact(eventName, { id: randomUUID(), at: Date.UTC(2026, 8, 14, 1), ...rest }, data, stream).event;
}

/** The fact table of the live generation of a group, by key and id. */
export async function factsOf(pool: Pool, group: GroupName) {
  const generation = await liveGeneration(pool, group);
  return pool.query<{
    aggregate_key: string;
    event_id: string;
    recorded_at: Date;
    record_offset: number;
  }>(sql`
    select aggregate_key, event_id, recorded_at, record_offset
    from ${sql.ident(`read_${group}_${generation}`, 'fact')} order by aggregate_key, event_id, recorded_at`);
}

export async function liveGeneration(pool: Pool, group: GroupName): Promise<number> {
  const [row] = await pool.query<{ live_generation: number }>(
    sql`select live_generation from records.projection where name = ${group}`,
  );
  if (row === undefined) throw new Error(`no generation of ${group}`);
  return row.live_generation;
}

export interface LetterRow {
  readonly aggregate_key: string | null;
  readonly event_type: string | null;
  readonly reason: string;
  readonly fingerprint: string;
  readonly partition: number;
  readonly record_offset: number;
  readonly raw_key: Buffer | null;
  readonly raw_value: Buffer | null;
  readonly headers: Record<string, string>;
}

export function lettersOf(pool: Pool, group: GroupName): Promise<readonly LetterRow[]> {
  return pool.query<LetterRow>(sql`
    select aggregate_key, event_type, reason, fingerprint, partition, record_offset, raw_key, raw_value, headers
    from read.dead_letter where projection = ${group} order by partition, record_offset`);
}
