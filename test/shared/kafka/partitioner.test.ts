// The partitioner agrees with Kafka's Java client. Vectors: org.apache.kafka.common.utils.UtilsTest.testMurmur2.

import { assert, integer, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { murmur2, partitionOf } from '#shared/kafka/partitioner.ts';

describe('partitioner', () => {
  test.each([
    ['21', -973_932_308],
    ['foobar', -790_332_482],
    ['a-little-bit-long-string', -985_981_536],
    ['a-little-bit-longer-string', -1_486_304_829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
    ['abc', 479_470_107],
  ])('murmur2 of %s is that of the Java client', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  test('a key is always in one of the partitions, and always in the same', () => {
    assert(
      property(string({ unit: 'grapheme' }), integer({ min: 1, max: 64 }), (key, partitions) => {
        const partition = partitionOf(key, partitions);
        expect(partition).toBeGreaterThanOrEqual(0);
        expect(partition).toBeLessThan(partitions);
        expect(partitionOf(key, partitions)).toBe(partition);
      }),
    );
  });
});
