/**
 * What all services share that publish: keys, pool, schemas, producer, agencies, the HTTP service; and for the three
 * adapters the CloudEvents doors. Promises: nothing is taken before the keys are known to be the hub's own and every
 * schema has its id; `close` finishes what is in flight.
 */
import type { FastifyInstance } from 'fastify';
import { EVENTS, type EventType } from '#schemas/generated/events.ts';
import { createEventDecoder, type DecodeValue } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient, SchemaRegistryError } from '#shared/avro/registry-client.ts';
import type { ServiceLimits } from '#shared/http/limits.ts';
import { Readiness } from '#shared/http/readiness.ts';
import { createService } from '#shared/http/service.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import type { Agencies } from '#shared/once-only/agencies.ts';
import { isTransient } from '#shared/postgres/errors.ts';
import { createPool, type Pool } from '#shared/postgres/pool.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { createFindReceipt } from '#shared/receipts/find-receipt.ts';
import { addReceiptsDoor } from '#shared/receipts/receipts-door.ts';
import { checkKeys, type HubKeys } from '#shared/sealing/key-check.ts';
import { readKeyFile } from '#shared/sealing/key-files.ts';
import { KeyStore } from '#shared/sealing/key-store.ts';
import { MasterKey } from '#shared/sealing/master-key.ts';
import { keepSubmissions } from '#shared/submissions/keep-submissions.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import { createMetrics, type Registry } from '#shared/telemetry/metrics.ts';
import type { AdapterConfig } from './adapter-config.ts';
import { createHubClock, type HubClock } from './clock.ts';
import { type Stream, typesOf } from './event-type.ts';
import { EventsAtWork } from './events-at-work.ts';
import { registerEventsDoor, registerSharedPapersDoor } from './events-door.ts';
import { agencyCheck, watchAgencies } from './known-agencies.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import { registerSchemas } from './registered-schemas.ts';
import { KafkaSilentError, requireTopics } from './required-topics.ts';
import { beginStart, closedUntil } from './starting.ts';
import { untilAnswered } from './until-answered.ts';

export interface AdapterOptions {
  readonly name: string;
  readonly version: string;
  /** What it publishes; of an adapter: what its `POST /v1/events` takes, shared papers besides. */
  readonly streams: readonly Stream[];
  /** What an adapter publishes besides, at doors of its own. */
  readonly alsoPublishes?: readonly Stream[];
  readonly config: AdapterConfig;
  readonly logger: Logger;
  readonly limits?: Partial<ServiceLimits>;
}

/** What every service has that publishes. */
export interface PublishingService {
  /** Add doors, then `listen`. */
  readonly app: FastifyInstance;
  readonly publisher: Publisher;
  readonly hubKey: HubKey;
  readonly masterKey: MasterKey;
  readonly clock: HubClock;
  readonly pool: Pool;
  readonly decode: DecodeValue;
  /** The agencies as known now. */
  readonly agencies: () => Agencies;
  readonly readiness: Readiness;
  /** Undefined while Kafka takes records, else a sentence. */
  readonly kafkaHealth: () => Promise<string | undefined>;
  /** What `/metrics` shows: for a door's own figures. */
  readonly metrics: Registry;
  /** Finishes what is in flight, then lets go of everything. */
  readonly close: () => Promise<void>;
}

export interface Adapter extends PublishingService {
  /** For all doors but those whose work waits for somebody else, too: they take rooms of their own. */
  readonly atWork: EventsAtWork;
}

const CONNECTIONS = 5;

/**
 * Everything of an adapter but its native door.
 * @throws WrongKeyError, or Error that names what is missing.
 */
