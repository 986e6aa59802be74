// What stands between a Kafka client and a broker reads of their talk: whole messages, their heads, and where brokers are.

import type { Socket } from 'node:net';

export const PRODUCE = 0;
export const METADATA = 3;

/** The head of a request. */
export interface RequestHead {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  /** Where the body begins, from the begin of the frame with its length. */
  readonly bodyAt: number;
}

/** Gives every whole frame, its four bytes of length included, in order. */
export function onFrames(socket: Socket, take: (frame: Buffer) => void): void {
  let waiting: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    while (waiting.length >= 4) {
      const end = 4 + waiting.readInt32BE(0);
      if (waiting.length < end) return;
      const frame = waiting.subarray(0, end);
      waiting = waiting.subarray(end);
      take(frame);
    }
  });
}

/** Of a request frame (header version 1: every request that kafkajs makes). */
export function headOf(frame: Buffer): RequestHead {
  const clientId = frame.readInt16BE(12);
  return {
    apiKey: frame.readInt16BE(4),
    apiVersion: frame.readInt16BE(6),
    correlationId: frame.readInt32BE(8),
    bodyAt: 14 + Math.max(0, clientId),
  };
}

export function correlationOf(answer: Buffer): number {
  return answer.readInt32BE(4);
}

/** A reader of Kafka's primitive types that remembers where it is. */
export class Cursor {
  at: number;
  readonly #frame: Buffer;

  constructor(frame: Buffer, at: number) {
    this.#frame = frame;
    this.at = at;
  }

  int16(): number {
    this.at += 2;
    return this.#frame.readInt16BE(this.at - 2);
  }

  int32(): number {
    this.at += 4;
    return this.#frame.readInt32BE(this.at - 4);
  }

  /** Null is as good as empty here. */
  string(): string {
    const length = Math.max(0, this.int16());
    this.at += length;
    return this.#frame.toString('utf8', this.at - length, this.at);
  }
}

/** Writes over the port of every broker that a metadata answer names: clients come back by way of us. */
export function leadThrough(answer: Buffer, apiVersion: number, port: number): void {
  const cursor = new Cursor(answer, 8);
  if (apiVersion >= 3) cursor.int32();
  for (let left = cursor.int32(); left > 0; left -= 1) {
    cursor.int32();
    cursor.string();
    cursor.int32();
    answer.writeInt32BE(port, cursor.at - 4);
    if (apiVersion >= 1) cursor.string();
  }
}
