/** A batch of the log as it arrives: decoded, projected, kept. The same work for a live group and for a rebuild. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { DecodeValue } from '#shared/avro/event-decoder.ts';
import type { HandleBatch, LogBatch } from '#shared/kafka/delivery.ts';
import { deadLetterOf } from '../core/dead-letter.ts';
import type { KeepBatch, PreparedBatch } from '../core/prepared-batch.ts';
import type { Projection } from '../core/projections.ts';
import type { DeadLetterRow, KeptRecord, RawRecord } from '../core/rows.ts';
import { type DecodedFactRecord, decodeRecord } from './decode.ts';

/** Told what happened, for figures. */
export interface BatchObserver {
  readonly kept: (batch: LogBatch, seconds: number, deadLetters: number) => void;
  readonly fenced: (batch: LogBatch) => void;
  readonly passed: (recordName: string, count: number) => void;
}

export interface BatchHandlerOptions {
  readonly decode: DecodeValue;
  readonly projection: Projection;
  readonly keep: KeepBatch;
  readonly observer: BatchObserver;
}

/** Handles the batches of one group. */
export function createBatchHandler(options: BatchHandlerOptions): HandleBatch {
  const { keep, observer } = options;
  return async (batch) => {
    const startedAt = performance.now();
    const passed = new Map<string, number>();
    const prepared = await prepare(options, batch, (recordName) => {
      passed.set(recordName, (passed.get(recordName) ?? 0) + 1);
    });
    const { outcome, deadLetters } = await keep(prepared);
    if (outcome === 'fenced') {
      observer.fenced(batch);
      return outcome;
    }
    for (const [recordName, count] of passed) observer.passed(recordName, count);
    observer.kept(batch, (performance.now() - startedAt) / 1000, deadLetters);
    return outcome;
  };
}

/** Less than a millisecond: answers of PostgreSQL to the batch of another partition do not wait for longer. */
const RECORDS_AT_A_TIME = 50;

async function prepare(
  { decode, projection }: BatchHandlerOptions,
  batch: LogBatch,
  onUnknownType: (recordName: string) => void,
): Promise<PreparedBatch> {
  const records: KeptRecord[] = [];
  const letters: DeadLetterRow[] = [];
  for (const [index, record] of batch.records.entries()) {
    if (index % RECORDS_AT_A_TIME === RECORDS_AT_A_TIME - 1) await othersTurn();
    const decoding = decodeRecord(decode, record);
    const decoded = decoding instanceof Promise ? await decoding : decoding;
    if (decoded.kind === 'unknown-type') onUnknownType(decoded.recordName);
    else if (decoded.kind === 'failed') letters.push(deadLetterOf(record, decoded.failure));
    else {
      const kept = project(projection, record, decoded);
      if ('record' in kept) records.push(kept);
      else letters.push(kept);
    }
  }
  return { place: placeOf(batch), records, letters };
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

function placeOf(batch: LogBatch): PreparedBatch['place'] {
  const { topic, partition, expectedOffset, nextOffset, lastRecordHash, records } = batch;
  const lastTimestamp = records.at(-1)?.timestamp ?? 0;
  return { topic, partition, expectedOffset, nextOffset, lastRecordHash, lastTimestamp };
}
