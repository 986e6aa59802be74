// Several consumers of one topic, each with a share of its partitions and a group of its own: nothing is moved between them.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { consumePartitionedTopic } from '#shared/kafka/consumer.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import { until } from '../../support/wait.ts';
import { connection, freshTopic, record } from './kafka-room.ts';
import { createKeeper } from './keeper-room.ts';

const PARTITIONS = 4;

test('delivery of a share of the partitions leaves the others to somebody else', async () => {
  const to = await connection();
  const topic = await freshTopic(to, PARTITIONS);
  const producer = createGroupCommitProducer(to);
  const fill = (count: number) =>
    producer.send(Array.from({ length: count }, (_, index) => record(topic, index % PARTITIONS, `${index}`)));
  await fill(80);
  const shares = [0, 1].map((share) => {
    const keeper = createKeeper();
    const delivery = consumePartitionedTopic({
      ...to,
      topic,
      groupId: `${topic}.${randomBytes(4).toString('hex')}`,
      positions: keeper.positions,
      handleBatch: async (batch) => keeper.keep(batch),
      isOurs: (partition) => partition % 2 === share,
    });
    return { share, keeper, delivery };
  });
  const untilEachHas = (count: number) =>
    until(() => shares.every(({ keeper }) => keeper.rows().length >= count), {
      what: `${count} records in each share`,
    });
  await untilEachHas(40);
  await fill(PARTITIONS);
  await untilEachHas(42);

  for (const { share, keeper, delivery } of shares) {
    const { state, partitions } = delivery.status();
    expect(state).toBe('RUNNING');
    expect(new Set(partitions.map(({ partition }) => partition))).toEqual(new Set([share, share + 2]));
    expect(keeper.rows().filter(({ partition }) => partition % 2 !== share)).toEqual([]);
    expect(keeper.rows()).toHaveLength(42);
  }
  await Promise.all([producer.close(), ...shares.map(({ delivery }) => delivery.stop())]);
});
