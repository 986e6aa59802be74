// The stack that tests share: real servers, a database and a topic prefix for each file.

import pg, { sql } from '@databases/pg';
import { Kafka, logLevel } from 'kafkajs';
import { expect, test } from 'vitest';
import { createDatabase, kafkaBrokers, topicPrefix } from '../support/stack.ts';

test('a database of its own is empty, in UTF-8, and PostgreSQL 18', async () => {
  const [mine, other] = [await createDatabase(), await createDatabase()];
  expect(mine).not.toBe(other);
  const db = pg.default({ connectionString: mine, bigIntMode: 'number', poolSize: 1 });
  try {
    const [row] = await db.query(sql`
      select current_setting('server_version') as version, current_setting('server_encoding') as encoding,
             upper('một lần') as upper`);
    expect(row).toMatchObject({ encoding: 'UTF8', upper: 'MỘT LẦN' });
    expect(row.version).toMatch(/^18\./u);
  } finally {
    await db.dispose();
  }
});

test('Kafka takes a topic with as many partitions as asked', async () => {
  const kafka = new Kafka({ brokers: [await kafkaBrokers()], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topic = `${topicPrefix()}smoke`;
    await admin.createTopics({ topics: [{ topic, numPartitions: 3, replicationFactor: 1 }] });
    expect(await admin.fetchTopicOffsets(topic)).toHaveLength(3);
    expect(await admin.listTopics()).toContain(topic);
  } finally {
    await admin.disconnect();
  }
});
