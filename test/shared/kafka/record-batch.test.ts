// The one-pass encoder writes what kafkajs would write, byte by byte; compressed, the same records.

import { createRequire } from 'node:module';
import { zstdDecompressSync } from 'node:zlib';
import {
  array,
  asyncProperty,
  boolean,
  assert as check,
  constantFrom,
  dictionary,
  integer,
  nat,
  oneof,
  property,
  record,
  string,
  uint8Array,
} from 'fast-check';
import kafkajs from 'kafkajs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { crc32c } from '#shared/kafka/crc32c.ts';
import { encodeUnder } from '#shared/kafka/kafkajs-encoding.ts';
import { compressionFor } from '#shared/kafka/producer-encoding.ts';

type Encoded = { readonly buffer: Buffer };
type Protocol = (of: { version: number }) => (request: unknown) => {
  readonly request: { readonly encode: () => Promise<Encoded>; readonly apiVersion: number };
};

const load = createRequire(import.meta.url);
const OWN = compressionFor({ encoder: 'own', compression: 'none' });
const OWN_ZSTD = compressionFor({ encoder: 'own', compression: 'zstd' });
const { protocol }: { protocol: Protocol } = load('kafkajs/src/protocol/requests/produce');
const stockCrc: (bytes: Buffer) => number = load('kafkajs/src/protocol/recordBatch/crc32C');

