// Which names of members may be repeated in a pointer.
import { expect, test } from 'vitest';
import { below, isSayable, pointerAlong } from '#shared/pure/pointer.ts';

test.each(['paper', 'issuedOn', 'file_sha256', '__proto__', '$ref', 'Subject', 'MaHoSo'])(
  '%o is said',
  (name) => {
    expect(isSayable(name)).toBe(true);
  },
);

test.each([
  '012345678901',
  'id012345678901',
  '0912-345-678',
  '12/05/1990',
  'B1234567',
  'Nguyễn Văn A',
  'an@example.vn',
  '',
  'x'.repeat(65),
  'two words',
])('%o is not', (name) => {
  expect(isSayable(name)).toBe(false);
});

test('a pointer leads as far as its names may be said', () => {
  expect(pointerAlong(['data', 'concerns', 0, 'name'])).toBe('/data/concerns/0/name');
  expect(pointerAlong(['data', '012345678901', 'name'])).toBe('/data');
  expect(below('/a', 'b~/')).toBe('/a/b~0~1');
});
