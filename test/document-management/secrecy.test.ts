import { expect, test } from 'vitest';
import { looksSecret } from '../../services/document-management/core/secrecy.ts';

test.each([
  'MẬT',
  'Mật',
  'TỐI MẬT',
  'tuyệt mật',
  'MẬT'.normalize('NFD'),
  'Độ mật: Mật',
  'TOI MAT',
  'mat',
  ' MẬT ',
])('«%s» reads as secret', (sphere) => {
  expect(looksSecret(sphere)).toBe(true);
});

test.each([
  'LƯU HÀNH NỘI BỘ',
  'Lien thong van ban',
  'Ban mat trang',
  'mật-ong'.replace('mật-', 'mậtong'),
  'Mất',
  '',
])('«%s» does not', (sphere) => {
  expect(looksSecret(sphere)).toBe(false);
});

test('an absent sphere does not', () => {
  expect(looksSecret(undefined)).toBe(false);
});
