// Answers to produce requests (version 7) as a broker in trouble would give them.

import { Cursor, type RequestHead } from './frames.ts';

/** Of an entry: partition, code, base offset, time, first offset. */
const ENTRY_BYTES = 4 + 2 + 8 + 8 + 8;

/** The answer that every partition of the request failed with this code. */
export function refusal(request: Buffer, head: RequestHead, code: number): Buffer {
  const parts: Buffer[] = [int32(head.correlationId)];
  const topics = partitionsOf(request, head);
  parts.push(int32(topics.length));
  for (const { topic, partitions } of topics) {
    const name = Buffer.from(topic);
    parts.push(int16(name.length), name, int32(partitions.length));
    for (const partition of partitions) {
      const entry = Buffer.alloc(ENTRY_BYTES, 0xff);
      entry.writeInt32BE(partition, 0);
      entry.writeInt16BE(code, 4);
      parts.push(entry);
    }
  }
  parts.push(int32(0));
  const body = Buffer.concat(parts);
  return Buffer.concat([int32(body.length), body]);
}

/** Writes the code over that of every `nth` partition of a real answer: written, and said not to be. */
export function disown(answer: Buffer, code: number, nth: number): void {
  const cursor = new Cursor(answer, 8);
  let count = 0;
  for (let topics = cursor.int32(); topics > 0; topics -= 1) {
    cursor.string();
    for (let partitions = cursor.int32(); partitions > 0; partitions -= 1) {
      if (count % nth === 0) answer.writeInt16BE(code, cursor.at + 4);
      count += 1;
      cursor.at += ENTRY_BYTES;
    }
  }
}

function partitionsOf(request: Buffer, { apiVersion, bodyAt }: RequestHead) {
  if (apiVersion !== 7) throw new Error(`a produce request of version ${apiVersion}`);
  const cursor = new Cursor(request, bodyAt);
  cursor.string();
  cursor.int16();
  cursor.int32();
  return Array.from({ length: cursor.int32() }, () => {
    const topic = cursor.string();
    const partitions = Array.from({ length: cursor.int32() }, () => {
      const partition = cursor.int32();
      const bytes = cursor.int32();
      cursor.at += bytes;
      return partition;
    });
    return { topic, partitions };
  });
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
