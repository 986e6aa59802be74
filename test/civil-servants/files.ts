// Personnel records written as files: NDJSON, and CSV as a spreadsheet would write it.

import type { Item } from './examples.ts';

export const TEXT_COLUMNS = [
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
export const LIST_COLUMNS = ['contracts', 'degrees', 'certificates', 'salaryRecords', 'positions', 'leaves'];
export const COLUMNS = [...TEXT_COLUMNS, ...LIST_COLUMNS];

export function asLines(records: readonly unknown[], lineEnd = '\n'): string {
  return records.map((record) => JSON.stringify(record) + lineEnd).join('');
}

/** With the columns in this order; texts are quoted where they must be. */
export function asCsv(
  records: readonly Item[],
  columns: readonly string[] = COLUMNS,
  lineEnd = '\r\n',
): string {
  const rows = records.map((record) => columns.map((name) => cellOf(record[name])));
  return [columns, ...rows].map((row) => row.join(',') + lineEnd).join('');
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
