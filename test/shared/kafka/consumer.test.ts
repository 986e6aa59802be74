// The delivery loop against a real Kafka: every record once in effect, from the stored position, whatever happens.

import { randomBytes } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createKafkaClient, type KafkaConnection, withAdmin } from '#shared/kafka/client.ts';
import { type ConsumeOptions, consumePartitionedTopic, type TopicDelivery } from '#shared/kafka/consumer.ts';
import { type BatchOutcome, DeliveryHalt, recordHash } from '#shared/kafka/delivery.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import { until } from '../../support/wait.ts';
import { connection, freshTopic, record } from './kafka-room.ts';
import { createKeeper, type Keeper } from './keeper-room.ts';

let to: KafkaConnection;
const running: TopicDelivery[] = [];

beforeAll(async () => {
  to = await connection();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((delivery) => delivery.stop()));
});

function consume(topic: string, keeper: Keeper, more: Partial<ConsumeOptions> = {}): TopicDelivery {
  const delivery = consumePartitionedTopic({
    ...to,
    topic,
    groupId: `${topic}.${randomBytes(4).toString('hex')}`,
    positions: keeper.positions,
    handleBatch: async (batch) => keeper.keep(batch),
    ...more,
  });
  running.push(delivery);
  return delivery;
}

async function fill(topic: string, values: readonly string[], partitions = 1): Promise<void> {
  const producer = createGroupCommitProducer(to);
  await producer.send(values.map((value, index) => record(topic, index % partitions, value)));
  await producer.close();
}

function valuesOf(keeper: Keeper): string[] {
  return keeper.rows().map(({ value }) => value?.toString() ?? '');
}