export async function createAdapter(options: AdapterOptions): Promise<Adapter> {
  const { name, streams, alsoPublishes = [], logger } = options;
  const published = [...streams, 'shared', ...alsoPublishes] as const;
  const service = await createPublishingService({ ...options, streams: published });
  const { app, publisher, clock, agencies, pool } = service;
  // An adapter is there to publish; what operators read does not need Kafka.
  service.readiness.require('kafka', service.kafkaHealth);
  keepSubmissions(app, { ...service, adapter: name, logger });
  const { brokers, topicPrefix } = options.config;
  const connection = { brokers, clientId: name, logger };
  addReceiptsDoor(app, createFindReceipt({ pool, connection, streams: published, topicPrefix }));
  const atWork = new EventsAtWork();
  const door = { publisher, atWork, clock, agencyCheck: agencyCheck(agencies) };
  registerEventsDoor(app, { ...door, streams });
  registerSharedPapersDoor(app, door);
  return { ...service, atWork };
}

/**
 * A service that publishes, without any door yet. Waits a minute for PostgreSQL, which holds the keys' proof; while the
 * registry or Kafka does not answer it comes up all the same, and is not ready.
 * @throws WrongKeyError, or Error that names what is missing.
 */
export async function createPublishingService(options: AdapterOptions): Promise<PublishingService> {
  const { name, version, streams, config, logger } = options;
  const keys = readKeys(config);
  const pool = createPool({
    url: config.databaseUrl,
    applicationName: name,
    size: CONNECTIONS,
    onIdleError: (err) => logger.warn({ err }, 'an idle connection to PostgreSQL died'),
  });
  await untilAnswered(() => checkKeys(pool, keys), { what: 'PostgreSQL', passes: isTransient, logger });
  const registry = createSchemaRegistryClient({ url: config.schemaRegistryUrl });
  const types = typesOf(streams);
  const schemaIds = new Map<EventType, number>();
  const connection = { brokers: config.brokers, clientId: name, logger };
  const start = await beginStart(
    async () => {
      for (const [type, id] of await registerSchemas(registry, types, config.topicPrefix))
        schemaIds.set(type, id);
      await requireTopics(connection, topicsOf(types, config.topicPrefix));
    },
    { passes: mayPass, logger },
  );
  const producer = createGroupCommitProducer({ ...connection, ...config.producer });
  const decode = createEventDecoder(registry);
  const agencies = watchAgencies({ pool, decode, logger });
  const readiness = new Readiness();
  const metrics = createMetrics(name);
  const app = await createService({ name, version, logger, readiness, metrics, ...limitsOf(options) });
  const { hubKey, masterKey } = keys;
  readiness.require('publishing', start.missing);
  const publisher = createPublisher({
    producer,
    keys: new KeyStore({ pool, masterKey }),
    hubKey,
    schemaIds,
    topicPrefix: config.topicPrefix,
  });
  const clock = createHubClock();
  return {
    app,
    publisher: closedUntil(start, publisher),
    hubKey,
    masterKey,
    clock,
    pool,
    decode,
    agencies: () => agencies.current(),
    readiness,
    kafkaHealth: producer.health,
    metrics,
    async close() {
      start.stop();
      await app.close();
      await producer.close();
      await agencies.stop();
      await pool.dispose();
    },
  };
}

function topicsOf(types: readonly EventType[], topicPrefix: string): ReadonlySet<string> {
  return new Set(
    types.flatMap((type) => [EVENTS[type].topic, ...EVENTS[type].alsoOn].map((topic) => topicPrefix + topic)),
  );
}

function readKeys(config: AdapterConfig): HubKeys {
  return {
    hubKey: new HubKey(readKeyFile('HUB_KEY_FILE', config.hubKeyFile)),
    masterKey: new MasterKey(readKeyFile('MASTER_KEY_FILE', config.masterKeyFile)),
  };
}

/** The service's own limits; what the environment says of them stands above. */
function limitsOf({ limits, config }: AdapterOptions): { readonly limits: Partial<ServiceLimits> } {
  return { limits: { ...limits, ...config.limits } };
}

/** Whether it may answer later. What is there and refuses, or lacks topics, ends the start. */
function mayPass(error: unknown): boolean {
  return error instanceof KafkaSilentError || (error instanceof SchemaRegistryError && error.transient);
}
