/**
 * A file of personnel records, as NDJSON (one a line) or CSV (one a row, the members' names in the first one, lists
 * as JSON in their cells). What cannot be taken does not stop the others. A record means the same in every form.
 */
import { type Fault, MessageFault } from '#shared/pure/fault.ts';
import { type JsonObject, type JsonValue, parseJson } from '#shared/pure/strict-json.ts';
import { type CsvRow, csvRows } from './csv.ts';
import { type PersonnelRecord, readRecord } from './record.ts';

/** One record of a file, or why it cannot be taken. */
export type FileRecord = {
  /** Counted from 1. */
  readonly line: number;
} & ({ readonly record: PersonnelRecord } | { readonly faults: readonly Fault[] });

/** A record of which nothing is read yet but where it stands. */
export interface UnreadRecord {
  /** Counted from 1. */
  readonly line: number;
  /** How many bytes of the file it takes. */
  readonly bytes: number;
  readonly read: () => FileRecord;
}

export type ReadFile = (file: Buffer) => Generator<UnreadRecord>;

const LINE_FEED = 0x0a;
const LINE_BYTES_MAX = 1024 * 1024;

/** NDJSON. Blank lines at the end say nothing; between records they are faults, as the CloudEvents doors have it. */
export function* readRecordLines(file: Buffer): Generator<UnreadRecord> {
  const end = endOfText(file);
  for (let line = 1, from = 0; from < end; line += 1) {
    const feed = file.indexOf(LINE_FEED, from);
    const to = feed < 0 || feed > end ? end : feed;
    const bytes = file.subarray(from, to);
    yield unread(line, bytes.length, () => {
      if (bytes.length > LINE_BYTES_MAX) throw wrong('TOO_LONG', 'at most 1 MiB a line');
      if (endOfText(bytes) === 0) throw wrong('EMPTY', 'one record a line');
      return parseJson(bytes);
    });
    from = to + 1;
  }
}

/** Names of the format whose cells are text, and those whose cells are lists. */
const TEXTS = [
  'code',
  'personalId',
  'name',
  'birthDate',
  'unit',
  'position',
  'kind',
  'recruitedOn',
  'socialInsuranceNumber',
  'status',
  'statusFrom',
  'asOf',
];
const LISTS = ['contracts', 'degrees', 'certificates', 'salaryRecords', 'positions', 'leaves'];

/**
 * CSV. An empty cell is a member that was left out; every text stays one, so no leading zero is lost.
 * @throws MessageFault if the first row does not name columns: nothing could be read then.
 */
export function* readRecordRows(file: Buffer): Generator<UnreadRecord> {
  const rows = csvRows(file);
  const first = rows.next();
  if (first.done === true) return;
  const names = columnsOf(first.value);
  for (const row of rows) {
    yield unread(row.line, row.bytes, () => {
      if ('fault' in row) throw new MessageFault(400, [{ pointer: '', ...row.fault }]);
      return membersOf(row.cells, names);
    });
  }
}

function columnsOf(row: CsvRow): readonly string[] {
  if ('fault' in row) throw new MessageFault(400, [{ line: row.line, pointer: '', ...row.fault }]);
  const known = [...TEXTS, ...LISTS];
  const faults = row.cells.flatMap((name, at): Fault[] => {
    const pointer = `/column ${at + 1}`;
    if (!known.includes(name)) {
      const expected = `one of ${known.join(', ')}`;
      return [{ line: row.line, pointer, code: 'UNKNOWN_COLUMN', expected, ...hintAbout(row.cells) }];
    }
    if (row.cells.indexOf(name) === at) return [];
    return [{ line: row.line, pointer, code: 'DUPLICATE_COLUMN', expected: 'every name once' }];
  });
  if (faults.length > 0) throw new MessageFault(422, faults);
  return row.cells;
}

function hintAbout(names: readonly string[]): { readonly hint?: string } {
  const [only = '', ...others] = names;
  if (others.length > 0 || !/[;\t]/.test(only)) return {};
  return { hint: 'separate cells with commas, no semicolons or tabulators' };
}

function membersOf(cells: readonly string[], names: readonly string[]): JsonObject {
  if (cells.length === 1 && cells[0] === '') throw wrong('EMPTY', 'one record a row');
  if (cells.length !== names.length) {
    throw wrong('COLUMN_COUNT', `${names.length} cells`, `${cells.length} are here`);
  }
  const faults: Fault[] = [];
  const members = names.flatMap((name, at): [string, JsonValue][] => {
    const cell = cells[at] ?? '';
    if (cell === '') return [];
    return [[name, LISTS.includes(name) ? listOf(cell, name, faults) : cell]];
  });
  if (faults.length > 0) throw new MessageFault(400, faults);
  return Object.fromEntries(members);
}

function listOf(cell: string, name: string, faults: Fault[]): JsonValue {
  try {
    return parseJson(Buffer.from(cell));
  } catch (error) {
    if (!(error instanceof MessageFault)) throw error;
    faults.push(...error.faults.map((fault) => ({ ...fault, pointer: `/${name}${fault.pointer}` })));
    return null;
  }
}

function unread(line: number, bytes: number, read: () => JsonValue): UnreadRecord {
  return { line, bytes, read: () => recordOf(line, read) };
}

function recordOf(line: number, read: () => JsonValue): FileRecord {
  try {
    return { line, record: readRecord(read()) };
  } catch (error) {
    if (!(error instanceof MessageFault)) throw error;
    return { line, faults: error.faults };
  }
}

function wrong(code: string, expected: string, hint?: string): MessageFault {
  const fault = { pointer: '', code, expected };
  return new MessageFault(400, [hint === undefined ? fault : { ...fault, hint }]);
}

/** Where the blanks at the end begin. */
function endOfText(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && [0x20, LINE_FEED, 0x0d, 0x09].includes(bytes[end - 1] ?? 0)) end -= 1;
  return end;
}
