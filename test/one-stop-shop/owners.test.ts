// Whose dossier it is, told by the shape of the numbers.

import { expect, test } from 'vitest';
import { ownersOf } from '../../services/one-stop-shop/core/owners.ts';

const NOTHING = {
  ownerKind: '1',
  ownerNumber: undefined,
  ownerName: 'Nguyễn Thị Thu Hà',
  owners: [],
  email: undefined,
  phone: undefined,
};
const people = (fields: Partial<Parameters<typeof ownersOf>[0]>) =>
  ownersOf({ ...NOTHING, ...fields }).ofPapers.map(({ person }) => `${person.type}:${person.id}`);

test.each([
  [['025188000123'], '1', ['PERSON:025188000123']],
  [['131234567'], '1', ['OLD_ID:131234567']],
  [['0101234567'], '2', ['BUSINESS:0101234567']],
  [['0101234567-001'], '2', ['BUSINESS:0101234567-001']],
  [['0101234567'], '1', []],
  [['000000001'], '1', []],
  [['000000000000'], '1', []],
  [['000000000001'], '1', []],
  [['0000000001'], '2', []],
  [['12345'], '1', []],
  [['٠٢٥١٨٨٠٠٠١٢٣'], '1', []],
  [['025188000123', '025086000456'], '1', ['PERSON:025188000123', 'PERSON:025086000456']],
  [['025188000123', '025188000123'], '1', ['PERSON:025188000123']],
  [['000000001', '025086000456'], '1', ['PERSON:025086000456']],
])('%j of kind %s are %j', (owners, ownerKind, expected) => {
  expect(people({ owners, ownerKind })).toEqual(expected);
});

test('without a usable number in the list the single one counts', () => {
  expect(people({ ownerNumber: '025188000123' })).toEqual(['PERSON:025188000123']);
  expect(people({ owners: ['000000001'], ownerNumber: '025188000123' })).toEqual(['PERSON:025188000123']);
  expect(people({ owners: ['025086000456'], ownerNumber: '025188000123' })).toEqual(['PERSON:025086000456']);
});

test('the name is said of the owner whose number stands beside it, else of the first', () => {
  const owners = ['025188000123', '025086000456'];
  const named = (fields: Partial<Parameters<typeof ownersOf>[0]>) =>
    ownersOf({ ...NOTHING, ...fields })
      .ofDossier.filter(({ personal }) => personal !== undefined)
      .map(({ person }) => person.id);
  expect(named({ owners })).toEqual(['025188000123']);
  expect(named({ owners, ownerNumber: '025086000456' })).toEqual(['025086000456']);
});

test('the name of a first owner who is nobody is said of nobody else', () => {
  const { ofDossier, ofNobody } = ownersOf({ ...NOTHING, owners: ['000000001', '025086000456'] });
  expect(ofDossier).toEqual([{ person: { type: 'PERSON', id: '025086000456' }, role: 'APPLICANT' }]);
  expect(ofNobody).toMatchObject({ name: 'Nguyễn Thị Thu Hà', personId: null });
});

test('a number of no known shape is kept with the sealed words, a placeholder is not', () => {
  expect(ownersOf({ ...NOTHING, owners: ['12345'] }).ofNobody.personId).toBe('12345');
  expect(ownersOf({ ...NOTHING, owners: ['000000001'] }).ofNobody.personId).toBeNull();
});
