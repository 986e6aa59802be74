import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lateFrom, type Span } from '#shared/indicators/late-from.ts';
import { afterWorkingDays } from '#shared/indicators/working-days.ts';

const DAY = 24;

describe('a dossier is late', () => {
  test('after its due time, and never without one', () => {
    expect(lateFrom({ dueAt: 10, spans: [] })).toBe(10);
    expect(lateFrom({ spans: [] })).toBeUndefined();
  });

  test('later by the spans that do not count, overlapping ones once', () => {
    expect(lateFrom({ dueAt: 10, spans: [{ from: 2, to: 5 }] })).toBe(13);
    expect(
      lateFrom({
        dueAt: 10,
        spans: [
          { from: 4, to: 8 },
          { from: 2, to: 5 },
          { from: 3, to: 4 },
        ],
      }),
    ).toBe(16);
  });

  test('all the same when the span began after the time was used up', () => {
    expect(lateFrom({ dueAt: 10, spans: [{ from: 11, to: 90 }] })).toBe(10);
  });

  test('never while the applicant is waited for', () => {
    expect(lateFrom({ dueAt: 10, spans: [{ from: 9 }] })).toBeUndefined();
    expect(lateFrom({ dueAt: 10, spans: [{ from: 11 }] })).toBe(10);
  });

  test('a second supplement request: late by rule, whatever is due', () => {
    expect(lateFrom({ dueAt: 100, spans: [{ from: 2, to: 5 }], secondRequestAt: 7 })).toBe(6);
    expect(lateFrom({ dueAt: 3, spans: [], secondRequestAt: 7 })).toBe(3);
    expect(lateFrom({ spans: [], secondRequestAt: 7 })).toBe(6);
  });

  test('as a clock says that is stopped hour by hour', () => {
    const hour = fc.nat(30 * DAY);
    const anySpan: fc.Arbitrary<Span> = fc
      .record({ from: hour, length: hour, lasts: fc.boolean() })
      .map(({ from, length, lasts }) => (lasts ? { from } : { from, to: from + length }));
    fc.assert(
      fc.property(hour, fc.array(anySpan, { maxLength: 5 }), (dueAt, spans) => {
        const stopped = (at: number): boolean =>
          spans.some(({ from, to }) => from <= at && (to === undefined || at < to));
        // The hours in which the office worked; when as many have passed as it had, the time is used up.
        let worked = 0;
        let at = 0;
        const never = 400 * DAY;
        while (at < never && (worked < dueAt || stopped(at))) {
          if (!stopped(at)) worked += 1;
          at += 1;
        }
        expect(lateFrom({ dueAt, spans }) ?? never).toBe(at);
      }),
    );
  });
});

describe('working days', () => {
  test('are Monday to Friday, the day itself not among them', () => {
    expect(afterWorkingDays('2026-09-14', 1)).toBe('2026-09-15');
    expect(afterWorkingDays('2026-09-18', 1)).toBe('2026-09-21');
    expect(afterWorkingDays('2026-09-19', 1)).toBe('2026-09-21');
    expect(afterWorkingDays('2026-09-14', 15)).toBe('2026-10-05');
  });
});