async function untilKept(keeper: Keeper, count: number): Promise<void> {
  await until(() => keeper.rows().length >= count, { what: `${count} records kept` });
}

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('delivery', () => {
  test('hands over every record of every partition once, in order, and what comes later', async () => {
    const topic = await freshTopic(to, 3);
    const values = Array.from({ length: 300 }, (_, index) => `${index}`);
    await fill(topic, values, 3);
    const keeper = createKeeper();
    const delivery = consume(topic, keeper, { batchRecordsMax: 7 });
    await untilKept(keeper, 300);
    await fill(topic, ['late']);
    await untilKept(keeper, 301);
    expect(valuesOf(keeper).sort()).toEqual([...values, 'late'].sort());
    for (const partition of [0, 1, 2]) {
      const offsets = keeper.rows().filter((row) => row.partition === partition);
      expect(offsets.map(({ offset }) => offset)).toEqual(offsets.map((_, index) => index));
    }
    expect(delivery.status()).toMatchObject({ state: 'RUNNING', ready: true, stalled: false });
    expect(keeper.rows()[0]).toMatchObject({
      topic,
      headers: { ce_id: expect.any(String) },
      timestamp: expect.any(Number),
    });
  });

  test('goes on with one partition while another is being kept', async () => {
    const topic = await freshTopic(to, 2);
    await fill(topic, LETTERS, 2);
    const keeper = createKeeper();
    const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    consume(topic, keeper, {
      handleBatch: async (batch) => {
        begun[batch.partition]?.resolve();
        await begun[1 - batch.partition]?.promise;
        return keeper.keep(batch);
      },
    });
    await untilKept(keeper, LETTERS.length);
    expect(new Set(valuesOf(keeper))).toEqual(new Set(LETTERS));
  });

  test('begins at the stored position, whatever Kafka thinks the group has read', async () => {
    const topic = await freshTopic(to, 1);
    await fill(topic, LETTERS);
    const groupId = `${topic}.group`;
    const first = createKeeper();
    const former = consume(topic, first, { groupId });
    await untilKept(first, 6);
    await former.stop();
    const second = createKeeper();
    const [, , third] = first.rows();
    second.move(0, { nextOffset: 3, lastRecordHash: third === undefined ? undefined : recordHash(third) });
    consume(topic, second, { groupId });
    await untilKept(second, 3);
    expect(valuesOf(second)).toEqual(['d', 'e', 'f']);
  });

  test('commits the position for tools that show a lag', async () => {
    const topic = await freshTopic(to, 1);
    await fill(topic, LETTERS);
    const groupId = `${topic}.group`;
    consume(topic, createKeeper(), { groupId });
    const committed = await withAdmin(createKafkaClient(to), (admin) =>
      until(
        async () => {
          const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] });
          const offset = Number(offsets?.partitions[0]?.offset);
          return offset > 0 && offset;
        },
        { what: 'a committed offset' },
      ),
    );
    expect(committed).toBe(6);
  });

  test('an error is tried again with the same batch until it passes', async () => {
    const topic = await freshTopic(to, 1);
    await fill(topic, LETTERS);
    const keeper = createKeeper();
    let failures = 0;
    consume(topic, keeper, {
      handleBatch: async (batch) => {
        failures += 1;
        if (failures < 4) throw new Error('the database is away');
        return keeper.keep(batch);
      },
    });
    await untilKept(keeper, 6);
    expect(valuesOf(keeper)).toEqual(LETTERS);
  });

  test('a fenced batch is dropped, and delivery goes on from where somebody else put the position', async () => {
    const topic = await freshTopic(to, 1);
    await fill(topic, LETTERS);
    const keeper = createKeeper();
    const outcomes: BatchOutcome[] = [];
    consume(topic, keeper, {
      handleBatch: async (batch) => {
        if (outcomes.length === 0) keeper.move(0, { nextOffset: 4, lastRecordHash: undefined });
        const outcome = keeper.keep(batch);
        outcomes.push(outcome);
        return outcome;
      },
    });
    await untilKept(keeper, 2);
    expect(valuesOf(keeper)).toEqual(['e', 'f']);
    expect(outcomes).toEqual(['fenced', 'advanced']);
  });

  test('a position that refuses to be advanced although nobody moves it halts', async () => {
    const topic = await freshTopic(to, 1);
    await fill(topic, LETTERS);
    const delivery = consume(topic, createKeeper(), { handleBatch: async () => 'fenced' });
    expect(await delivery.finished).toMatchObject({ kind: 'halted', halt: { code: 'POSITION_STUCK' } });
  });

  test('two members of a group share the partitions and lose nothing when one leaves', async () => {
    const topic = await freshTopic(to, 4);
    const groupId = `${topic}.group`;
    const keeper = createKeeper();
    const one = consume(topic, keeper, { groupId });
    await until(() => one.status().partitions.length === 4, { what: 'all partitions at the first member' });
    const two = consume(topic, keeper, { groupId });
    await until(() => one.status().partitions.length === 2 && two.status().partitions.length === 2, {
      what: 'two partitions each',
    });
    await fill(
      topic,
      Array.from({ length: 40 }, (_, index) => `${index}`),
      4,
    );
    await one.stop();
    await fill(
      topic,
      Array.from({ length: 40 }, (_, index) => `${40 + index}`),
      4,
    );
    await untilKept(keeper, 80);
    expect(new Set(valuesOf(keeper)).size).toBe(80);
    expect(keeper.rows()).toHaveLength(80);
  });
});

