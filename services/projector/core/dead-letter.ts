/** Records that cannot be kept: why, and the row that keeps them whole for an operator. */
import type { DeadLetterRow, RawRecord } from './rows.ts';

/** Where on its way a record failed. */
export type FailureStage = 'KEY' | 'DECODE' | 'PROJECT' | 'STORE';

/** A failure that trying again cannot mend. `reason` names no personal value: it is shown to operators. */
export interface PermanentFailure {
  readonly stage: FailureStage;
  /** From a closed list, or a code of PostgreSQL: what failures of one cause have in common. */
  readonly code: string;
  readonly reason: string;
}

/** An index row of PostgreSQL holds 2,704 bytes; a key beyond this can have no facts anyway. */
const KEY_LENGTH_MAX = 500;
const REASON_LENGTH_MAX = 1000;

/** The dead letter of a record. What PostgreSQL refuses in text is replaced; the raw bytes keep the truth. */
export function deadLetterOf(record: RawRecord, failure: PermanentFailure): DeadLetterRow {
  const eventType = record.headers['ce_type'];
  return {
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    aggregateKey:
      record.key === null ? undefined : storable(record.key.toString('utf8')).slice(0, KEY_LENGTH_MAX),
    eventType: eventType === undefined ? undefined : storable(eventType).slice(0, KEY_LENGTH_MAX),
    reason: storable(failure.reason).slice(0, REASON_LENGTH_MAX),
    fingerprint: [failure.stage, failure.code, storable(eventType ?? '-').slice(0, KEY_LENGTH_MAX)].join(' '),
    recordTimestamp: record.timestamp,
    rawKey: record.key,
    rawValue: record.value,
    headers: record.headers,
  };
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\u{FFFD}');
}
