/** Registers every schema and publishes what the catalogue's files say and the log does not say yet. */
import path from 'node:path';
import { EVENTS, type EventType } from '#schemas/generated/events.ts';
import type { TopicName } from '#schemas/topics.ts';
import { createSchemaRegistryClient, SchemaRegistryError } from '#shared/avro/registry-client.ts';
import type { KafkaConnection } from '#shared/kafka/client.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import { readTopic } from '#shared/kafka/reader.ts';
import { createPool, type Pool, sql, transaction } from '#shared/postgres/pool.ts';
import { createHubClock } from '#shared/publishing/clock.ts';
import { createPublisher } from '#shared/publishing/publisher.ts';
import { registerSchemas, type SchemaIds } from '#shared/publishing/registered-schemas.ts';
import { untilAnswered } from '#shared/publishing/until-answered.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { checkKeys } from '#shared/sealing/key-check.ts';
import { readKeyFile } from '#shared/sealing/key-files.ts';
import { KeyStore } from '#shared/sealing/key-store.ts';
import { MasterKey } from '#shared/sealing/master-key.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import { CATALOGUE_SOURCE, catalogueEntries, missingDrafts, readCatalogue, standingOf } from './catalogue.ts';
import type { MigrateConfig } from './config.ts';

const FILES = path.resolve(import.meta.dirname, '../../schemas/catalogue');
const TOPICS: readonly TopicName[] = ['gov.catalogue.procedure.v1', 'gov.hub.registry.v1'];
/** The registry needs its topic first, so it may be starting beside us. */
const REGISTRY_WAIT_MS = 60_000;

/** Again: adds nothing. Two at once: one after the other. */
export async function publishCatalogue(
  config: MigrateConfig,
  logger: Logger,
  say: (line: string) => void,
): Promise<void> {
  const schemaIds = await registerAll(config, logger);
  say(`schemas: ${schemaIds.size} registered`);
  const pool = createPool({ url: config.databaseUrl, applicationName: 'migrate', size: 3 });
  try {
    const hubKey = new HubKey(readKeyFile('HUB_KEY_FILE', config.hubKeyFile));
    const masterKey = new MasterKey(readKeyFile('MASTER_KEY_FILE', config.masterKeyFile));
    await checkKeys(pool, { hubKey, masterKey });
    const published = await alone(pool, () =>
      publishMissing({ config, logger, pool, hubKey, masterKey, schemaIds }),
    );
    say(published === 0 ? 'catalogue: nothing new' : `catalogue: ${published} facts published`);
  } finally {
    await pool.dispose();
  }
}

function registerAll(config: MigrateConfig, logger: Logger): Promise<SchemaIds> {
  const registry = createSchemaRegistryClient({ url: config.schemaRegistryUrl });
  const types = Object.keys(EVENTS).filter((type): type is EventType => Object.hasOwn(EVENTS, type));
  return untilAnswered(() => registerSchemas(registry, types, config.topicPrefix), {
    what: 'the schema registry',
    passes: (error) => error instanceof SchemaRegistryError && error.transient,
    logger,
    timeoutMs: REGISTRY_WAIT_MS,
  });
}

/** Held in a transaction, so that it ends with the process whatever happens. */
function alone<T>(pool: Pool, work: () => Promise<T>): Promise<T> {
  return transaction(
    pool,
    async (tx) => {
      await tx.query(sql`select pg_advisory_xact_lock(hashtext('catalogue'))`);
      return work();
    },
    { statementTimeoutMs: 60_000 },
  );
}

interface Publication {
  readonly config: MigrateConfig;
  readonly logger: Logger;
  readonly pool: Pool;
  readonly hubKey: HubKey;
  readonly masterKey: MasterKey;
  readonly schemaIds: SchemaIds;
}

async function publishMissing(publication: Publication): Promise<number> {
  const { config, logger, pool, hubKey, masterKey, schemaIds } = publication;
  const connection = { brokers: config.brokers, clientId: 'migrate', logger };
  const ids = await Promise.all(TOPICS.map((topic) => idsIn(connection, config.topicPrefix + topic)));
  const entries = catalogueEntries(readCatalogue(FILES), hubKey);
  const drafts = missingDrafts(entries, standingOf(ids.flat()), createHubClock().now());
  if (drafts.length === 0) return 0;
  const producer = createGroupCommitProducer(connection);
  try {
    const keys = new KeyStore({ pool, masterKey });
    const { topicPrefix } = config;
    await createPublisher({ producer, keys, hubKey, schemaIds, topicPrefix }).publish(drafts);
  } finally {
    await producer.close();
  }
  return drafts.length;
}

/** Ids of the facts that the catalogue has published, from the headers: the values need not be decoded for that. */
async function idsIn(connection: KafkaConnection, topic: string): Promise<string[]> {
  const ids: string[] = [];
  const reader = readTopic({
    ...connection,
    topic,
    onRecord({ headers }) {
      const { ce_source: source, ce_id: id } = headers;
      if (source === CATALOGUE_SOURCE && id !== undefined) ids.push(id);
    },
  });
  await reader.caughtUp;
  await reader.stop();
  return ids;
}
