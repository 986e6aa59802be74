/** What is measured, by the words that choose it; each row says its result in some lines. */
import { Kafka, logLevel } from 'kafkajs';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import type { LogRecord } from '#shared/kafka/delivery.ts';
import { readTopic } from '#shared/kafka/reader.ts';
import { createPool, type Pool } from '#shared/postgres/pool.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { readKeyFile } from '#shared/sealing/key-files.ts';
import { MasterKey } from '#shared/sealing/master-key.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { adapterAndBareRoute } from './adapter-and-bare-route.ts';
import { dossierEvents } from './dossier-events.ts';
import { acceptedToReadable } from './freshness.ts';
import { compare, report } from './measure.ts';
import { preCheckLatency, TOLD } from './pre-check.ts';
import { countRecords, producerAndStock } from './producer-and-stock.ts';
import { projectionAndCopy } from './projection-and-copy.ts';

const TOPIC = 'gov.one-stop-shop.dossier.v1';

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

/** In the order in which they are measured: the last one fills the read models. */
export const ROWS: Readonly<Record<string, (measured: Measured) => Promise<string>>> = {
  producer: producerRow,
  projection: projectionRow,
  adapter: adapterRow,
  freshness: ({ adapterUrl, portalUrl, seconds }) =>
    acceptedToReadable({ adapterUrl, portalUrl, secondsPerRound: seconds }),
  'pre-check': preCheckRow,
};

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

async function projectionRow(measured: Measured): Promise<string> {
  const sent = await fill(measured.adapterUrl, measured.dossiers);
  const records = await readRecords(measured, sent);
  const pool = poolOf(measured);
  const registryUrl = measured.environment['SCHEMA_REGISTRY_URL'] ?? '';
  const said = report(await compare(projectionAndCopy({ pool, registryUrl, records }), measured.rounds));
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

/** Sends dossiers as batches of 100 events, as an agency that catches up would. */
async function fill(adapterUrl: string, dossiers: number): Promise<number> {
  const run = String(Date.now() % 1000).padStart(3, '0');
  const events = Array.from({ length: dossiers }, (_, number) => dossierEvents(run, number)).flat();
  for (let start = 0; start < events.length; start += 100) {
    const answer = await fetch(`${adapterUrl}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events.slice(start, start + 100)),
    });
    if (answer.status !== 202)
      throw new Error(`the adapter answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
  }
  return events.length;
}

async function readRecords(measured: Measured, atLeast: number): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  const reader = readTopic({
    ...connectionOf(measured),
    topic: TOPIC,
    onRecord: (record) => void records.push(record),
  });
  await reader.caughtUp;
  await reader.stop();
  if (records.length < atLeast) throw new Error(`${records.length} records read, ${atLeast} were sent`);
  return records;
}
