// The group-commit producer against a real Kafka: nothing lost, nothing doubled, positions right, limits kept, whoever
// encodes.

import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { KafkaConnection } from '#shared/kafka/client.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import type { ProducerEncoding } from '#shared/kafka/producer-encoding.ts';
import { ProducerFullError, RecordRefusedError } from '#shared/kafka/producer-errors.ts';
import { connection, freshTopic, readAll, record } from './kafka-room.ts';

const ENCODINGS: readonly ProducerEncoding[] = [
  { encoder: 'own', compression: 'none' },
  { encoder: 'own', compression: 'zstd' },
  { encoder: 'kafkajs', compression: 'none' },
];

describe.each(ENCODINGS)('the group-commit producer, $encoder encoder, $compression', (encoding) => {
  let to: KafkaConnection & { readonly encoding: ProducerEncoding };
  beforeAll(async () => {
    to = { ...(await connection()), encoding };
  });

  test('gives each record the position at which it is then found', async () => {
    const topic = await freshTopic(to, 3);
    const producer = createGroupCommitProducer(to);
    const sent = ['a', 'b', 'c', 'd', 'e'].map((value, index) => record(topic, index % 3, value));
    const first = await producer.send(sent);
    const second = await producer.send([record(topic, 1, 'f')]);
    await producer.close();
    expect(second).toEqual([{ topic, partition: 1, offset: 2 }]);
    const found = new Map((await readAll(to, topic)).map((at) => [`${at.partition}/${at.offset}`, at]));
    sent.forEach((out, index) => {
      const place = first[index];
      const at = found.get(`${place?.partition}/${place?.offset}`);
      expect(at?.value?.toString()).toBe(out.value.toString());
      expect(at?.key?.toString()).toBe(out.key);
      expect(at?.headers).toEqual(out.headers);
    });
    expect(found.size).toBe(6);
  });

  test('overlapping sends: nothing lost, nothing doubled, each at the offset it was told', async () => {
    const topic = await freshTopic(to, 4);
    const producer = createGroupCommitProducer({ ...to, limits: { batchRecordsMax: 150 } });
    const callers = Array.from({ length: 1_000 }, (_, caller) =>
      Array.from({ length: 1 + (caller % 5) }, (_, item) =>
        record(topic, (caller + item) % 4, `${caller}-${item}`),
      ),
    );
    const positions = await Promise.all(callers.map((records) => producer.send(records)));
    await producer.close();
    const told = new Map(
      callers.flatMap((records, caller) =>
        records.map((out, item) => {
          const at = positions[caller]?.[item];
          return [`${at?.partition}/${at?.offset}`, out.value.toString()] as const;
        }),
      ),
    );
    const found = await readAll(to, topic);
    expect(found.length).toBe(callers.flat().length);
    expect(new Map(found.map((at) => [`${at.partition}/${at.offset}`, at.value?.toString()]))).toEqual(told);
  });

  test('records of one caller in one partition stand next to each other', async () => {
    const topic = await freshTopic(to, 1);
    const producer = createGroupCommitProducer(to);
    const sends = Array.from({ length: 50 }, (_, caller) =>
      producer.send([
        record(topic, 0, `${caller}-0`),
        record(topic, 0, `${caller}-1`),
        record(topic, 0, `${caller}-2`),
      ]),
    );
    for (const positions of await Promise.all(sends)) {
      const [first] = positions;
      expect(positions.map(({ offset }) => offset - (first?.offset ?? 0))).toEqual([0, 1, 2]);
    }
    await producer.close();
  });

  test('is full rather than boundless: what does not fit is refused and was not sent', async () => {
    const topic = await freshTopic(to, 1);
    const producer = createGroupCommitProducer({
      ...to,
      limits: { queueRecordsMax: 10, batchRecordsMax: 5 },
    });
    const sends = Array.from({ length: 30 }, (_, caller) => producer.send([record(topic, 0, `${caller}`)]));
    const ends = await Promise.allSettled(sends);
    const refused = ends.filter((end) => end.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(ProducerFullError);
    expect((await readAll(to, topic)).length).toBe(30 - refused.length);
    await expect(producer.send([record(topic, 0, 'after')])).resolves.toHaveLength(1);
    await producer.close();
  });

  test('refuses what can never be sent, without harm to the others of the batch', async () => {
    const topic = await freshTopic(to, 2);
    const producer = createGroupCommitProducer({ ...to, limits: { partitionBytesMax: 10_000 } });
    const large = { ...record(topic, 0, 'large'), value: randomBytes(10_000) };
    const ends = await Promise.allSettled([
      producer.send([record(topic, 0, 'good')]),
      producer.send([large]),
      producer.send([record(`${topic}.unknown`, 0, 'nowhere')]),
      producer.send([record(topic, 2, 'no such partition')]),
    ]);
    expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    for (const end of ends.slice(1)) {
      expect(end.status === 'rejected' && end.reason).toBeInstanceOf(RecordRefusedError);
    }
    await producer.close();
  });
});
