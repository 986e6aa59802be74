/**
 * One partition in one generation of the consumer group: decides for every fetched batch whether it is what comes
 * next, and hands it over until it is kept. Knows nothing of kafkajs.
 */
import {
  type BatchOutcome,
  DeliveryHalt,
  type HandleBatch,
  type LogBatch,
  type LogRecord,
  type PositionStore,
  recordHash,
  type StoredPosition,
} from './delivery.ts';
import { untilDone } from './retry.ts';

/** How a fetched batch ended: all of it kept, or fetching must go on from `seekOffset`. */
export type Delivered = 'kept' | 'seek';

/** The delivery of one partition. */
export type PartitionDelivery = {
  /** Where fetching must start or go on. One before the position until the record kept last was verified. */
  readonly seekOffset: () => number;
  /** The position as far as this process knows. */
  readonly nextOffset: () => number;
  /** When the position last moved, or delivery of this generation began (epoch milliseconds). */
  readonly lastProgressAt: () => number;
  /** Records kept by this client. */
  readonly recordsKept: () => number;
  /** Whether a batch is being handed over. */
  readonly isBusy: () => boolean;
  /**
   * Hands over what was fetched; tries again until it is kept or `isLive` says no.
   * @throws DeliveryHalt
   */
  readonly deliver: (records: readonly LogRecord[], isLive: () => boolean) => Promise<Delivered>;
};

/** What a partition's delivery works with. */
export type PartitionDeliveryOptions = {
  readonly topic: string;
  readonly partition: number;
  readonly stored: StoredPosition | undefined;
  readonly positions: PositionStore;
  readonly handleBatch: HandleBatch;
  readonly batchRecordsMax: number;
  readonly onRetry: (error: unknown, attempt: number) => void;
};

const SKIPS_MAX = 2;
const STUCK_FENCES_MAX = 5;

/** Delivery that begins at the stored position. */
export function createPartitionDelivery(options: PartitionDeliveryOptions): PartitionDelivery {
  return new Delivery(options);
}

class Delivery implements PartitionDelivery {
  readonly #options: PartitionDeliveryOptions;
  readonly #place: string;
  #next: number;
  /** Hash of the record before the position, until that record was read and compared. */
  #unverified: Buffer | undefined;
  #skips = 0;
  #stuckFences = 0;
  #progressAt = Date.now();
  #kept = 0;
  #busy = false;

  constructor(options: PartitionDeliveryOptions) {
    this.#options = options;
    this.#place = `${options.topic}/${options.partition}`;
    this.#next = options.stored?.nextOffset ?? 0;
    this.#unverified = this.#next > 0 ? options.stored?.lastRecordHash : undefined;
  }

  seekOffset(): number {
    return this.#unverified === undefined ? this.#next : this.#next - 1;
  }

  nextOffset(): number {
    return this.#next;
  }

  lastProgressAt(): number {
    return this.#progressAt;
  }

  recordsKept(): number {
    return this.#kept;
  }

  isBusy(): boolean {
    return this.#busy;
  }

  async deliver(records: readonly LogRecord[], isLive: () => boolean): Promise<Delivered> {
    this.#busy = true;
    try {
      const stray = firstStray(records, this.seekOffset());
      return stray === undefined
        ? await this.#keep(this.#verified(records), isLive)
        : await this.#skipped(stray, isLive);
    } finally {
      this.#busy = false;
    }
  }

  async #keep(records: readonly LogRecord[], isLive: () => boolean): Promise<Delivered> {
    const { batchRecordsMax, handleBatch, onRetry } = this.#options;
    for (let at = 0; at < records.length; at += batchRecordsMax) {
      const batch = batchOf(records.slice(at, at + batchRecordsMax));
      const tried = await untilDone<BatchOutcome>(() => handleBatch(batch), isLive, onRetry);
      if (!tried.done) return 'seek';
      if (tried.value === 'fenced') return this.#fenced(batch.expectedOffset, isLive);
      this.#next = batch.nextOffset;
      this.#skips = 0;
      this.#stuckFences = 0;
      this.#kept += batch.records.length;
      this.#progressAt = Date.now();
    }
    return 'kept';
  }

  /** The records from the position on; the one before it, read first, must be the one that was kept. */
  #verified(records: readonly LogRecord[]): readonly LogRecord[] {
    const [first] = records;
    if (this.#unverified === undefined || first === undefined) return records;
    if (!recordHash(first).equals(this.#unverified)) {
      const what = `${this.#place}: the record at offset ${first.offset} is not the one that was kept`;
      throw new DeliveryHalt(
        'RECORD_HASH_MISMATCH',
        `${what}; the log was replaced: rebuild, or restore the log`,
      );
    }
    this.#unverified = undefined;
    return records.slice(1);
  }

  async #skipped(found: number, isLive: () => boolean): Promise<Delivered> {
    this.#skips += 1;
    if (this.#skips >= SKIPS_MAX) {
      const what = `${this.#place}: got offset ${found} where ${this.seekOffset()} comes next, ${this.#skips} times after a seek`;
      throw new DeliveryHalt(
        'RECORDS_SKIPPED',
        `${what}; restart the process, and look at the topic if it comes back`,
      );
    }
    await this.#reload(isLive);
    return 'seek';
  }

  async #fenced(expected: number, isLive: () => boolean): Promise<Delivered> {
    await this.#reload(isLive);
    this.#stuckFences = this.#next === expected ? this.#stuckFences + 1 : 0;
    if (this.#stuckFences >= STUCK_FENCES_MAX) {
      const what = `${this.#place}: the position stays at ${expected} but refuses to be advanced from there`;
      throw new DeliveryHalt('POSITION_STUCK', `${what}; look at the row of the position`);
    }
    return 'seek';
  }

  /** Somebody else moved the position, or the client left records out: go on where the store stands. */
  async #reload(isLive: () => boolean): Promise<void> {
    const { positions, topic, partition, onRetry } = this.#options;
    const stored = await untilDone(() => positions.read(topic, partition), isLive, onRetry);
    if (!stored.done) return;
    this.#next = stored.value?.nextOffset ?? 0;
    this.#unverified = this.#next > 0 ? stored.value?.lastRecordHash : undefined;
  }
}

/** The first offset that is not the one expected; offsets are gapless because nothing is compacted. */
function firstStray(records: readonly LogRecord[], expected: number): number | undefined {
  return records.find(({ offset }, index) => offset !== expected + index)?.offset;
}

function batchOf(records: readonly LogRecord[]): LogBatch {
  const first = records.at(0);
  const last = records.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a batch has at least one record');
  return {
    topic: first.topic,
    partition: first.partition,
    expectedOffset: first.offset,
    nextOffset: last.offset + 1,
    lastRecordHash: recordHash(last),
    records,
  };
}
