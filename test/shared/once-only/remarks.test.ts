// Rules 17 and 20: what is said of a shared paper counts, whoever's key it travels under.
import { describe, expect, test } from 'vitest';
import type { PaperReference, Role } from '#schemas/generated/events.ts';
import { secondNeeds } from '#shared/once-only/needs.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, EVER, fact, world } from '../../support/facts.ts';
import { shared } from './life.ts';

const marriage = shared('2026-01-05', { paperKind: 'MARRIAGE_CERTIFICATE', number: '9' }, [
  ['HA', 'HOLDER'],
  ['DUC', 'SPOUSE'],
]);
const { id, source } = marriage.event;
const BY_EVENT: PaperReference = { source, id, number: null, resultCode: null };
const BY_NUMBER: PaperReference = { source: null, id: null, number: '9', resultCode: null };

function said(
  name: 'PaperDisputed' | 'PaperVerified' | 'ResultRevoked',
  day: string,
  paper: PaperReference,
  concerns: readonly (readonly [string, Role])[] = [['DUC', 'SPOUSE']],
): Fact {
  return fact(name, { at: at(day), concerns }, { paper }, 'shared');
}

function judged(others: Readonly<Record<string, readonly Fact[]>>, on = '2026-06-01'): string | undefined {
  const sharedPapers = new Map([['HA', [marriage]], ...Object.entries(others)] as [
    string,
    readonly Fact[],
  ][]);
  const found = papersOfSubject('HA', on, EVER, world({ sharedPapers }))[0];
  return found?.reason ?? found?.status;
}

describe("rule 20: a dispute under the other spouse's key", () => {
  test.each([
    ['by event', BY_EVENT],
    ['by number', BY_NUMBER],
  ])('counts from its day on: %s', (_how, reference) => {
    const dispute = said('PaperDisputed', '2026-02-01', reference);
    expect(judged({ DUC: [dispute] })).toBe('DISPUTED');
    expect(judged({ DUC: [dispute] }, '2026-01-31')).toBe('HELD');
  });

  test('a revocation under it counts, and a later verification under any key ends a dispute', () => {
    expect(judged({ DUC: [said('ResultRevoked', '2026-02-01', BY_EVENT)] })).toBe('REVOKED');
    const verified = said('PaperVerified', '2026-03-01', BY_EVENT, [['HA', 'HOLDER']]);
    const dispute = said('PaperDisputed', '2026-02-01', BY_EVENT);
    expect(judged({ DUC: [verified, dispute] })).toBe('HELD');
  });

  test('by number alone it is about papers of those whom it names, not of everybody', () => {
    const dispute = said('PaperDisputed', '2026-02-01', BY_NUMBER, [['LOC', 'HOLDER']]);
    expect(judged({ LOC: [dispute] })).toBe('HELD');
  });

  test('by its event it is about that paper, whomever else it names: the paper may be corrected since', () => {
    const dispute = said('PaperDisputed', '2026-02-01', BY_EVENT, [['LOC', 'HOLDER']]);
    expect(judged({ LOC: [dispute] })).toBe('DISPUTED');
  });

  test('a retracted one does not count', () => {
    const dispute = said('PaperDisputed', '2026-02-01', BY_EVENT);
    const target = { id: dispute.event.id, source: dispute.event.source };
    const retraction = fact('FactRetracted', { at: at('2026-02-05') }, { target, factType: null }, 'shared');
    expect(judged({ DUC: [dispute, retraction] })).toBe('HELD');
  });

  test('what must be read next are the keys of all whom shared papers name', () => {
    const needs = secondNeeds(world({ sharedPapers: new Map([['HA', [marriage]]]) }));
    expect(needs.remarkedUnder).toEqual(['DUC']);
  });
});

describe('rule 20: the event that a dispute names', () => {
  test('is one of the stated source: an id alone is not enough', () => {
    const elsewhere = { ...BY_EVENT, source: '/agencies/H05/events' };
    expect(judged({ DUC: [said('PaperDisputed', '2026-02-01', elsewhere)] })).toBe('HELD');
  });
});

describe('rule 1: a clock that says 2099', () => {
  test('a revocation from the future counts from when it was recorded', () => {
    const revoked = fact(
      'ResultRevoked',
      { at: at('2099-01-01'), recordedAt: at('2026-02-01') },
      { paper: BY_EVENT },
      'shared',
    );
    const seen = world({ sharedPapers: new Map([['HA', [marriage, revoked]]]) });
    expect(papersOfSubject('HA', '2026-02-02', EVER, seen)[0]?.reason).toBe('REVOKED');
    expect(papersOfSubject('HA', '2026-01-31', EVER, seen)[0]?.status).toBe('HELD');
  });
});
