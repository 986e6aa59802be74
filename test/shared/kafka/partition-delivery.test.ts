// One partition, batch by batch: what is skipped, what is verified, what is handed over. Without Kafka.

import { describe, expect, test } from 'vitest';
import { type LogRecord, recordHash } from '#shared/kafka/delivery.ts';
import { createPartitionDelivery, type PartitionDelivery } from '#shared/kafka/partition-delivery.ts';
import { createKeeper, type Keeper } from './keeper-room.ts';

const isLive = (): boolean => true;

function records(from: number, to: number): LogRecord[] {
  return Array.from({ length: to - from }, (_, index) => recordAt(from + index));
}

function recordAt(offset: number): LogRecord {
  return {
    topic: 't',
    partition: 0,
    offset,
    timestamp: 0,
    key: null,
    value: Buffer.from(`${offset}`),
    headers: {},
  };
}

function deliveryOf(keeper: Keeper): PartitionDelivery {
  return createPartitionDelivery({
    topic: 't',
    partition: 0,
    stored: keeper.positionOf(0),
    positions: keeper.positions,
    handleBatch: async (batch) => keeper.keep(batch),
    batchRecordsMax: 4,
    onRetry: () => undefined,
  });
}

describe('one partition', () => {
  test('hands over in pieces of the agreed size, each with its expected offset and last hash', async () => {
    const keeper = createKeeper();
    const delivery = deliveryOf(keeper);
    expect(await delivery.deliver(records(0, 10), isLive)).toBe('kept');
    expect(delivery.nextOffset()).toBe(10);
    expect(keeper.positionOf(0)).toEqual({ nextOffset: 10, lastRecordHash: recordHash(recordAt(9)) });
  });

  test('reads the record before the position first, compares it, and does not hand it over again', async () => {
    const keeper = createKeeper();
    keeper.move(0, { nextOffset: 5, lastRecordHash: recordHash(recordAt(4)) });
    const delivery = deliveryOf(keeper);
    expect(delivery.seekOffset()).toBe(4);
    expect(await delivery.deliver(records(4, 7), isLive)).toBe('kept');
    expect(keeper.rows().map(({ offset }) => offset)).toEqual([5, 6]);
    expect(delivery.seekOffset()).toBe(7);
  });

  test('one skip is forgiven after a new seek, the second in a row halts', async () => {
    const keeper = createKeeper();
    const delivery = deliveryOf(keeper);
    expect(await delivery.deliver(records(3, 5), isLive)).toBe('seek');
    expect(delivery.seekOffset()).toBe(0);
    expect(await delivery.deliver(records(0, 3), isLive)).toBe('kept');
    expect(await delivery.deliver(records(4, 5), isLive)).toBe('seek');
    await expect(delivery.deliver(records(4, 5), isLive)).rejects.toMatchObject({ code: 'RECORDS_SKIPPED' });
    expect(keeper.rows().map(({ offset }) => offset)).toEqual([0, 1, 2]);
  });

  test('a hole inside a batch is a skip as well: nothing of the batch is kept', async () => {
    const keeper = createKeeper();
    expect(await deliveryOf(keeper).deliver([recordAt(0), recordAt(2)], isLive)).toBe('seek');
    expect(keeper.rows()).toEqual([]);
  });

  test('nobody wants it any more: the batch is given up without an error', async () => {
    const keeper = createKeeper();
    const delivery = deliveryOf(keeper);
    expect(await delivery.deliver(records(0, 2), () => false)).toBe('seek');
    expect(keeper.rows()).toEqual([]);
  });

  test('hashes differ where key and value are cut differently', () => {
    const one = recordHash({ key: Buffer.from('ab'), value: Buffer.from('c') });
    const two = recordHash({ key: Buffer.from('a'), value: Buffer.from('bc') });
    const none = recordHash({ key: null, value: Buffer.from('abc') });
    expect(new Set([one, two, none].map(String)).size).toBe(3);
  });
});
