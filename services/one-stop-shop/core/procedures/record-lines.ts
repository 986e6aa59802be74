/** A body of records, one a line (NDJSON): a line that cannot be taken does not stop the others. */
import { type Fault, MessageFault } from '#shared/pure/fault.ts';
import { type JsonValue, parseJson } from '#shared/pure/strict-json.ts';
import { isBuiltIn } from './built-in.ts';
import { type CatalogueRecord, readCatalogueRecord } from './catalogue-record.ts';

/** Lines in one message. */
export const LINES_MAX = 1000;
const LINE_BYTES_MAX = 1024 * 1024;
const LINE_FEED = 0x0a;

/** A line that can be taken, or why not. */
export type RecordLine = {
  /** Counted from 1, blank ones included. */
  readonly line: number;
} & ({ readonly record: CatalogueRecord } | { readonly faults: readonly Fault[] });

export interface RawLine {
  readonly line: number;
  readonly bytes: Buffer;
}

/**
 * The lines of a body that are not blank.
 * @throws MessageFault if there is none, or there are too many.
 */
export function linesOf(body: Buffer): readonly RawLine[] {
  const lines: RawLine[] = [];
  let from = 0;
  for (let line = 1; from < body.length; line += 1) {
    const end = body.indexOf(LINE_FEED, from);
    const bytes = body.subarray(from, end < 0 ? body.length : end);
    if (bytes.some((byte) => byte > 0x20)) lines.push({ line, bytes });
    if (lines.length > LINES_MAX) throw refusal('TOO_MANY', `at most ${LINES_MAX} records`);
    from += bytes.length + 1;
  }
  if (lines.length === 0) throw refusal('EMPTY', 'at least one record');
  return lines;
}

function refusal(code: string, expected: string): MessageFault {
  return new MessageFault(422, [{ pointer: '', code, expected }]);
}

/** One line as a record. */
export function readLine({ line, bytes }: RawLine): RecordLine {
  if (bytes.length > LINE_BYTES_MAX) {
    return { line, faults: [{ pointer: '', code: 'TOO_LONG', expected: 'at most 1 MiB a line' }] };
  }
  const faults: Fault[] = [];
  const value = parseLine(bytes, faults);
  const record = value === undefined ? undefined : readCatalogueRecord(value, faults);
  if (record === undefined) return { line, faults };
  if (isBuiltIn(record.code)) return { line, faults: [BUILT_IN] };
  return { line, record };
}

const BUILT_IN: Fault = {
  pointer: '/ma_thu_tuc',
  code: 'BUILT_IN',
  expected: 'a procedure that is not built in',
  hint: 'the hub has this one exactly, with its reuse rules; it changes with the hub only',
};

function parseLine(bytes: Buffer, faults: Fault[]): JsonValue | undefined {
  try {
    return parseJson(bytes);
  } catch (error) {
    if (!(error instanceof MessageFault)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}
