/**
 * `npm run bench`: ratios of both sides in one run, how soon what is accepted can be read, and what a pre-check costs,
 * on stacks of their own beside whatever runs: of what publishes on one where nobody reads, of the others on a whole hub.
 * Options: --rounds=5, --dossiers=4000 (five events each), --seconds=4, --infra as for npm start; --scale=middle asks
 * about 100,000 subjects with 1 M papers instead of 8,000 with 80,000, --scale=full about 1 M with 10 M (15 GB of disk, a
 * quarter of an hour), and projects into tables with as many facts (10 GB); --only=<words> of producer, producer-latency,
 * adapter, bulk, overload (for --seconds, at least 20), projection, repeats, full-tables, rebuild, evaluator, freshness,
 * pre-check; with --running the stack that the environment names is measured instead, its adapter at ONE_STOP_SHOP_URL
 * and its portal at PORTAL_URL.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bringUp } from '../local/bring-up.ts';
import { claim } from '../local/claim.ts';
import { forget } from '../local/forget.ts';
import { INFRA_CHOICES, type InfraChoice } from '../local/options.ts';
import { PROJECT_ROOT, placeOf, urlOf } from '../local/place.ts';
import { showProgress } from '../local/progress.ts';
import { PUBLISHING_STAGES, STAGES, type Stages } from '../local/services.ts';
import { endServers, endServices } from '../local/teardown.ts';
import { type Measured, PUBLISHING_ROWS, READING_ROWS, type Rows } from './rows.ts';

interface Options extends Pick<Measured, 'rounds' | 'dossiers' | 'seconds' | 'households'> {
  readonly rows: readonly string[];
  readonly running: boolean;
  readonly infra: InfraChoice;
}

const HOUSEHOLDS: Readonly<Record<string, number>> = { small: 2_000, middle: 25_000, full: 250_000 };

const ALL_ROWS: Rows = { ...PUBLISHING_ROWS, ...READING_ROWS };

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      dossiers: { type: 'string', default: '4000' },
      seconds: { type: 'string', default: '4' },
      scale: { type: 'string', default: 'small' },
      only: { type: 'string', default: Object.keys(ALL_ROWS).join() },
      running: { type: 'boolean', default: false },
      infra: { type: 'string', default: 'auto' },
    },
  });
  const { rounds, dossiers, seconds, scale, only, running } = values;
  const households = HOUSEHOLDS[scale];
  if (households === undefined) throw new Error(`--scale is one of ${Object.keys(HOUSEHOLDS).join(', ')}`);
  const rows = only.split(',');
  if (rows.some((row) => ALL_ROWS[row] === undefined))
    throw new Error(`--only is some of ${Object.keys(ALL_ROWS).join(', ')}, with commas`);
  return {
    rounds: Number(rounds),
    dossiers: Number(dossiers),
    seconds: Number(seconds),
    households,
    rows,
    running,
    infra: INFRA_CHOICES.find((choice) => choice === values.infra) ?? 'auto',
  };
}

/** All load of a bench comes from one client, as no agency's does: its share is not what is measured. */
const UNSHARED = [
  'CLIENT_REQUESTS_PER_SECOND',
  'CLIENT_REQUESTS_BURST',
  'CLIENT_REQUESTS_IN_FLIGHT_MAX',
  'CLIENT_BYTES_PER_SECOND',
  'CLIENT_BYTES_BURST',
  'CLIENT_BODY_BYTES_HELD_MAX',
];

/** Beside a running `npm start`, and below the ports that the system gives to outgoing connections. */
const PORT_OFFSET = 12_000;

async function main(options: Options): Promise<void> {
  refuseNamedServers(options.infra);
  for (const limit of UNSHARED) process.env[limit] ??= '1000000000';
  sayRounds(options);
  await measureOn(PUBLISHING_STAGES, PUBLISHING_ROWS, options);
  await measureOn(STAGES, READING_ROWS, options);
}

/** Its stacks begin empty and are forgotten; servers that somebody named are not for that. */
function refuseNamedServers(infra: InfraChoice): void {
  const { KAFKA_BROKERS, DATABASE_URL } = process.env;
  const isNamed = KAFKA_BROKERS !== undefined || DATABASE_URL !== undefined;
  if (infra !== 'env' && !(infra === 'auto' && isNamed)) return;
  throw new Error(
    'the bench makes stacks of its own and forgets them: leave KAFKA_BROKERS and DATABASE_URL unset, or measure with --running',
  );
}

/** Measures what is wanted of some rows on a stack of these stages. */
async function measureOn(stages: Stages, rows: Rows, options: Options): Promise<void> {
  if (!options.rows.some((row) => row in rows)) return;
  const place = placeOf(path.join(PROJECT_ROOT, '.data', 'bench'), PORT_OFFSET);
  claim(place);
  const progress = showProgress(['Kafka and PostgreSQL']);
  const stack = bringUp({ infra: options.infra, once: true, place }, progress, stages);
  let measured = false;
  try {
    await Promise.race([stack.ready, stack.broken]);
    progress.close();
    const urls = { adapterUrl: urlOf(place, 'oneStopShop'), portalUrl: urlOf(place, 'portal') };
    await measure({ ...options, ...urls, environment: stack.environment() }, rows);
    measured = true;
  } finally {
    progress.close();
    stack.letGo();
    await endServices(place);
    await stack.stopServers();
    await endServers(place);
    // After a failure the logs are of use; the next run makes other households.
    if (measured) await forget(place);
    else rmSync(place.pidFile, { force: true });
  }
}

function print(text: string): void {
  process.stdout.write(`\n${text}\n`);
}

function sayRounds({ rounds }: Options): void {
  print(`${rounds} rounds a side after one that does not count; median (least to most).`);
}

async function measure(measured: Measured & Pick<Options, 'rows'>, rows: Rows): Promise<void> {
  for (const [name, row] of Object.entries(rows))
    if (measured.rows.includes(name)) print(await row(measured));
}

/** The environment of a stack that runs already. */
function runningStack(options: Options): Measured & Pick<Options, 'rows'> {
  const { ONE_STOP_SHOP_URL = '', PORTAL_URL = '' } = process.env;
  const environment = Object.fromEntries(
    Object.entries(process.env).map(([name, value]) => [name, value ?? '']),
  );
  return { ...options, environment, adapterUrl: ONE_STOP_SHOP_URL, portalUrl: PORTAL_URL };
}

const options = readOptions();
if (options.running) {
  sayRounds(options);
  await measure(runningStack(options), ALL_ROWS);
} else {
  await main(options);
}
