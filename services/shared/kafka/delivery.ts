/**
 * The port between the delivery loop (`consumer.ts`) and whoever keeps what was delivered. The loop promises:
 * batches of one partition come one after another, without a gap, starting at the stored position. The keeper
 * promises: rows and position move in one transaction, and only if the position was where the batch says.
 */
import { createHash } from 'node:crypto';

/** A record as it stands in the log. Offsets are gapless; `timestamp` is Kafka's, in epoch milliseconds. */
export type LogRecord = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
};

/** Records of one partition, at least one, offsets `expectedOffset` to `nextOffset - 1` without a gap. */
export type LogBatch = {
  readonly topic: string;
  readonly partition: number;
  /** Where the stored position must stand for this batch to count: `where next_offset = expectedOffset`. */
  readonly expectedOffset: number;
  /** Where the stored position stands afterwards. */
  readonly nextOffset: number;
  /** `recordHash` of the last record; stored beside the position, verified at the next start. */
  readonly lastRecordHash: Buffer;
  readonly records: readonly LogRecord[];
};

/** How far a partition has been kept. */
export type StoredPosition = { readonly nextOffset: number; readonly lastRecordHash: Buffer | undefined };

/** Reads positions; they are only ever advanced by `handleBatch`. */
export type PositionStore = {
  /** The position of a partition; undefined if nothing of it was ever kept, which means: begin at offset 0. */
  readonly read: (topic: string, partition: number) => Promise<StoredPosition | undefined>;
};

/**
 * `advanced`: rows and position are committed. `fenced`: the conditional update met 0 rows, nothing was
 * committed, somebody else moved the position; the batch is dropped and delivery begins again at the position.
 */
export type BatchOutcome = 'advanced' | 'fenced';

/**
 * Keeps one batch. A thrown error is taken as transient: the same batch is handed over again with a growing
 * pause, for as long as it takes. Permanent failures of single records are the keeper's business (dead letters).
 * Throw `DeliveryHalt` to stop the group until a person has looked.
 */
export type HandleBatch = (batch: LogBatch) => Promise<BatchOutcome>;

/** Why a group stopped by itself. */
export type HaltCode =
  /** The log ends before the position: it was cut or replaced. */
  | 'POSITION_BEYOND_END'
  /** The log begins after the position: records were deleted. */
  | 'POSITION_BEFORE_START'
  /** The record before the position is not the one that was kept. */
  | 'RECORD_HASH_MISMATCH'
  /** Kafka's client left records out, twice in a row. */
  | 'RECORDS_SKIPPED'
  /** The keeper was fenced again and again although the position did not move. */
  | 'POSITION_STUCK'
  /** The keeper saw more permanent failures than bad data explains. */
  | 'TOO_MANY_FAILURES';

/** Stops delivery of a group until it is started anew. `message` says what was found and what to do. */
export class DeliveryHalt extends Error {
  readonly code: HaltCode;

  constructor(code: HaltCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DeliveryHalt';
    this.code = code;
  }
}

/** SHA-256 over key and value, each with its length before it, so that no two records share a preimage. */
export function recordHash(record: Pick<LogRecord, 'key' | 'value'>): Buffer {
  const hash = createHash('sha256');
  for (const part of [record.key, record.value]) {
    const length = Buffer.alloc(4);
    length.writeInt32BE(part === null ? -1 : part.length);
    hash.update(length);
    if (part !== null) hash.update(part);
  }
  return hash.digest();
}
