// Days and instants are read without the help of Date: against an oracle that uses it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysOfDay, formatInstant, isDay, parseInstant } from '#shared/pure/time.ts';
import { seedFrom } from '../../support/seeded.ts';

const seed = seedFrom('TIME_SEED') | 0;
const two = (number: number): string => String(number).padStart(2, '0');

/** As Date has it: a day exists if it survives being read and written. */
function isDayOfDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

const dayText = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }))
  .map(([year, month, date]) => `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`);

test('every day of four centuries, and the days around them', () => {
  const wrong: number[] = [];
  for (let days = -25_567; days < 146_097; days += 1) {
    const text = new Date(days * 86_400_000).toISOString().slice(0, 10);
    if (daysOfDay(text) !== days) wrong.push(days);
  }
  expect(wrong).toStrictEqual([]);
  for (const text of ['0000-01-01', '0000-02-29', '9999-12-31', '1900-02-29', '2000-02-29', '0100-02-29'])
    expect([text, isDay(text)]).toStrictEqual([text, isDayOfDate(text)]);
});

test('texts that are nearly days', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        dayText,
        dayText.map((text) => text.slice(1)),
        fc.string({ maxLength: 12 }),
      ),
      (text) => {
        expect(isDay(text)).toBe(isDayOfDate(text));
      },
    ),
    { numRuns: 3_000, seed },
  );
});

const FORM = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** As Date has it, which cuts digits below a millisecond, too. */
function instantOfDate(text: string): number | undefined {
  if (!FORM.test(text) || !isDayOfDate(text.slice(0, 10)) || text.slice(11, 13) === '24') return undefined;
  const ms = Date.parse(text.toUpperCase().replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(ms) ? undefined : ms;
}

const part = fc.integer({ min: 0, max: 61 }).map(two);
const instantText = fc
  .tuple(
    dayText,
    fc.constantFrom('T', 't', ' '),
    fc.integer({ min: 0, max: 25 }).map(two),
    part,
    part,
    fc.oneof(fc.constant(''), fc.stringMatching(/^\.\d{0,10}$/)),
    fc.oneof(
      fc.constantFrom('Z', 'z', '', '+', '+07:00', '-00:30', '+0700'),
      fc
        .tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 25 }).map(two), part)
        .map(([sign, h, m]) => `${sign}${h}:${m}`),
    ),
  )
  .map(
    ([day, separator, hour, minute, second, fraction, offset]) =>
      `${day}${separator}${hour}:${minute}:${second}${fraction}${offset}`,
  );

describe('instants', () => {
  test('are written as Date writes them', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200_000, max: 8_640_000_000_000_000 }), (instant) => {
        expect(formatInstant(instant)).toBe(new Date(instant).toISOString());
      }),
      { numRuns: 3_000, seed },
    );
  });

  test('as Date reads them', () => {
    fc.assert(
      fc.property(instantText, (text) => {
        expect([text, parseInstant(text)]).toStrictEqual([text, instantOfDate(text)]);
      }),
      { numRuns: 3_000, seed },
    );
  });

  test('a character in another place is no instant', () => {
    const sound = '2026-09-14T01:30:15.123+07:00';
    fc.assert(
      fc.property(fc.nat(sound.length - 1), fc.constantFrom('x', ' ', '-', ':', '9', ''), (at, character) => {
        const text = sound.slice(0, at) + character + sound.slice(at + 1);
        expect([text, parseInstant(text)]).toStrictEqual([text, instantOfDate(text)]);
      }),
      { numRuns: 2_000, seed },
    );
  });
});
