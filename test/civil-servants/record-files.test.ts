// A file of records: the same record means the same in every form, and a faulty line harms nobody but itself.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageFault } from '#shared/pure/fault.ts';
import { csvRows } from '../../services/civil-servants/core/csv.ts';
import { readRecord } from '../../services/civil-servants/core/record.ts';
import {
  type FileRecord,
  type ReadFile,
  readRecordLines,
  readRecordRows,
} from '../../services/civil-servants/core/record-file.ts';
import { translateRecord } from '../../services/civil-servants/core/translate.ts';
import { HUB_KEY, type Item, NOW, record, translate } from './examples.ts';
import { asCsv, asLines, COLUMNS } from './files.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const read = (file: ReadFile, text: string | Buffer): FileRecord[] =>
  [...file(typeof text === 'string' ? bytes(text) : text)].map((record) => record.read());
/** `2 /code REQUIRED` for a fault, `2 ok` for a record. */
const told = (records: readonly FileRecord[]): readonly string[] =>
  records.flatMap((each) =>
    'record' in each
      ? [`${each.line} ok`]
      : each.faults.map(({ pointer, code }) => `${each.line} ${pointer} ${code}`),
  );
const refusalOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof MessageFault) return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
    throw error;
  }
  return [];
};

describe('the same record', () => {
  const text = fc
    .string({
      unit: fc.constantFrom('a', 'Đ', 'ễ', '0', ' ', ',', '"', '\n', '\r', ';', '=', "'"),
      minLength: 1,
    })
    .filter((some) => some.trim() !== '');
  const day = fc
    .date({ min: new Date('1950-01-01'), max: new Date('2026-09-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
  const from = { from: day };
  const records: fc.Arbitrary<Item> = fc
    .record({
      code: text,
      personalId: fc.constantFrom('025188000123', '001099000007'),
      name: text,
      birthDate: day,
      unit: fc.constantFrom('H44.60', 'H44', '000.00.60.H44'),
      position: text,
      kind: fc.constantFrom('OFFICIAL', 'CIVIL_SERVANT', 'PUBLIC_EMPLOYEE'),
      recruitedOn: day,
      socialInsuranceNumber: fc.constantFrom('0011000123', '2511000123'),
      status: fc.constantFrom('WORKING', 'ON_LEAVE', 'RETIRED'),
      statusFrom: optional(day),
      asOf: optional(day),
      contracts: optional(
        fc.array(fc.record({ kind: text, number: optional(text), ...from }), { maxLength: 3 }),
      ),
      degrees: optional(
        fc.array(
          fc.record({
            level: text,
            field: text,
            institution: text,
            year: fc.integer({ min: 1950, max: 2026 }),
          }),
          {
            maxLength: 2,
          },
        ),
      ),
      certificates: optional(
        fc.array(fc.record({ kind: text, name: text, issuedOn: day }), { maxLength: 2 }),
      ),
      salaryRecords: optional(
        fc.array(
          fc.record({
            rank: text,
            step: fc.nat(12),
            coefficient: fc.constantFrom('2.67', 3, 3.66, '4.0'),
            ...from,
          }),
          { maxLength: 3 },
        ),
      ),
      positions: optional(
        fc.array(fc.record({ agencyCode: fc.constant('H44.60'), title: text, ...from }), { maxLength: 3 }),
      ),
      leaves: optional(fc.array(fc.record({ kind: text, ...from }), { maxLength: 2 })),
    })
    .map((item) => JSON.parse(JSON.stringify(item)));
  const shuffled = fc.shuffledSubarray(COLUMNS, { minLength: COLUMNS.length });

  test('gives the very same facts as JSON, as a line and as a row', () => {
    const found = fc.check(
      fc.property(
        fc.array(records, { minLength: 1, maxLength: 3 }),
        shuffled,
        fc.boolean(),
        (items, columns, dos) => {
          const asJson = items.map((item) => translate(item));
          const factsOf = (file: readonly FileRecord[]) =>
            file.map((each) => ('record' in each ? translateRecord(each.record, HUB_KEY, NOW) : each.faults));
          const end = dos ? '\r\n' : '\n';
          expect(factsOf(read(readRecordLines, asLines(items, end)))).toEqual(asJson);
          expect(factsOf(read(readRecordRows, asCsv(items, columns, end)))).toEqual(asJson);
        },
      ),
      { numRuns: 200 },
    );
    expect(found.counterexample).toBeNull();
  });
});

describe('lines', () => {
  const good = JSON.stringify(record());
  test.each<[string, string, readonly string[]]>([
    ['a last line without its end', `${good}\n${good}`, ['1 ok', '2 ok']],
    ['blank lines at the end', `${good}\r\n\r\n \n`, ['1 ok']],
    ['a blank line between', `${good}\n\n${good}\n`, ['1 ok', '2  EMPTY', '3 ok']],
    [
      'a line that is cut',
      `${good}\n${good.slice(0, 40)}\n${good}`,
      ['1 ok', '2 /personalId SYNTAX', '3 ok'],
    ],
    ['two records on a line', `${good}${good}\n${good}`, ['1  TRAILING_TEXT', '2 ok']],
    ['a duplicate name', `{"code":"a","code":"b"}\n${good}`, ['1 /code DUPLICATE_KEY', '2 ok']],
    ['a byte order mark', `\uFEFF${good}`, ['1  BOM']],
    ['no object', `[]\n7\n${good}`, ['1  TYPE', '2  TYPE', '3 ok']],
    ['nothing', '', []],
  ])('%s', (_what, text, expected) => {
    expect(told(read(readRecordLines, text))).toEqual(expected);
  });

  test('a faulty record names what is wrong in it', () => {
    const text = asLines([record({ personalId: '25188000123', extra: 1 }), record()]);
    expect(told(read(readRecordLines, text))).toEqual([
      '1 /personalId FORM',
      '1 /extra UNKNOWN_MEMBER',
      '2 ok',
    ]);
  });

  test('a line of broken UTF-8 harms only itself', () => {
    const broken = Buffer.concat([bytes(`${good}\n{"name":"`), Buffer.from([0xff]), bytes(`"}\n${good}\n`)]);
    expect(told(read(readRecordLines, broken))).toEqual(['1 ok', '2  INVALID_UTF8', '3 ok']);
  });
});

describe('rows', () => {
  const rows = asCsv([record(), record({ code: 'second' })]);
  const [header = '', row = ''] = rows.split('\r\n');
  const file = (...lines: readonly string[]): string => [header, ...lines, row, ''].join('\r\n');

  test.each<[string, string, readonly string[]]>([
    ['as a spreadsheet writes them, with a byte order mark', `\uFEFF${rows}`, ['2 ok', '3 ok']],
    ['the last one without its end', rows.trimEnd(), ['2 ok', '3 ok']],
    ['blank ones at the end', `${rows}\r\n\r\n`, ['2 ok', '3 ok']],
    ['a blank one between', file(''), ['2  EMPTY', '3 ok']],
    ['too few cells', file('a,b,c'), ['2  COLUMN_COUNT', '3 ok']],
    ['too many cells', file(`${row},`), ['2  COLUMN_COUNT', '3 ok']],
    ['a quote in the middle of a cell', file(`a"b${row}`), ['2  QUOTE', '3 ok']],
    ['text after a quoted cell', file(`"a"b,${row}`), ['2  QUOTE', '3 ok']],
    ['a carriage return of its own', file(`a\rb,${row}`), ['2  LINE_END', '3 ok']],
    [
      'a quote that is never closed',
      `${header}\r\n${row}\r\n"a,${row.replaceAll('"', '')}\r\n`,
      ['2 ok', '3  QUOTE_OPEN'],
    ],
    [
      'a list that is no JSON',
      file(row.replace(/"\[\{""kind"".*/, () => '[x,,,,,')),
      ['2 /contracts/0 SYNTAX', '3 ok'],
    ],
    ['a NUL', file(row.replace('Giáo viên', 'Giáo\u0000viên')), ['2 /position NUL', '3 ok']],
    ['nothing but the names', `${header}\r\n`, []],
  ])('%s', (_what, text, expected) => {
    expect(told(read(readRecordRows, text))).toEqual(expected);
  });

  test('a cell over several lines counts by its first, and the row after it by its own', () => {
    const text = asCsv([record({ name: 'Một\r\nHai\nBa' }), record({ kind: 'x' })]);
    expect(told(read(readRecordRows, text))).toEqual(['2 ok', '5 /kind NOT_LISTED']);
  });

  test('a quote that was forgotten swallows what follows, and says how far', () => {
    const records = read(readRecordRows, `${header}\r\n"${row}\r\n${row}\r\n${row}\r\n`);
    const [first] = records;
    expect(first !== undefined && 'faults' in first ? first.faults : []).toMatchObject([{ code: 'QUOTE' }]);
    expect(records.at(-1)).toMatchObject({ record: { code: 'H44.CC.000123' } });
  });

  test('a row of broken UTF-8 harms only itself', () => {
    const broken = Buffer.concat([bytes(`${header}\n`), Buffer.from([0xff]), bytes(`${row}\n${row}\n`)]);
    expect(told(read(readRecordRows, broken))).toEqual(['2  INVALID_UTF8', '3 ok']);
  });

  test('texts stay as they are: leading zeros, blanks, what looks like a number or a formula', () => {
    const item = record({ code: '007', position: ' =1+1 ', socialInsuranceNumber: '0000000001' });
    const [taken] = read(readRecordRows, asCsv([item]));
    expect(taken).toMatchObject({
      record: { position: ' =1+1 ', socialInsuranceNumber: '0000000001', code: '007' },
    });
    expect(taken).toMatchObject({ record: { ...readRecord(item) } });
  });

  test.each<[string, string, readonly string[]]>([
    ['an unknown column', `${header},nickname\r\n`, ['/column 19 UNKNOWN_COLUMN']],
    ['a column twice', `${header},code\r\n`, ['/column 19 DUPLICATE_COLUMN']],
    ['semicolons', header.replaceAll(',', ';'), ['/column 1 UNKNOWN_COLUMN']],
    ['a name in other letters', header.replace('code', 'Code'), ['/column 1 UNKNOWN_COLUMN']],
    ['a broken first row', `"code\r\n`, [' QUOTE_OPEN']],
  ])('%s: nothing is read', (_what, text, expected) => {
    expect(refusalOf(() => read(readRecordRows, text))).toEqual(expected);
  });
});

test('whatever the bytes, rows come to an end, in the order of their lines', () => {
  const pieces = fc.array(fc.constantFrom('"', '""', ',', '\n', '\r', '\r\n', 'a', 'ễ', '\uFEFF', '\u0000'), {
    maxLength: 60,
  });
  const found = fc.check(
    fc.property(pieces, (some) => {
      const file = bytes(some.join(''));
      const lines = [...csvRows(file)].map(({ line }) => line);
      const last = file.toString('utf8').split('\n').length;
      return lines.every((line, at) => line > (lines[at - 1] ?? 0) && line <= last);
    }),
    { numRuns: 2000 },
  );
  expect(found.counterexample).toBeNull();
});
