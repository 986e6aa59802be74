// Kafka and PostgreSQL in containers of the images that docker-compose.yml names. Runs where a Docker engine answers and has
// the images; elsewhere it is skipped, and says so.

import { execFileSync } from 'node:child_process';
import pg, { sql } from '@databases/pg';
import { PostgreSqlContainer, type StartedPostgreSqlContainer } from '@testcontainers/postgresql';
import { Kafka, logLevel } from 'kafkajs';
import { GenericContainer, RandomPortGenerator, type StartedTestContainer, Wait } from 'testcontainers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runWholePath } from './whole-path.ts';

const [KAFKA, POSTGRES] = ['apache/kafka:4.1.1', 'postgres:18'];
const missing = whatIsMissing();
if (missing !== undefined) console.warn(`SKIPPED: the containers were not tried, because ${missing}`);

describe.skipIf(missing !== undefined)('in containers', () => {
  let kafka: StartedTestContainer;
  let postgres: StartedPostgreSqlContainer;
  let brokers = '';

  beforeAll(async () => {
    const port = await new RandomPortGenerator().generatePort();
    brokers = `127.0.0.1:${port}`;
    [kafka, postgres] = await Promise.all([
      kafkaContainer(port).start(),
      new PostgreSqlContainer(POSTGRES).start(),
    ]);
  }, 180_000);

  afterAll(async () => {
    await Promise.all([kafka?.stop(), postgres?.stop()]);
  });

  test('Kafka takes a record and PostgreSQL a row', async () => {
    expect(await writeOne(brokers)).toBe('0');
    const db = pg.default({
      connectionString: postgres.getConnectionUri(),
      poolSize: 1,
      bigIntMode: 'number',
    });
    expect(await db.query(sql`select current_setting('server_version') ~ '^18' as is_18`)).toEqual([
      { is_18: true },
    ]);
    await db.dispose();
  });

  test('the whole path ends on the story’s screen', { timeout: 240_000 }, async () => {
    const screen = await runWholePath(brokers, postgres.getConnectionUri());
    expect(screen).toContain('All answers are as the story has them.');
  });
});

/** KafkaContainer of testcontainers knows another vendor's image only. */
function kafkaContainer(port: number): GenericContainer {
  return new GenericContainer(KAFKA)
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_HEAP_OPTS: '-Xmx320m',
    })
    .withWaitStrategy(Wait.forLogMessage('Kafka Server started'));
}

async function writeOne(broker: string): Promise<string | undefined> {
  const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'smoke', numPartitions: 1 }] });
  await admin.disconnect();
  const producer = kafka.producer();
  await producer.connect();
  const [written] = await producer.send({ topic: 'smoke', acks: -1, messages: [{ value: 'one' }] });
  await producer.disconnect();
  return written?.baseOffset;
}

function whatIsMissing(): string | undefined {
  try {
    execFileSync('docker', ['version'], { stdio: 'ignore', timeout: 10_000 });
  } catch {
    return 'no Docker engine answers';
  }
  for (const image of [KAFKA, POSTGRES]) {
    try {
      execFileSync('docker', ['image', 'inspect', image], { stdio: 'ignore', timeout: 10_000 });
    } catch {
      return `the engine has no image ${image}`;
    }
  }
  return undefined;
}
