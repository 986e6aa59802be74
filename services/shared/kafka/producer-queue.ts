/**
 * Callers waiting for the next send. Bounded by records and bytes; the records of one caller stay together.
 * Pure bookkeeping: knows nothing of Kafka or of time.
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
  readonly resolve: (positions: RecordPosition[]) => void;
  readonly reject: (error: Error) => void;
};

/** Callers in order of arrival. */
export type SendQueue = {
  /** @throws ProducerFullError when what waits and flies would exceed the limits. */
  readonly add: (send: PendingSend) => void;
  /** Takes the next batch out of the queue; it still counts until `release`. Empty when nobody waits. */
  readonly takeBatch: () => PendingSend[];
  /** Forgets a caller that no longer waits (its deadline passed). Whether it was still in the queue. */
  readonly drop: (send: PendingSend) => boolean;
  /** Gives back the room of a batch that was taken. */
  readonly release: (batch: readonly PendingSend[]) => void;
};

/** An empty queue. */
export function createSendQueue(limits: ProducerLimits): SendQueue {
  const waiting = new Set<PendingSend>();
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
      return batch;
    },
    drop(send) {
      const was = waiting.delete(send);
      if (was) leave(send);
      return was;
    },
    release(batch) {
      for (const send of batch) leave(send);
    },
  };
}

/** Kafka's own bytes around a record (lengths, deltas, header counts), rounded up. */
const RECORD_OVERHEAD_BYTES = 40;

/** Bytes of a record in a batch, never too few. */
export function recordBytes(record: OutgoingRecord): number {
  let bytes = RECORD_OVERHEAD_BYTES + Buffer.byteLength(record.key) + record.value.length;
  for (const [name, value] of Object.entries(record.headers)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value) + 4;
  }
  return bytes;
}

/**
 * Bytes of one caller's records together.
 * @throws RecordRefusedError if they could never be one batch per partition.
 */
export function sizeOf(records: readonly OutgoingRecord[], limits: ProducerLimits): number {
  const perPartition = new Map<string, number>();
  let total = 0;
  for (const record of records) {
    const bytes = recordBytes(record);
    const place = `${record.topic}/${record.partition}`;
    const sum = (perPartition.get(place) ?? 0) + bytes;
    perPartition.set(place, sum);
    total += bytes;
    if (sum > limits.partitionBytesMax) {
      throw new RecordRefusedError(`more than ${limits.partitionBytesMax} bytes for ${place} in one message`);
    }
  }
  if (records.length > limits.queueRecordsMax || total > limits.queueBytesMax) {
    throw new RecordRefusedError(
      `${records.length} records of ${total} bytes are more than one message may bring`,
    );
  }
  return total;
}
