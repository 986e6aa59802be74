/** A batch of the log with what its records mean, ready to be kept. */
import type { DeadLetterRow, KeptRecord } from './rows.ts';

/** Where a batch stands in its partition. */
export interface BatchPlace {
  readonly topic: string;
  readonly partition: number;
  /** Where the stored position must stand for the batch to count. */
  readonly expectedOffset: number;
  readonly nextOffset: number;
  readonly lastRecordHash: Buffer;
  /** Kafka's timestamp of the last record, epoch milliseconds. */
  readonly lastTimestamp: number;
}

export interface PreparedBatch {
  readonly place: BatchPlace;
  readonly records: readonly KeptRecord[];
  /** Records that could not even be understood. */
  readonly letters: readonly DeadLetterRow[];
}

export interface KeptBatch {
  /** `fenced`: somebody else moved the position, nothing was kept. */
  readonly outcome: 'advanced' | 'fenced';
  readonly deadLetters: number;
}

/** Keeps a batch whole or not at all. What it throws may succeed later, unless it says that delivery must halt. */
export type KeepBatch = (prepared: PreparedBatch) => Promise<KeptBatch>;
