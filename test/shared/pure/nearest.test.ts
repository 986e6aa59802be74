// What a mistyped name is taken for.
import { expect, test } from 'vitest';
import { meantOf, nearestOf } from '#shared/pure/nearest.ts';

const STATUSES = ['VALID', 'INVALID', 'NONE', 'NOT_APPLICABLE'];

test.each([
  ['valid', 'VALID'],
  ['VALDI', 'VALID'],
  ['NotApplicable', 'NOT_APPLICABLE'],
  ['not applicable', 'NOT_APPLICABLE'],
  ['none', 'NONE'],
])('%o is nearly %o', (text, meant) => {
  expect(nearestOf(text, STATUSES)).toBe(meant);
});

test.each(['', 'X', 'YES', 'something else', 'V'.repeat(101)])('%o is near to none', (text) => {
  expect(nearestOf(text, STATUSES)).toBeUndefined();
  expect(meantOf(text, STATUSES)).toStrictEqual({});
});
