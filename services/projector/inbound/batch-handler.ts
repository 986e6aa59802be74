/** A batch of the log as it arrives: decoded, projected, kept. The same work for a live group and for a rebuild. */
import type { HandleBatch, LogBatch } from '#shared/kafka/delivery.ts';
import type { KeepBatch, PreparedBatch } from '../core/prepared-batch.ts';
import { type Preparing, prepareRecords } from './prepare-records.ts';

/** Told what happened, for figures. */
export interface BatchObserver {
  readonly kept: (batch: LogBatch, seconds: number, deadLetters: number) => void;
  readonly fenced: (batch: LogBatch) => void;
  readonly passed: (recordName: string, count: number) => void;
}

export interface BatchHandlerOptions extends Preparing {
  readonly keep: KeepBatch;
  readonly observer: BatchObserver;
}

/** Handles the batches of one group. */
export function createBatchHandler(options: BatchHandlerOptions): HandleBatch {
  const { keep, observer } = options;
  return async (batch) => {
    const startedAt = performance.now();
    const { records, letters, passed } = await prepareRecords(options, batch.records);
    const { outcome, deadLetters } = await keep({ place: placeOf(batch), records, letters });
    if (outcome === 'fenced') {
      observer.fenced(batch);
      return outcome;
    }
    for (const [recordName, same] of Map.groupBy(passed, (one) => one.recordName))
      observer.passed(recordName, same.length);
    observer.kept(batch, (performance.now() - startedAt) / 1000, deadLetters);
    return outcome;
  };
}

function placeOf(batch: LogBatch): PreparedBatch['place'] {
  const { topic, partition, expectedOffset, nextOffset, lastRecordHash, records } = batch;
  const lastTimestamp = records.at(-1)?.timestamp ?? 0;
  return { topic, partition, expectedOffset, nextOffset, lastRecordHash, lastTimestamp };
}
