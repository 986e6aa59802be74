// Kafka from Maven artifacts and PostgreSQL from an npm package, as processes of this machine.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createDatabase } from './database.ts';
import type { Finding, Infra, Servers, Tell } from './infra.ts';
import { installKafka, startKafka } from './kafka.ts';
import { DATABASE_NAME, KAFKA_CACHE, type Place } from './place.ts';
import { requirePorts } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { endStale } from './process.ts';

const run = promisify(execFile);

export function infraFromMaven(place: Place): Infra {
  return {
    name: 'maven',
    look: async () => [await lookForJava(), await lookForMaven()],
    start: (tell) => startServers(place, tell),
  };
}

/** Kafka and PostgreSQL come up side by side; when one fails the other is ended again. */
async function startServers(place: Place, tell: Tell): Promise<Servers> {
  const { dataDir, logDir, ports } = place;
  await endLeftovers(dataDir);
  await requirePorts({
    Kafka: ports.kafka,
    'Kafka controller': ports.kafkaController,
    PostgreSQL: ports.postgres,
  });
  if (!existsSync(join(KAFKA_CACHE, 'lib'))) tell('fetching Kafka from the Maven repository, once');
  const jars = await installKafka(KAFKA_CACHE);
  tell('starting Kafka and PostgreSQL');
  const [kafka, postgres] = await Promise.allSettled([
    startKafka({
      dataDir: join(dataDir, 'kafka'),
      port: ports.kafka,
      controllerPort: ports.kafkaController,
      logFile: join(logDir, 'kafka.log'),
      jars,
    }),
    startPostgres({
      dataDir: join(dataDir, 'postgres'),
      port: ports.postgres,
      logFile: join(logDir, 'postgres.log'),
    }),
  ]);
  if (kafka.status === 'rejected' || postgres.status === 'rejected') {
    if (kafka.status === 'fulfilled') await kafka.value.stop();
    if (postgres.status === 'fulfilled') await postgres.value.stop();
    throw kafka.status === 'rejected'
      ? kafka.reason
      : postgres.status === 'rejected'
        ? postgres.reason
        : undefined;
  }
  tell(`Kafka on ${ports.kafka}, PostgreSQL on ${ports.postgres}`);
  return {
    brokers: kafka.value.brokers,
    databaseUrl: await createDatabase(postgres.value.url, DATABASE_NAME),
    watched: [kafka.value.process, postgres.value.process],
    stop: async () => {
      await Promise.all([kafka.value.stop(), postgres.value.stop()]);
    },
  };
}

/** What a start that was killed left running, before its ports are asked for. */
async function endLeftovers(dataDir: string): Promise<void> {
  await Promise.all([
    endStale(join(dataDir, 'kafka', 'kafka.pid')),
    endStale(join(dataDir, 'postgres', 'postgres.pid'), 'SIGINT'),
  ]);
}

async function lookForJava(): Promise<Finding> {
  const wanted = 'Java 17 or newer';
  const mend = 'apt-get install openjdk-17-jre-headless';
  try {
    const { stderr, stdout } = await run('java', ['-version']);
    const words = `${stderr}${stdout}`.split('\n').find((line) => line.includes('version')) ?? '';
    const major = Number(/"(\d+)/u.exec(words)?.[1] ?? 0);
    return { wanted, found: major >= 17, detail: words.trim(), mend };
  } catch {
    return { wanted, found: false, detail: 'no java on the path', mend };
  }
}

async function lookForMaven(): Promise<Finding> {
  const wanted = 'Maven, or Kafka fetched by it before';
  const mend = 'apt-get install maven';
  if (existsSync(join(KAFKA_CACHE, 'lib', 'pom.sha256')))
    return { wanted, found: true, detail: KAFKA_CACHE, mend };
  try {
    const { stdout } = await run('mvn', ['-v']);
    return { wanted, found: true, detail: stdout.split('\n')[0] ?? '', mend };
  } catch {
    return { wanted, found: false, detail: 'no mvn on the path', mend };
  }
}
