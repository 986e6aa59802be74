/** What is written for records of the log: rows of the tables that schemas/read-models declares. */
import type { IndexRows } from '#schemas/read-models/index-tables.ts';

/** A record as it stands in the log. */
export interface RawRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Epoch milliseconds, Kafka's. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface FactRow {
  readonly aggregateKey: string;
  readonly factId: string;
  readonly bodyHash: string;
  readonly eventType: string;
  /** Epoch milliseconds. */
  readonly occurredAt: number;
  /** Epoch milliseconds. */
  readonly recordedAt: number;
  readonly source: string;
  readonly eventId: string;
  readonly partition: number;
  readonly offset: number;
  readonly payload: Buffer;
}

export interface DeadLetterRow {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly aggregateKey: string | undefined;
  readonly eventType: string | undefined;
  readonly reason: string;
  readonly fingerprint: string;
  /** Epoch milliseconds, Kafka's. */
  readonly recordTimestamp: number;
  readonly rawKey: Buffer | null;
  readonly rawValue: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A record that can be kept, with its rows. */
export interface KeptRecord {
  readonly record: RawRecord;
  readonly fact: FactRow;
  readonly index: IndexRows;
}

/** Everything that one batch writes, one list a table. */
export interface BatchRows {
  readonly facts: readonly FactRow[];
  /** No row twice. */
  readonly index: IndexRows;
}
