// Which identifiers have the right form, and which name nobody.
import { describe, expect, test } from 'vitest';
import type { Subject } from '#shared/pure/hub-key.ts';
import { identifierFault, isDossierCode, isPlaceholder } from '#shared/pure/identifiers.ts';

test.each(['000000001', '000000000', '000000000000', '0', '1', '', ' 000000001 '])(
  '%o names nobody',
  (id) => {
    expect(isPlaceholder({ id })).toBe(true);
  },
);

test.each(['000000002', '100000000', '001000000001', '012345678901'])('%o may name somebody', (id) => {
  expect(isPlaceholder({ id })).toBe(false);
});

const SOUND: readonly Subject[] = [
  { type: 'PERSON', id: '012345678901' },
  { type: 'OLD_ID', id: '012345678' },
  { type: 'BUSINESS', id: '0100109106' },
  { type: 'BUSINESS', id: '0100109106-001' },
  { type: 'PASSPORT', id: 'C1234567' },
];

const UNSOUND: readonly (readonly [Subject, RegExp])[] = [
  [{ type: 'PERSON', id: '12345678901' }, /leading zero/],
  [{ type: 'PERSON', id: '012345678' }, /OLD_ID/],
  [{ type: 'PERSON', id: '01234567890a' }, /12 digits/],
  [{ type: 'PERSON', id: '٠١٢٣٤٥٦٧٨٩٠١' }, /12 digits/],
  [{ type: 'OLD_ID', id: '012345678901' }, /PERSON/],
  [{ type: 'BUSINESS', id: '0100109107' }, /tenth digit/],
  [{ type: 'BUSINESS', id: '0100109106-1' }, /-ddd/],
  [{ type: 'PASSPORT', id: 'c1234567' }, /capitals/],
];

describe('the form of an identifier', () => {
  test.each(SOUND)('$type $id is right', (subject) => {
    expect(identifierFault(subject)).toBeUndefined();
  });

  test.each(UNSOUND)('%o is wrong, with a hint that does not repeat it', (subject, says) => {
    const fault = identifierFault(subject);
    const words = `${fault?.expected} ${fault?.hint}`;
    expect(words).toMatch(says);
    expect(words).not.toContain(subject.id);
  });
});

test.each([
  ['H44.150-260926-0001', true],
  ['000.00.16.H23-210305-0007', true],
  [' h44.150-260926-0001 ', true],
  ['H44.150-2609-0001', false],
  ['H44.150', false],
])('%o is a dossier code: %s', (code, is) => {
  expect(isDossierCode(code)).toBe(is);
});
