/**
 * Which partition a key belongs to: the murmur2 of Kafka's Java client, so that other tools put the same key
 * into the same partition (org.apache.kafka.common.utils.Utils.murmur2, BuiltInPartitioner.partitionForKey).
 */

const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** murmur2 of the first `length` bytes, as a signed 32-bit integer. */
export function murmur2(data: Uint8Array, length = data.length): number {
  let hash = SEED ^ length;
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let word =
      byteAt(data, at) |
      (byteAt(data, at + 1) << 8) |
      (byteAt(data, at + 2) << 16) |
      (byteAt(data, at + 3) << 24);
    word = Math.imul(word, M);
    word ^= word >>> 24;
    hash = Math.imul(hash, M) ^ Math.imul(word, M);
  }
  const rest = length - whole;
  if (rest > 2) hash ^= byteAt(data, whole + 2) << 16;
  if (rest > 1) hash ^= byteAt(data, whole + 1) << 8;
  if (rest > 0) hash = Math.imul(hash ^ byteAt(data, whole), M);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, M);
  return (hash ^ (hash >>> 15)) | 0;
}

function byteAt(data: Uint8Array, at: number): number {
  return data[at] ?? 0;
}

/** Where the bytes of a key stand for a moment; longer ones get memory of their own. */
const shortKey = Buffer.alloc(1024);
const UTF8_BYTES_MAX = 3;

/** The partition, 0 to `partitions` - 1, of a key's UTF-8 bytes. */
export function partitionOf(key: string, partitions: number): number {
  const isShort = key.length * UTF8_BYTES_MAX <= shortKey.length;
  const hash = isShort ? murmur2(shortKey, shortKey.write(key)) : murmur2(Buffer.from(key));
  return (hash & 0x7fffffff) % partitions;
}
