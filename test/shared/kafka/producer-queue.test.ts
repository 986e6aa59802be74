/** The queue before a send: who waits, who flies, whose time is over, and how much room is left. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProducerFullError } from '#shared/kafka/producer-errors.ts';
import {
  createSendQueue,
  type OutgoingRecord,
  type ProducerLimits,
  recordBytes,
} from '#shared/kafka/producer-queue.ts';

const LIMITS: ProducerLimits = {
  batchRecordsMax: 4,
  batchBytesMax: 1_000,
  queueRecordsMax: 10,
  queueBytesMax: 1_000,
  partitionBytesMax: 1_000,
  deadlineMs: 100,
};

const record: OutgoingRecord = { topic: 't', partition: 0, key: 'k', value: Buffer.alloc(1), headers: {} };
const late = (): Error => new Error('late');

/** A caller with so many records, whose time is over at `dueAt`; what it was told. */
function caller(dueAt: number, records = 1) {
  const told: string[] = [];
  const send = {
    records: Array.from({ length: records }, () => record),
    bytes: records,
    dueAt,
    resolve: () => void told.push('acknowledged'),
    reject: (error: Error) => void told.push(error.message),
  };
  return { told, send };
}

describe('time', () => {
  test('who still waits is forgotten with its room, the others are not', () => {
    const queue = createSendQueue({ ...LIMITS, queueRecordsMax: 2 });
    const [first, second, third] = [caller(10), caller(20), caller(30)];
    queue.add(first.send);
    queue.add(second.send);
    expect(() => queue.add(third.send)).toThrow(ProducerFullError);
    expect(queue.expire(10, late)).toBe(20);
    expect([first.told, second.told]).toStrictEqual([['late'], []]);
    queue.add(third.send);
    expect(queue.takeBatch()).toStrictEqual([second.send, third.send]);
  });

  test('who is in flight hears of it and keeps its room until the send has ended', () => {
    const queue = createSendQueue({ ...LIMITS, queueRecordsMax: 1 });
    const [flying, next] = [caller(10), caller(50)];
    queue.add(flying.send);
    expect(queue.takeBatch()).toStrictEqual([flying.send]);
    expect(queue.expire(10, late)).toBeUndefined();
    expect(flying.told).toStrictEqual(['late']);
    expect(() => queue.add(next.send)).toThrow(ProducerFullError);
    queue.release();
    queue.add(next.send);
    expect(queue.expire(10, late)).toBe(50);
    expect(next.told).toStrictEqual([]);
  });

  test('nobody in flight is told twice, however often one looks', () => {
    const queue = createSendQueue(LIMITS);
    for (const dueAt of [10, 20, 90]) queue.add(caller(dueAt).send);
    queue.takeBatch();
    let made = 0;
    const counted = (): Error => {
      made += 1;
      return late();
    };
    for (const now of [10, 15, 20, 25, 30]) queue.expire(now, counted);
    expect(made).toBe(2);
  });

  test('the next look is at the first deadline that is left, of those in flight or of those who wait', () => {
    const queue = createSendQueue({ ...LIMITS, batchRecordsMax: 1 });
    for (const dueAt of [10, 20]) queue.add(caller(dueAt).send);
    queue.takeBatch();
    expect(queue.expire(0, late)).toBe(10);
    expect(queue.expire(15, late)).toBe(20);
    expect(queue.expire(20, late)).toBeUndefined();
  });
});

test('everybody leaves once, in order and together, and all room comes back', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 30 });
  fc.assert(
    fc.property(sizes, (counts) => {
      const queue = createSendQueue({ ...LIMITS, queueRecordsMax: 1_000 });
      const callers = counts.map((count) => caller(1, count).send);
      for (const send of callers) queue.add(send);
      const left = [];
      for (let batch = queue.takeBatch(); batch.length > 0; batch = queue.takeBatch()) {
        const records = batch.reduce((sum, { records: some }) => sum + some.length, 0);
        expect(batch.length === 1 || records <= LIMITS.batchRecordsMax).toBe(true);
        left.push(...batch);
        queue.release();
      }
      expect(left).toStrictEqual(callers);
      // A caller that fills the queue alone gets in: nothing was kept.
      expect(() => queue.add(caller(1, 1_000).send)).not.toThrow();
    }),
  );
});

test('a record is never larger than was counted', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  fc.assert(
    fc.property(text, fc.uint8Array({ maxLength: 40 }), fc.dictionary(text, text), (key, value, headers) => {
      const parts = [key, ...Object.entries(headers).flat()].map((part) => Buffer.byteLength(part));
      const bytes = parts.reduce((sum, part) => sum + part, value.length);
      expect(recordBytes({ ...record, key, value: Buffer.from(value), headers })).toBeGreaterThan(bytes);
    }),
  );
});