describe('delivery halts, and says why, when', () => {
  test.each<[string, string, number, string]>([
    ['the position is beyond the end of the log', 'POSITION_BEYOND_END', 99, 'the log ends at 6'],
    ['the record before the position is another', 'RECORD_HASH_MISMATCH', 3, 'offset 2'],
  ])('%s', async (_name, code, nextOffset, words) => {
    const topic = await freshTopic(to, 1);
    await fill(topic, LETTERS);
    const keeper = createKeeper();
    keeper.move(0, { nextOffset, lastRecordHash: Buffer.alloc(32) });
    const delivery = consume(topic, keeper);
    expect(await delivery.finished).toMatchObject({
      kind: 'halted',
      halt: { code, message: expect.stringContaining(words) },
    });
    expect(delivery.status()).toMatchObject({
      state: 'HALTED',
      ready: false,
      reason: expect.stringContaining(words),
    });
    expect(keeper.rows()).toEqual([]);
  });

  test('records before the position are gone', async () => {
    const topic = await freshTopic(to, 1);
    await fill(topic, LETTERS);
    await withAdmin(createKafkaClient(to), async (admin) => {
      await admin.fetchTopicOffsets(topic); // else kafkajs does not know the topic's leader
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '4' }] });
    });
    const delivery = consume(topic, createKeeper());
    expect(await delivery.finished).toMatchObject({
      kind: 'halted',
      halt: { code: 'POSITION_BEFORE_START' },
    });
  });

  test('the log is cut while delivery idles', async () => {
    const topic = await freshTopic(to, 1);
    await fill(topic, LETTERS);
    const keeper = createKeeper();
    const delivery = consume(topic, keeper, {
      handleBatch: async (batch) => {
        const outcome = keeper.keep(batch);
        return outcome;
      },
    });
    await untilKept(keeper, 6);
    await withAdmin(createKafkaClient(to), async (admin) => {
      await admin.deleteTopics({ topics: [topic] });
      await until(async () => !(await admin.listTopics()).includes(topic), { what: 'the topic to be gone' });
      await admin.createTopics({ waitForLeaders: false, topics: [{ topic, numPartitions: 1 }] });
    });
    expect(await delivery.finished).toMatchObject({ kind: 'halted', halt: { code: 'POSITION_BEYOND_END' } });
    expect(keeper.rows()).toHaveLength(6);
  });

  test('the keeper says so', async () => {
    const topic = await freshTopic(to, 1);
    await fill(topic, LETTERS);
    const halt = new DeliveryHalt('TOO_MANY_FAILURES', '21 failures in a minute');
    const delivery = consume(topic, createKeeper(), { handleBatch: async () => Promise.reject(halt) });
    expect(await delivery.finished).toEqual({ kind: 'halted', halt });
  });
});

describe('an operator', () => {
  test('pauses and resumes; paused is ready, and nothing is handed over', async () => {
    const topic = await freshTopic(to, 2);
    const keeper = createKeeper();
    const delivery = consume(topic, keeper, { paused: true });
    await until(() => delivery.status().state === 'PAUSED', { what: 'the pause' });
    await fill(topic, LETTERS, 2);
    expect(delivery.status().ready).toBe(true);
    expect(keeper.rows()).toEqual([]);
    delivery.resume();
    await untilKept(keeper, 6);
    delivery.pause();
    await fill(topic, LETTERS, 2);
    expect(keeper.rows()).toHaveLength(6);
    delivery.resume();
    await untilKept(keeper, 12);
    expect(keeper.rows()).toHaveLength(12);
  });

  test('stops it in the middle of trying again', async () => {
    const topic = await freshTopic(to, 1);
    await fill(topic, LETTERS);
    let tries = 0;
    const delivery = consume(topic, createKeeper(), {
      handleBatch: async () => {
        tries += 1;
        throw new Error('never');
      },
    });
    await until(() => tries > 2, { what: 'some tries' });
    await delivery.stop();
    expect(await delivery.finished).toEqual({ kind: 'stopped' });
    expect(delivery.status().state).toBe('STOPPED');
  });

  test('sees that it gave up when Kafka stays away', async () => {
    const delivery = consume('any', createKeeper(), { brokers: ['127.0.0.1:1'], restartsMax: 0 });
    expect(await delivery.finished).toMatchObject({ kind: 'gave-up' });
    expect(delivery.status()).toMatchObject({ state: 'GAVE_UP', ready: false });
  }, 60_000);
});