const someText = oneof(string({ unit: 'grapheme', maxLength: 80 }), string({ maxLength: 200 }));
const headerNames = constantFrom(
  'ce_id',
  'ce_source',
  'ce_specversion',
  'content-type',
  'tên',
  'x'.repeat(70),
);
const someHeaders = dictionary(oneof(headerNames, string()), oneof(constantFrom('1.0', 'a', ''), someText), {
  maxKeys: 9,
});
const someRecord = record({
  key: someText,
  value: oneof(uint8Array({ maxLength: 100 }), uint8Array({ minLength: 8_100, maxLength: 8_300 })).map(
    (bytes) => Buffer.from(bytes),
  ),
  headers: someHeaders,
});
/** Runs of equal headers too, as the records of one message have. */
const someRecords = record({
  records: array(someRecord, { minLength: 1, maxLength: 12 }),
  alike: boolean(),
}).map(({ records, alike }) => {
  const [first] = records;
  const shared = first?.headers ?? {};
  return alike ? records.map((each, at) => ({ ...each, headers: { ...shared, ce_id: `${at}` } })) : records;
});
const somePartition = record({
  partition: nat(64),
  firstSequence: integer({ min: 0, max: 2 ** 31 - 1 }),
  messages: someRecords,
});
const someRequest = record({
  acks: constantFrom(-1),
  timeout: nat(60_000),
  producerId: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }).map(String),
  producerEpoch: nat(32_767),
  topicData: array(
    record({
      topic: string({ minLength: 1 }),
      partitions: array(somePartition, { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

async function encoded(request: object, compression: unknown, version = 7): Promise<Buffer> {
  const exchange = protocol({ version })({ ...request, compression });
  expect(exchange.request.apiVersion).toBe(version);
  const { buffer } = await exchange.request.encode();
  return buffer;
}

describe('the one-pass encoder', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-05-05T05:05:05.005Z') });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('writes the bytes that kafkajs writes', async () => {
    await check(
      asyncProperty(someRequest, constantFrom(3, 5, 7), async (request, version) => {
        const ours = await encoded(request, OWN, version);
        const theirs = await encoded(request, kafkajs.CompressionTypes.None, version);
        expect(ours.equals(theirs)).toBe(true);
      }),
      { numRuns: 120 },
    );
  });

  test('a record that grows over each length of its own length is still the same', async () => {
    for (const around of [63, 8_191, 1_048_575]) {
      const messages = Array.from({ length: 120 }, (_, at) => ({
        key: `k${at % 3}`,
        value: Buffer.alloc(Math.max(0, around - 60 + at), at),
        headers: { constant: 'same', changing: `${at % 4}` },
      }));
      const partitions = [{ partition: 0, firstSequence: 0, messages: at(messages, around) }];
      const request = {
        acks: -1,
        timeout: 1,
        producerId: '1',
        producerEpoch: 0,
        topicData: [{ topic: 't', partitions }],
      };
      const ours = await encoded(request, OWN);
      const theirs = await encoded(request, kafkajs.CompressionTypes.None);
      expect(ours.equals(theirs)).toBe(true);
    }
  });

  test('with zstd the same records travel in a frame, unless that would be larger', async () => {
    const one = (messages: readonly object[]) => ({
      acks: -1,
      timeout: 1,
      producerId: '4711',
      producerEpoch: 2,
      topicData: [{ topic: 't', partitions: [{ partition: 3, firstSequence: 9, messages }] }],
    });
    await check(
      asyncProperty(someRecords, async (messages) => {
        const plain = partsOf(await encoded(one(messages), OWN));
        const packed = partsOf(await encoded(one(messages), OWN_ZSTD));
        const isPacked = packed.attributes === 4;
        expect(isPacked ? zstdDecompressSync(packed.records) : packed.records).toEqual(plain.records);
        expect(packed.records.length).toBeLessThanOrEqual(plain.records.length);
        expect(isPacked && plain.records.length < 1_024).toBe(false);
        expect(packed.crc).toBe(packed.computed);
      }),
      { numRuns: 60 },
    );
    const text = Buffer.from('Giấy xác nhận tình trạng hôn nhân '.repeat(100));
    expect(partsOf(await encoded(one([{ key: 'k', value: text, headers: {} }]), OWN_ZSTD)).attributes).toBe(
      4,
    );
    expect((await encoded(one([{ key: 'k', value: text, headers: {} }]), OWN_ZSTD, 6)).includes(text)).toBe(
      true,
    );
  });

  test('refuses to start over another kafkajs', () => {
    const other = (path: string): unknown => (path.endsWith('package.json') ? { version: '2.3.0' } : {});
    expect(() => encodeUnder(other)).toThrow('knows kafkajs 2.2.4, not 2.3.0: set PRODUCER_ENCODER=kafkajs');
    const moved = (path: string): unknown => (path.endsWith('package.json') ? { version: '2.2.4' } : {});
    expect(() => encodeUnder(moved)).toThrow('kafkajs has no produce request where it was');
  });

  test('leaves other producers of the process to kafkajs', async () => {
    const messages = [{ key: null, value: null, headers: { many: ['a', 'b'] }, timestamp: '1' }];
    const topicData = [{ topic: 't', partitions: [{ partition: 0, firstSequence: 0, messages }] }];
    const request = { acks: 1, timeout: 1, topicData };
    expect((await encoded(request, kafkajs.CompressionTypes.GZIP)).includes('many')).toBe(false);
    expect((await encoded(request, undefined)).includes('many')).toBe(true);
  });
});

/** A few around the edge are enough where each is a megabyte. */
function at<T>(messages: readonly T[], around: number): readonly T[] {
  return around > 100_000 ? messages.slice(50, 54) : messages;
}

/** The only batch of a request. */
function partsOf(request: Buffer) {
  const start = request.indexOf(Buffer.from([0, 0, 0, 3])) + 8;
  return {
    crc: request.readUInt32BE(start + 17),
    computed: stockCrc(request.subarray(start + 21)),
    attributes: request.readInt16BE(start + 21),
    records: request.subarray(start + 61),
  };
}

describe('CRC-32C', () => {
  const rising = Buffer.from(Array.from({ length: 32 }, (_, byte) => byte));
  // RFC 3720, B.4.
  test.each([
    ['32 zeros', Buffer.alloc(32), 0x8a9136aa],
    ['32 ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['32 rising bytes', rising, 0x46dd794e],
    ['32 falling bytes', Buffer.from([...rising].toReversed()), 0x113fdb5c],
    [
      'an iSCSI read command',
      Buffer.from(
        '01c000000000000000000000000000001400000000000400000000140000001828000000000000000200000000000000',
        'hex',
      ),
      0xd9963a56,
    ],
  ])('of %s is that of RFC 3720', (_name, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });

  test('of any part of any bytes is what kafkajs computes', () => {
    check(
      property(uint8Array({ maxLength: 300 }), nat(20), nat(20), (bytes, start, less) => {
        const end = Math.max(start, bytes.length - less);
        expect(crc32c(bytes, start, end)).toBe(stockCrc(Buffer.from(bytes.subarray(start, end))));
      }),
    );
  });
});
