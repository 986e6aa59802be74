/**
 * `npm run bench`: three ratios, both sides in one run, on a stack of its own beside whatever runs.
 * Options: --rounds=5, --dossiers=4000 (five events each), --seconds=4, --infra as for npm start; with --running the stack that the environment
 * names is measured instead, and its adapter at ONE_STOP_SHOP_URL.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import type { LogRecord } from '#shared/kafka/delivery.ts';
import { readTopic } from '#shared/kafka/reader.ts';
import { createPool } from '#shared/postgres/pool.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { bringUp } from '../local/bring-up.ts';
import { claim } from '../local/claim.ts';
import { INFRA_CHOICES, type InfraChoice } from '../local/options.ts';
import { PROJECT_ROOT, placeOf, urlOf } from '../local/place.ts';
import { showProgress } from '../local/progress.ts';
import { endServers, endServices } from '../local/teardown.ts';
import { adapterAndBareRoute } from './adapter-and-bare-route.ts';
import { dossierEvents } from './dossier-events.ts';
import { compare, report } from './measure.ts';
import { countRecords, producerAndStock } from './producer-and-stock.ts';
import { projectionAndCopy } from './projection-and-copy.ts';

const TOPIC = 'gov.one-stop-shop.dossier.v1';

interface Options {
  readonly rounds: number;
  readonly dossiers: number;
  readonly seconds: number;
  readonly running: boolean;
  readonly infra: InfraChoice;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      dossiers: { type: 'string', default: '4000' },
      seconds: { type: 'string', default: '4' },
      running: { type: 'boolean', default: false },
      infra: { type: 'string', default: 'auto' },
    },
  });
  const { rounds, dossiers, seconds, running } = values;
  const infra = INFRA_CHOICES.find((choice) => choice === values.infra) ?? 'auto';
  return { rounds: Number(rounds), dossiers: Number(dossiers), seconds: Number(seconds), running, infra };
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

async function readRecords(brokers: string, atLeast: number): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  const reader = readTopic({
    ...connection(brokers),
    topic: TOPIC,
    onRecord: (record) => void records.push(record),
  });
  await reader.caughtUp;
  await reader.stop();
  if (records.length < atLeast) throw new Error(`${records.length} records read, ${atLeast} were sent`);
  return records;
}

const logger = createLogger({ name: 'bench', level: 'silent' });

function connection(brokers: string) {
  return { brokers: brokers.split(','), clientId: 'bench', logger };
}

/** Beside a running `npm start`, and below the ports that the system gives to outgoing connections. */
const PORT_OFFSET = 12_000;

async function main(options: Options): Promise<void> {
  const place = placeOf(path.join(PROJECT_ROOT, '.data', 'bench'), PORT_OFFSET);
  claim(place);
  const progress = showProgress(['Kafka and PostgreSQL']);
  const stack = bringUp({ infra: options.infra, once: true, place }, progress);
  try {
    await Promise.race([stack.ready, stack.broken]);
    progress.close();
    await measure(options, stack.environment(), urlOf(place, 'oneStopShop'));
  } finally {
    progress.close();
    stack.letGo();
    await endServices(place);
    await stack.stopServers();
    await endServers(place);
    rmSync(place.pidFile, { force: true });
  }
}

async function measure(
  { rounds, dossiers, seconds }: Options,
  environment: Readonly<Record<string, string>>,
  adapterUrl: string,
): Promise<void> {
  const {
    KAFKA_BROKERS: brokers = '',
    DATABASE_URL: url = '',
    SCHEMA_REGISTRY_URL: registryUrl = '',
  } = environment;
  const print = (text: string): boolean => process.stdout.write(`\n${text}\n`);
  print(`${rounds} rounds a side after one that does not count; median (least to most).`);

  const producer = await producerAndStock({ ...connection(brokers), records: 20_000 });
  print(report(await compare(producer.comparison, rounds)));
  await producer.close();

  const sent = await fill(adapterUrl, dossiers);
  const records = await readRecords(brokers, sent);
  const pool = createPool({ url, applicationName: 'bench', size: 2, statementTimeoutMs: 120_000 });
  print(report(await compare(projectionAndCopy({ pool, registryUrl, records }), rounds)));
  await pool.dispose();

  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const recordsInTopic = (): Promise<number> => countRecords(admin, TOPIC);
  const adapter = await adapterAndBareRoute({
    adapterUrl,
    barePort: 28_900,
    secondsPerRound: seconds,
    recordsInTopic,
  });
  print(report(await compare(adapter.comparison, rounds)));
  adapter.close();
  await admin.disconnect();
}

const options = readOptions();
const { ONE_STOP_SHOP_URL: adapterUrl = '' } = process.env;
if (options.running) {
  const { KAFKA_BROKERS = '', DATABASE_URL = '', SCHEMA_REGISTRY_URL = '' } = process.env;
  await measure(options, { KAFKA_BROKERS, DATABASE_URL, SCHEMA_REGISTRY_URL }, adapterUrl);
} else await main(options);
