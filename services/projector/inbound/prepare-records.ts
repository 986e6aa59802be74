/** Records of the log as rows to be kept, or as dead letters: the same work for a batch and for a redrive. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { DecodeValue } from '#shared/avro/event-decoder.ts';
import { deadLetterOf } from '../core/dead-letter.ts';
import type { Projection } from '../core/projections.ts';
import type { DeadLetterRow, KeptRecord, RawRecord } from '../core/rows.ts';
import { type DecodedFactRecord, decodeRecord } from './decode.ts';

export interface Preparing {
  readonly decode: DecodeValue;
  readonly projection: Projection;
}

export interface Prepared {
  readonly records: readonly KeptRecord[];
  /** Records that could not even be understood. */
  readonly letters: readonly DeadLetterRow[];
  /** Sound records of types that this version does not know: nothing is kept of them. */
  readonly passed: readonly { readonly record: RawRecord; readonly recordName: string }[];
}

/** Less than a millisecond: answers of PostgreSQL to the batch of another partition do not wait for longer. */
const RECORDS_AT_A_TIME = 50;

/** Throws only what may pass by itself: a schema registry that does not answer. */
export async function prepareRecords(
  { decode, projection }: Preparing,
  raw: readonly RawRecord[],
): Promise<Prepared> {
  const records: KeptRecord[] = [];
  const letters: DeadLetterRow[] = [];
  const passed: { record: RawRecord; recordName: string }[] = [];
  for (const [index, record] of raw.entries()) {
    if (index % RECORDS_AT_A_TIME === RECORDS_AT_A_TIME - 1) await othersTurn();
    const decoding = decodeRecord(decode, record);
    const decoded = decoding instanceof Promise ? await decoding : decoding;
    if (decoded.kind === 'unknown-type') passed.push({ record, recordName: decoded.recordName });
    else if (decoded.kind === 'failed') letters.push(deadLetterOf(record, decoded.failure));
    else {
      const kept = project(projection, record, decoded);
      if ('record' in kept) records.push(kept);
      else letters.push(kept);
    }
  }
  return { records, letters, passed };
}

/** A projection that throws has met a fact that nobody thought of: the fact is set aside, the stream goes on. */
function project(
  projection: Projection,
  record: RawRecord,
  { fact, row }: DecodedFactRecord,
): KeptRecord | DeadLetterRow {
  try {
    return { record, fact: row, index: projection(fact) };
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    return deadLetterOf(record, {
      stage: 'PROJECT',
      code: name,
      reason: `no rows could be made of ${row.eventType}: ${name}`,
    });
  }
}
