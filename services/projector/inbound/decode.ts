/**
 * From bytes of the log to facts. Promises: what can never be understood is told apart from what cannot be
 * understood now (a schema registry that does not answer), which is thrown and tried again.
 */
import { isUtf8 } from 'node:buffer';
import type { HubEvent } from '#schemas/generated/events.ts';
import type { DecodedValue, DecodeValue } from '#shared/avro/event-decoder.ts';
import { factIdOf, uuidText } from '#shared/pure/hub-key.ts';
import type { PermanentFailure } from '../core/dead-letter.ts';
import type { DecodedFact } from '../core/decoded-fact.ts';
import type { FactRow, RawRecord } from '../core/rows.ts';

/** A record that is a fact, with its row. */
export interface DecodedFactRecord {
  readonly kind: 'fact';
  readonly fact: DecodedFact;
  readonly row: FactRow;
}

/** What a record turned out to be. */
export type DecodedRecord =
  | DecodedFactRecord
  | { readonly kind: 'unknown-type'; readonly recordName: string }
  | { readonly kind: 'failed'; readonly failure: PermanentFailure };

const HASH_BYTES = 16;

/** Decodes a record with, for a correction, the fact inside; at once where the schemas are known already. */
export function decodeRecord(decode: DecodeValue, record: RawRecord): DecodedRecord | Promise<DecodedRecord> {
  const key = keyOf(record);
  if (key === undefined) return failed('KEY', 'NO_KEY', 'the record has no key that is UTF-8 text');
  const payload = record.value;
  if (payload === null) return failed('DECODE', 'NO_VALUE', 'the record has no value');
  return chained(decode(payload), (value) => {
    if (value.kind === 'broken') return failed('DECODE', value.code, value.reason);
    if (value.kind === 'unknown-type') return value;
    const { event } = value;
    if (event.bodyHash.length !== HASH_BYTES) {
      return failed('DECODE', 'BODY_HASH', `bodyHash has ${event.bodyHash.length} bytes, not ${HASH_BYTES}`);
    }
    const row = factRow(record, payload, key, event);
    // One level deep: a correction inside a correction names another target and states nothing here.
    if (event.eventName !== 'FactCorrected') return factOf(row, event, undefined);
    return chained(decode(event.fact), (replacement) => factOf(row, event, replacement));
  });
}

/** Without a promise where none is needed: a batch has a thousand records. */
function chained<T, U>(value: T | Promise<T>, step: (value: T) => U | Promise<U>): U | Promise<U> {
  return value instanceof Promise ? value.then(step) : step(value);
}

function factOf(row: FactRow, event: HubEvent, replacement: DecodedValue | undefined): DecodedRecord {
  if (replacement?.kind === 'broken') {
    return failed(
      'DECODE',
      `FACT_${replacement.code}`,
      `the fact inside the correction: ${replacement.reason}`,
    );
  }
  const fact: DecodedFact = {
    aggregateKey: row.aggregateKey,
    factId: row.factId,
    event,
    replacement: replacement?.kind === 'event' ? replacement.event : undefined,
  };
  return { kind: 'fact', fact, row };
}

function keyOf(record: RawRecord): string | undefined {
  if (record.key === null || record.key.length === 0) return undefined;
  return isUtf8(record.key) ? record.key.toString('utf8') : undefined;
}

function factRow(record: RawRecord, payload: Buffer, aggregateKey: string, event: HubEvent): FactRow {
  return {
    aggregateKey,
    factId: factIdOf(event.source, event.id),
    bodyHash: uuidText(event.bodyHash),
    eventType: event.type,
    occurredAt: event.occurredAt,
    recordedAt: event.recordedAt,
    source: event.source,
    eventId: event.id,
    partition: record.partition,
    offset: record.offset,
    payload,
  };
}

function failed(stage: PermanentFailure['stage'], code: string, reason: string): DecodedRecord {
  return { kind: 'failed', failure: { stage, code, reason } };
}
