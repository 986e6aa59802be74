/**
 * Callers waiting for the next send, or for the end of the one in flight. Bounded by records and bytes; the records of one
 * caller stay together; nobody waits past the deadline. Pure bookkeeping: knows nothing of Kafka, and is told the time.
 */
import { ProducerFullError, RecordRefusedError } from './producer-errors.ts';

/** A record on its way out. The partition is explicit: `partitionOf` of `partitioner.ts`. */
export type OutgoingRecord = {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
};

/** Where a record stands in the log. */
export type RecordPosition = { readonly topic: string; readonly partition: number; readonly offset: number };

/** What a producer takes at most. */
export type ProducerLimits = {
  /** One send closes when the next caller would exceed these; a larger single caller goes alone. */
  readonly batchRecordsMax: number;
  readonly batchBytesMax: number;
  /** Waiting and in flight together; beyond it callers are refused. */
  readonly queueRecordsMax: number;
  readonly queueBytesMax: number;
  /** Records of one caller in one partition: they are one batch, and the topic bounds a batch. */
  readonly partitionBytesMax: number;
  /** From `send` to acknowledgement, in milliseconds. */
  readonly deadlineMs: number;
};

/** One caller's records and what tells the caller how it ended. */
export type PendingSend = {
  readonly records: readonly OutgoingRecord[];
  readonly bytes: number;
  /** When the caller gives up, in milliseconds of the clock that `expire` is told. */
  readonly dueAt: number;
  readonly resolve: (positions: RecordPosition[]) => void;
  readonly reject: (error: Error) => void;
};

/** Callers in order of arrival. */
export type SendQueue = {
  /** @throws ProducerFullError when what waits and flies would exceed the limits. */
  readonly add: (send: PendingSend) => void;
  /** Takes the next batch out of the queue; it still counts until `release`. Empty when nobody waits. */
  readonly takeBatch: () => PendingSend[];
  /** Gives back the room of the batch that was taken. */
  readonly release: () => void;
  /**
   * Tells those whose time is over: who still waits is forgotten, who is in flight only no longer waits for the end.
   * Gives when it is to be called next; undefined while nobody waits or flies.
   */
  readonly expire: (now: number, late: () => Error) => number | undefined;
};

/** An empty queue. */
export function createSendQueue(limits: ProducerLimits): SendQueue {
  // In order of arrival, so of their deadlines, too.
  const waiting = new Set<PendingSend>();
  let flying: PendingSend[] = [];
  /** How many of those in flight were told that their time is over. */
  let told = 0;
  let records = 0;
  let bytes = 0;

  function leave(send: PendingSend): void {
    records -= send.records.length;
    bytes -= send.bytes;
  }

  return {
    add(send) {
      const full =
        records + send.records.length > limits.queueRecordsMax || bytes + send.bytes > limits.queueBytesMax;
      if (full) throw new ProducerFullError(`${records} records (${bytes} bytes) already wait for Kafka`);
      waiting.add(send);
      records += send.records.length;
      bytes += send.bytes;
    },
    takeBatch() {
      const batch: PendingSend[] = [];
      let batchRecords = 0;
      let batchBytes = 0;
      for (const send of waiting) {
        batchRecords += send.records.length;
        batchBytes += send.bytes;
        const over = batchRecords > limits.batchRecordsMax || batchBytes > limits.batchBytesMax;
        if (over && batch.length > 0) break;
        batch.push(send);
        waiting.delete(send);
      }
      flying = batch;
      told = 0;
      return batch;
    },
    release() {
      for (const send of flying) leave(send);
      flying = [];
      told = 0;
    },
    expire(now, late) {
      for (let send = flying[told]; send !== undefined && send.dueAt <= now; send = flying[told]) {
        send.reject(late());
        told += 1;
      }
      const next = flying[told]?.dueAt;
      for (const send of waiting) {
        if (send.dueAt > now) return next ?? send.dueAt;
        waiting.delete(send);
        leave(send);
        send.reject(late());
      }
      return next;
    },
  };
}

/** Kafka's own bytes around a record (lengths, deltas, header counts), rounded up. */
const RECORD_OVERHEAD_BYTES = 40;
const HEADER_OVERHEAD_BYTES = 4;
/** A character takes no more bytes of UTF-8 for each of its units. */
const UTF8_BYTES_MAX = 3;

type BytesOfText = (text: string) => number;
/** Texts are short: to count each would cost more than it tells. */
const atMost: BytesOfText = (text) => text.length * UTF8_BYTES_MAX;

/** Bytes of a record in a batch, never too few; by default an estimate that is quick. */
export function recordBytes({ key, value, headers }: OutgoingRecord, bytesOf = atMost): number {
  let bytes = RECORD_OVERHEAD_BYTES + value.length + bytesOf(key);
  for (const name in headers) bytes += HEADER_OVERHEAD_BYTES + bytesOf(name) + bytesOf(headers[name] ?? '');
  return bytes;
}

/**
 * Bytes of one caller's records together. Nobody is refused by an estimate.
 * @throws RecordRefusedError if they could never be one batch per partition.
 */
export function sizeOf(records: readonly OutgoingRecord[], limits: ProducerLimits): number {
  let total = 0;
  for (const record of records) total += recordBytes(record);
  if (total > Math.min(limits.partitionBytesMax, limits.queueBytesMax)) total = countedSize(records, limits);
  if (records.length > limits.queueRecordsMax || total > limits.queueBytesMax) {
    throw new RecordRefusedError(
      `${records.length} records of ${total} bytes are more than one message may bring`,
    );
  }
  return total;
}

function countedSize(records: readonly OutgoingRecord[], { partitionBytesMax }: ProducerLimits): number {
  const perPartition = new Map<string, number>();
  let total = 0;
  for (const record of records) {
    const bytes = recordBytes(record, (text) => Buffer.byteLength(text));
    const place = `${record.topic}/${record.partition}`;
    const sum = (perPartition.get(place) ?? 0) + bytes;
    perPartition.set(place, sum);
    total += bytes;
    if (sum > partitionBytesMax) {
      throw new RecordRefusedError(`more than ${partitionBytesMax} bytes for ${place} in one message`);
    }
  }
  return total;
}
