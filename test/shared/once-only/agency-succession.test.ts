// Succession on the real codes: 63 provinces became 34 on 1 July 2025, districts ended (domain.md 3).
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Agencies, foldAgencies } from '#shared/once-only/agencies.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { catalogueEntries, missingDrafts, readCatalogue } from '../../../infra/migrate/catalogue.ts';
import { sharedData, sharedDataIsMissing } from '../../support/data.ts';
import { at, EVER, fact } from '../../support/facts.ts';

const LIST = 'agencies.csv';

/** The agencies as the hub knows them from the first start on. */
const drafts = missingDrafts(
  catalogueEntries(readCatalogue('schemas/catalogue'), new HubKey(Buffer.alloc(32, 7))),
  new Map(),
  at('2025-07-01'),
);
const stated: Fact[] = drafts.flatMap(({ eventName, data, occurredAt, id, agency }) => {
  const options = { at: occurredAt, id, agency };
  if (eventName === 'AgencyRegistered') return [fact(eventName, options, data)];
  return eventName === 'AgencySucceeded' ? [fact(eventName, options, data)] : [];
});
const agencies = foldAgencies(stated);
const provinces = agencies.all().filter(({ kind }) => kind === 'PROVINCE');

describe('the provinces', () => {
  test('are 63, of which 34 still stand, and each of the others has its successor among these', () => {
    const current = new Set(provinces.map(({ code }) => agencies.current(code)));
    expect([provinces.length, current.size]).toEqual([63, 34]);
    for (const { code, validTo } of provinces) {
      const successor = agencies.current(code);
      expect([code, agencies.find(successor)?.validTo]).toEqual([code, undefined]);
      expect([code, successor === code]).toEqual([code, validTo === undefined]);
      expect(agencies.isSameOffice(code, successor)).toBe(true);
      expect(agencies.provinceOf(`${code}.12`)).toBe(successor);
    }
  });

  test.skipIf(sharedDataIsMissing(LIST))('are succeeded as the list of real codes says', () => {
    const [head = '', ...lines] = readFileSync(sharedData(LIST), 'utf8').split('\n').filter(Boolean);
    const columns = head.split(',');
    const [code, kind, successor] = ['code', 'kind', 'successor'].map((name) => columns.indexOf(name));
    const listed = lines
      .map((line) => line.split(','))
      .filter((cells) => cells[kind ?? -1] === 'province')
      .map((cells) => [cells[code ?? -1], cells[successor ?? -1] || cells[code ?? -1]]);
    expect(listed).toHaveLength(63);
    expect(listed).toEqual(listed.map(([from = '']) => [from, agencies.current(from)]));
  });

  test('two that were merged are not each other’s office: only the one that took them over is theirs', () => {
    const merged = Map.groupBy(provinces, ({ code }) => agencies.current(code));
    const [one, other] =
      [...merged.values()]
        .map((group) => group.filter(({ successors }) => successors.length > 0))
        .find((group) => group.length > 1) ?? [];
    if (one === undefined || other === undefined) throw new Error('no two provinces were merged into one');
    expect(agencies.isSameOffice(one.code, other.code)).toBe(false);
    expect(agencies.provinceOf(one.code)).toBe(agencies.provinceOf(other.code));
  });

  test('were not merged yet for whoever knew of it only later', () => {
    const closed = provinces.find(({ validTo }) => validTo !== undefined);
    if (closed === undefined) throw new Error('no province was closed');
    const before = foldAgencies(stated, at('2025-06-30'));
    expect(before.current(closed.code)).toBe(closed.code);
    expect(foldAgencies(stated, EVER).current(closed.code)).not.toBe(closed.code);
  });
});

describe('a district', () => {
  test('has no successor unless one is stated; its province is that of today all the same', () => {
    expect(agencies.current('H62.12')).toBe('H62.12');
    expect(agencies.provinceOf('H62.12')).toBe(agencies.current('H62'));
    const succeeded = fact(
      'AgencySucceeded',
      { at: at('2025-07-01'), agency: 'H44' },
      { agencyCode: 'H62.12', successor: 'H44.150', effectiveOn: '2025-07-01' },
    );
    const known = foldAgencies([...stated, succeeded]);
    expect(known.current('000.00.12.H62')).toBe('H44.150');
    expect(known.isSameOffice('H44.150', 'H62.12')).toBe(true);
    expect(known.isSameOffice('H62.13', 'H44.150')).toBe(false);
  });

  test('that went to several communes is one office with each of them', () => {
    const split = new Agencies([
      { code: 'H62.12', name: 'district', successors: ['H44.150', 'H44.151'], predecessors: [] },
    ]);
    expect(split.isSameOffice('H62.12', 'H44.150')).toBe(true);
    expect(split.isSameOffice('H44.151', 'H62.12')).toBe(true);
    expect(split.isSameOffice('H44.150', 'H44.151')).toBe(false);
  });
});
