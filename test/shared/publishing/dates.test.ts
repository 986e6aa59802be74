// What a sender may have meant by a day or an instant in another form.
import { expect, test } from 'vitest';
import { createHubClock } from '#shared/publishing/clock.ts';
import { dayHint, instantHint } from '#shared/publishing/date-hints.ts';

test.each([
  ['15/09/2026', 'did you mean 2026-09-15?'],
  ['5-9-2026', 'did you mean 2026-09-05?'],
  ['2026/09/15', 'did you mean 2026-09-15?'],
  ['20260915', 'did you mean 2026-09-15?'],
  ['2026-09-15T10:00:00Z', 'did you mean 2026-09-15?'],
  ['31/02/2026', undefined],
  ['soon', undefined],
])('the day %o: %o', (text, hint) => {
  expect(dayHint(text)).toBe(hint);
});

test.each([
  ['20260915160000', 'did you mean 2026-09-15T09:00:00.000Z (local time of Vietnam)?'],
  ['2026-09-15 16:00', 'add seconds and the offset: Z for UTC, +07:00 for Vietnam'],
  ['2026-09-15', 'a day is no instant; its first one in Vietnam is 2026-09-15T00:00:00+07:00'],
  ['soon', undefined],
])('the instant %o: %o', (text, hint) => {
  expect(instantHint(text)).toBe(hint);
});

test('the hub clock never goes back, and gives each snapshot an instant of its own', () => {
  const machine = [100, 90, 90, 200];
  const clock = createHubClock(() => machine.shift() ?? 200);
  expect([clock.now(), clock.now(), clock.next(), clock.next(), clock.next()]).toStrictEqual([
    100, 100, 101, 200, 201,
  ]);
});
