/**
 * `npm run migrate [topics] [database] [catalogue]`: brings Kafka, PostgreSQL and the log's catalogue up to this
 * version; without a phase all three, in this order. Again: changes nothing.
 */
import { createKafkaClient, withAdmin } from '#shared/kafka/client.ts';
import { ensureTopics } from '#shared/kafka/topics.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { type MigrateConfig, PHASES, type Phase, readConfig } from './config.ts';
import { migrateDatabase } from './database.ts';
import { publishCatalogue } from './publish-catalogue.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function run(phase: Phase, config: MigrateConfig): Promise<void> {
  const logger = createLogger({ name: 'migrate', level: config.logLevel });
  switch (phase) {
    case 'topics': {
      const kafka = createKafkaClient({ brokers: config.brokers, clientId: 'migrate', logger });
      await withAdmin(kafka, (admin) => ensureTopics(admin, config.topicPrefix));
      say('topics: as declared');
      break;
    }
    case 'database':
      await migrateDatabase(config.databaseUrl, say);
      break;
    case 'catalogue':
      await publishCatalogue(config, logger, say);
      break;
    default:
      phase satisfies never;
  }
}

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(PHASES as readonly string[]).includes(name));
try {
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: the phases are ${PHASES.join(', ')}`);
  const phases = named.length === 0 ? PHASES : PHASES.filter((phase) => named.includes(phase));
  const config = readConfig(process.env, phases);
  for (const phase of phases) await run(phase, config);
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  process.stderr.write(
    `the migration failed: ${error instanceof Error ? error.message : String(error)}${cause}\n`,
  );
  process.exitCode = 1;
}
