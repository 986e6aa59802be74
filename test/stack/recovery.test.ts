// Kafka and PostgreSQL of the local stack lose nothing when they, or the process that started them, are killed.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg, { sql } from '@databases/pg';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, expect, test } from 'vitest';
import { installKafka, type KafkaStart, startKafka } from '#infra/local/kafka.ts';
import { KAFKA_CACHE } from '#infra/local/place.ts';
import { freePort } from '#infra/local/ports.ts';
import { type PostgresStart, startPostgres } from '#infra/local/postgres.ts';
import { isRunning } from '#infra/local/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-recovery-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('Kafka keeps an acknowledged record through SIGKILL and a new start', { timeout: 90_000 }, async () => {
  const start = await kafkaStart();
  const first = await startKafka(start);
  await produce(first.brokers, 'kept', ['one', 'two']);
  process.kill(first.pid, 'SIGKILL');
  await first.process.exited;
  const second = await startKafka(start);
  try {
    expect(await endOf(second.brokers, 'kept')).toBe('2');
  } finally {
    await second.stop();
  }
});

test('Kafka that a killed start left running is ended by the next start of the same folder', {
  timeout: 90_000,
}, async () => {
  const start = await kafkaStart();
  const left = await startKafka(start);
  const next = await startKafka(start);
  try {
    expect(isRunning(left.process)).toBe(false);
    expect(next.pid).not.toBe(left.pid);
  } finally {
    await next.stop();
  }
});

test('PostgreSQL keeps a committed row through SIGKILL and a new start, in a folder that only its owner can enter', {
  timeout: 60_000,
}, async () => {
  const start = await postgresStart();
  const first = await startPostgres(start);
  await query(first.url, sql`create table kept as select 7 as number`);
  process.kill(first.pid, 'SIGKILL');
  await first.process.exited;
  const second = await startPostgres(start);
  try {
    expect(await query(second.url, sql`select number from kept`)).toEqual([{ number: 7 }]);
  } finally {
    await second.stop();
  }
});

test('PostgreSQL that was left running, its pid file lost, is ended by the next start of the same folder', {
  timeout: 60_000,
}, async () => {
  const start = await postgresStart();
  const left = await startPostgres(start);
  rmSync(join(start.dataDir, 'postgres.pid'));
  const next = await startPostgres(start);
  try {
    expect(isRunning(left.process)).toBe(false);
    expect(await query(next.url, sql`select 1 as one`)).toEqual([{ one: 1 }]);
  } finally {
    await next.stop();
  }
});

async function kafkaStart(): Promise<KafkaStart> {
  const dataDir = mkdtempSync(join(folder, 'kafka-'));
  return {
    dataDir,
    port: await freePort(),
    controllerPort: await freePort(),
    logFile: join(dataDir, 'kafka.log'),
    jars: await installKafka(KAFKA_CACHE),
  };
}

async function postgresStart(): Promise<PostgresStart> {
  const dataDir = mkdtempSync(join(folder, 'postgres-'));
  return { dataDir, port: await freePort(), logFile: join(dataDir, 'postgres.log') };
}

async function produce(brokers: string, topic: string, values: readonly string[]): Promise<void> {
  const kafka = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  await admin.disconnect();
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic, acks: -1, messages: values.map((value) => ({ value })) });
  await producer.disconnect();
}

async function endOf(brokers: string, topic: string): Promise<string | undefined> {
  const admin = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const [offset] = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  return offset?.high;
}

async function query(url: string, question: ReturnType<typeof sql>): Promise<unknown> {
  const db = pg.default({ connectionString: url, poolSize: 1, bigIntMode: 'number' });
  try {
    return await db.query(question);
  } finally {
    await db.dispose();
  }
}
