/** The registry, wired by hand: Kafka, topics, the table read to its end, then the door. */
import type { TopicName } from '#schemas/topics.ts';
import { Readiness } from '#shared/http/readiness.ts';
import { createService, listen } from '#shared/http/service.ts';
import { createKafkaClient, withAdmin } from '#shared/kafka/client.ts';
import { ensureTopics } from '#shared/kafka/topics.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import type { RegistryConfig } from './config.ts';
import { SchemaTable } from './core/schema-table.ts';
import { answerInConfluentForm } from './inbound/confluent-form.ts';
import { createRegisterSchema } from './inbound/register-schema.ts';
import {
  addCompatibilityRoutes,
  addConfigRoutes,
  addSchemaRoutes,
  addSubjectRoutes,
  type Registry,
} from './inbound/routes.ts';
import { openSchemaLog, type SchemaLog } from './outbound/schema-log.ts';

/** A registry that answers. */
export type RunningRegistry = {
  readonly address: string;
  /** Rejects when the topic can no longer be read: the process must end, its supervisor starts it anew. */
  readonly failed: Promise<never>;
  readonly stop: () => Promise<void>;
};

const TOPIC: TopicName = 'gov.hub.schema.v1';
const VERSION = '0.1.0';

/** Starts the registry; resolves when it answers from a complete table. */
export async function startRegistry(config: RegistryConfig, logger: Logger): Promise<RunningRegistry> {
  const connection = { brokers: config.brokers, clientId: 'schema-registry', logger };
  await withAdmin(createKafkaClient(connection), (admin) => ensureTopics(admin, config.topicPrefix));
  const table = new SchemaTable();
  const log = openSchemaLog(connection, config.topicPrefix + TOPIC, table);
  await log.caughtUp;
  logger.info({ subjects: table.subjects().length }, 'the table is complete');
  const readiness = new Readiness();
  readiness.require('schema topic', () =>
    log.status().ready ? undefined : 'the schema topic is not being read',
  );
  const app = await createService({ name: 'schema-registry', version: VERSION, logger, readiness });
  const registry: Registry = { table, register: createRegisterSchema({ table, append: log.append, logger }) };
  await app.register(async (contract) => {
    answerInConfluentForm(contract);
    addSubjectRoutes(contract, registry);
    addSchemaRoutes(contract, registry);
    addCompatibilityRoutes(contract, registry);
    addConfigRoutes(contract);
  });
  const address = await listen(app, config);
  const failed = failureOf(log);
  failed.catch(() => undefined); // seen by whoever waits for it
  return {
    address,
    failed,
    async stop() {
      await app.close();
      await log.close();
    },
  };
}

async function failureOf(log: SchemaLog): Promise<never> {
  const end = await log.finished;
  if (end.kind === 'halted') throw end.halt;
  if (end.kind === 'gave-up') throw end.error;
  return new Promise<never>(() => undefined); // stopped on purpose: nothing failed
}
