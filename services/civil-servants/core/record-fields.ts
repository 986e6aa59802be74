/**
 * The kinds of fields of a personnel record. This format is ours, so nothing is guessed: what is not of the stated
 * form is a fault that says the form. Hints are general, because a hint must not repeat a personal value.
 */
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import type { ObjectReader } from '#shared/pure/object-reader.ts';
import { type Day, isDay } from '#shared/pure/time.ts';

const TEXT_LENGTH_MAX = 500;
/** Stands in for a day that is missing; never used, since the record is refused. */
const NO_DAY: Day = '1970-01-01';

/** A text as sent; blank is a fault, absent is undefined. */
export function readText(item: ObjectReader, name: string): string | undefined {
  const text = item.text(name, TEXT_LENGTH_MAX);
  if (text === undefined || text.trim() !== '') return text;
  item.fault(name, {
    code: 'FORM',
    expected: 'a text that is not blank',
    hint: 'leave out what is not known',
  });
  return undefined;
}

export function requireText(item: ObjectReader, name: string): string {
  return item.required(name, readText(item, name), '', 'a text');
}

/** `yyyy-MM-dd`, a day that exists. */
export function readDay(item: ObjectReader, name: string): Day | undefined {
  const text = item.text(name, TEXT_LENGTH_MAX);
  if (text === undefined || isDay(text)) return text;
  item.fault(name, {
    code: 'FORM',
    expected: 'an existing day yyyy-MM-dd',
    hint: 'year, month, day: 2026-09-02 for 2 September 2026',
  });
  return undefined;
}

export function requireDay(item: ObjectReader, name: string): Day {
  return item.required(name, readDay(item, name), NO_DAY, 'a day yyyy-MM-dd');
}

/** The days of an item's `from` and `to`; the last day may be the first, not before it. */
export function readPeriod(item: ObjectReader): { readonly from: Day; readonly to: Day | undefined } {
  const from = requireDay(item, 'from');
  const to = readDay(item, 'to');
  if (to !== undefined && from !== NO_DAY && to < from) {
    item.fault('to', { code: 'RANGE', expected: 'a day not before `from`', hint: '`to` is the last day' });
  }
  return { from, to };
}

/** One of a closed list. */
export function requireListed<T extends string>(
  item: ObjectReader,
  name: string,
  values: readonly [T, ...T[]],
): T {
  const text = item.text(name, TEXT_LENGTH_MAX);
  const listed = values.find((value) => value === text);
  const expected = `one of ${values.join(', ')}`;
  if (text !== undefined && listed === undefined) item.fault(name, { code: 'NOT_LISTED', expected });
  return item.required(name, listed, values[0], expected);
}

/** An agency code in the hub's one form. */
export function requireAgency(item: ObjectReader, name: string): string {
  const text = item.text(name, TEXT_LENGTH_MAX);
  const agency = text === undefined ? undefined : normaliseAgencyCode(text);
  if (text !== undefined && agency === undefined) {
    item.fault(name, {
      code: 'FORM',
      expected: 'an agency code',
      hint: 'the code, not the name: H44, H44.150 or 000.00.16.H23',
    });
  }
  return item.required(name, agency, '', 'an agency code');
}

export function requireInteger(item: ObjectReader, name: string, least: number, most: number): number {
  const value = item.get(name);
  const expected = `an integer from ${least} to ${most}`;
  if (value === undefined) return item.required(name, undefined, least, expected);
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  item.fault(name, { code: typeof value === 'number' ? 'RANGE' : 'TYPE', expected });
  return least;
}

/** A decimal such as `3.66`, as number or string; kept as text, so nothing is rounded. */
export function requireDecimal(item: ObjectReader, name: string): string {
  const value = item.get(name);
  const expected = 'a decimal such as 3.66';
  if (value === undefined) return item.required(name, undefined, '', expected);
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string' && /^\d{1,6}(\.\d{1,6})?$/.test(text)) return text;
  item.fault(name, { code: 'FORM', expected, hint: 'a point, no comma' });
  return '';
}
