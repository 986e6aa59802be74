/** What is measured, by the words that choose it; each row says its result in some lines. */
import { Kafka, logLevel } from 'kafkajs';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { createPool, type Pool } from '#shared/postgres/pool.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { readKeyFile } from '#shared/sealing/key-files.ts';
import { MasterKey } from '#shared/sealing/master-key.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { adapterAndBareRoute } from './adapter-and-bare-route.ts';
import { bulkAndStock } from './bulk-and-stock.ts';
import { TOPIC } from './dossier-log.ts';
import { evaluatorRate } from './evaluator.ts';
import { acceptedToReadable } from './freshness.ts';
import { compare, report } from './measure.ts';
import { overload } from './overload.ts';
import { preCheckLatency, TOLD } from './pre-check.ts';
import { countRecords, producerAndStock } from './producer-and-stock.ts';
import { producerLatency } from './producer-latency.ts';
import { dossierRecords, fullTablesRow, projectionRow, rebuildRow, repeatsRow } from './projection-rows.ts';

/** The stack that is measured, and how much. */
export interface Measured {
  /** As the services are told. */
  readonly environment: Readonly<Record<string, string>>;
  readonly adapterUrl: string;
  readonly portalUrl: string;
  readonly rounds: number;
  readonly dossiers: number;
  readonly seconds: number;
  /** Of four persons with ten papers each. */
  readonly households: number;
}

/** What is measured, by its word. */
export type Rows = Readonly<Record<string, (measured: Measured) => Promise<string>>>;

/** While nothing reads what is published: on a small machine readers would take from one side what the other does not give. */
export const PUBLISHING_ROWS: Rows = {
  producer: producerRow,
  'producer-latency': latencyRow,
  adapter: adapterRow,
  bulk: bulkRow,
  overload: (measured) =>
    overload({
      environment: measured.environment,
      connection: connectionOf(measured),
      port: OVERLOAD_PORT,
      seconds: Math.max(OVERLOAD_SECONDS_MIN, measured.seconds),
    }),
};

/** With the whole hub, in the order in which they are measured: the last one fills the read models. */
export const READING_ROWS: Rows = {
  projection: projectionRow,
  repeats: repeatsRow,
  'full-tables': fullTablesRow,
  rebuild: rebuildRow,
  evaluator: evaluatorRow,
  freshness: ({ adapterUrl, portalUrl, seconds }) =>
    acceptedToReadable({ adapterUrl, portalUrl, secondsPerRound: seconds }),
  'pre-check': preCheckRow,
};

/** Shorter, and memory would not show where it goes. */
const OVERLOAD_SECONDS_MIN = 20;
const OVERLOAD_PORT = 28_901;
/** A second or two of a round. */
const BULK_EVENTS = 20_000;

const logger = createLogger({ name: 'bench', level: 'silent' });

function connectionOf({ environment }: Measured) {
  return { brokers: (environment['KAFKA_BROKERS'] ?? '').split(','), clientId: 'bench', logger };
}

function poolOf({ environment }: Measured): Pool {
  const url = environment['DATABASE_URL'] ?? '';
  return createPool({ url, applicationName: 'bench', size: 2, statementTimeoutMs: 1_800_000 });
}

async function producerRow(measured: Measured): Promise<string> {
  const { comparison, close } = await producerAndStock({ ...connectionOf(measured), records: 20_000 });
  const said = report(await compare(comparison, measured.rounds));
  await close();
  return said;
}

function latencyRow(measured: Measured): Promise<string> {
  const { adapterUrl, seconds, rounds } = measured;
  return producerLatency({
    adapterUrl,
    rounds,
    connection: connectionOf(measured),
    secondsPerRound: seconds,
  });
}

async function evaluatorRow(measured: Measured): Promise<string> {
  const records = await dossierRecords(measured);
  const pool = poolOf(measured);
  const registryUrl = measured.environment['SCHEMA_REGISTRY_URL'] ?? '';
  const said = await evaluatorRate({ pool, registryUrl, records, rounds: measured.rounds });
  await pool.dispose();
  return said;
}

async function adapterRow(measured: Measured): Promise<string> {
  const { brokers } = connectionOf(measured);
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const { comparison, close } = await adapterAndBareRoute({
    adapterUrl: measured.adapterUrl,
    barePort: 28_900,
    secondsPerRound: measured.seconds,
    recordsInTopic: () => countRecords(admin, TOPIC),
  });
  const said = report(await compare(comparison, measured.rounds));
  close();
  await admin.disconnect();
  return said;
}

async function bulkRow(measured: Measured): Promise<string> {
  const connection = connectionOf(measured);
  const { comparison, close } = await bulkAndStock({
    connection,
    adapterUrl: measured.adapterUrl,
    events: BULK_EVENTS,
  });
  const said = report(await compare(comparison, measured.rounds));
  await close();
  return said;
}

async function preCheckRow(measured: Measured): Promise<string> {
  const { environment, adapterUrl, portalUrl, households, seconds } = measured;
  const key = (variable: string): Buffer => readKeyFile(variable, environment[variable] ?? '');
  const pool = poolOf(measured);
  const said = await preCheckLatency({
    adapterUrl,
    portalUrl,
    pool,
    registry: createSchemaRegistryClient({ url: environment['SCHEMA_REGISTRY_URL'] ?? '' }),
    connection: connectionOf(measured),
    hubKey: new HubKey(key('HUB_KEY_FILE')),
    masterKey: new MasterKey(key('MASTER_KEY_FILE')),
    households,
    // Another run on the same stack has other households.
    first: (Math.floor(Date.now() / 1000) % 10_000) * TOLD,
    secondsPerRound: seconds,
  });
  await pool.dispose();
  return said;
}
