import { describe, expect, test } from 'vitest';
import { documentKeyFrom, documentKeyOfId } from '#shared/pure/document-key.ts';

describe('the key of an official document', () => {
  test.each([
    ['H44,2026/09/01,1201/UBND-KSTT', 'H44,2026-09-01,1201/UBND-KSTT'],
    ['000.00.00.H44,2026/09/01,1202/UBND-KSTT', 'H44,2026-09-01,1202/UBND-KSTT'],
    [' h44.150,2026-09-01, 12/UB ', 'H44.150,2026-09-01,12/UB'],
    ['H37.02,2026/09/10,215/SKHCN-CĐS'.normalize('NFD'), 'H37.02,2026-09-10,215/SKHCN-CĐS'],
    ['H44,2026/09/01,1201/UBND,KSTT', 'H44,2026-09-01,1201/UBND,KSTT'],
  ])('is read out of %s', (documentId, key) => {
    expect(documentKeyOfId(documentId)).toBe(key);
  });

  test.each([
    '7b0d0a54-9d1f-4b8b-9a70-0d8e3c5f6a01',
    'H44,2026/02/30,1/A',
    'UBND,2026/09/01,1/A',
    'H44,2026/09/01,',
    '',
  ])('is not found in %j', (documentId) => {
    expect(documentKeyOfId(documentId)).toBeUndefined();
  });

  test('is made of its parts', () => {
    expect(documentKeyFrom('000.00.16.H23', '2026-09-01', '7/A')).toBe('H23.16,2026-09-01,7/A');
    expect(documentKeyFrom('H23', '2026-09-31', '7/A')).toBeUndefined();
  });
});
