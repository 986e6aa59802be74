// Rules 13, 14, 16 and 22: for whom a paper answers, who may be told, and what need not be brought.
import { describe, expect, test } from 'vitest';
import type { Role } from '#schemas/generated/events.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import { preCheck } from '#shared/once-only/pre-check.ts';
import type { Question } from '#shared/once-only/question.ts';
import type { World } from '#shared/once-only/world.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { EVER, question, world } from '../../support/facts.ts';
import { row, shared } from './life.ts';

function holding(...papers: readonly Fact[]): World {
  return world({ sharedPapers: new Map(papers.map((paper) => [paper.event.id, [paper]])) });
}

function statusOf(asked: Question, seen: World, ordinal: number): string {
  const { status, reason } = row(asked, seen, ordinal);
  return reason ?? status;
}

type Named = readonly (readonly [string, Role])[];

const FAMILY: Named = [
  ['KHOI', 'CHILD'],
  ['HA', 'MOTHER'],
  ['DUC', 'FATHER'],
];

function birth(mother: string, father: string, more: Partial<Question> = {}): Question {
  const subjects = [
    ['APPLICANT', 'HA'],
    ['MOTHER', mother],
    ['FATHER', father],
  ] as const;
  return question('1.001193', '2026-09-10', subjects, more);
}

describe('rule 13: for whom a paper answers', () => {
  test('a birth notice answers for the mother and the child, not for the father', () => {
    const seen = holding(shared('2026-09-02', { paperKind: 'BIRTH_NOTICE' }, FAMILY));
    const papers = (who: string) => papersOfSubject(who, '2026-09-10', EVER, seen).length;
    expect([papers('HA'), papers('KHOI'), papers('DUC')]).toEqual([1, 1, 0]);
  });

  test("a child's birth certificate answers for its parents as proof of kinship and as nothing else", () => {
    const seen = holding(shared('2026-09-02', { paperKind: 'BIRTH_CERTIFICATE' }, FAMILY));
    const residence = question('1.004222', '2026-10-01', [['APPLICANT', 'DUC']]);
    expect(statusOf(residence, seen, 3)).toBe('HELD');
    const asChild = question('2.000693', '2026-10-01', [
      ['APPLICANT', 'HA'],
      ['CHILD', 'HA'],
    ]);
    expect(statusOf(asChild, seen, 2)).toBe('MISSING');
  });

  test.each(['SELLER', 'REPRESENTATIVE', 'FATHER', 'MOTHER'] as const)('a %s is only named', (role) => {
    const seen = holding(shared('2026-01-05', { paperKind: 'LAND_CERTIFICATE' }, [['HA', role]]));
    expect(papersOfSubject('HA', '2026-09-10', EVER, seen)).toEqual([]);
  });
});

describe('rule 14: both parents', () => {
  test('one paper must name both: that of one parent with somebody else does not answer', () => {
    const marriage = (husband: string): World =>
      holding(
        shared('2026-03-20', { paperKind: 'MARRIAGE_CERTIFICATE' }, [
          ['HA', 'HOLDER'],
          [husband, 'SPOUSE'],
        ]),
      );
    expect(statusOf(birth('HA', 'DUC'), marriage('DUC'), 3)).toBe('HELD');
    expect(statusOf(birth('HA', 'DUC'), marriage('LOC'), 3)).toBe('MISSING');
  });
});

describe('rule 16: relations', () => {
  test('none is needed for the parents where the applicant is one of them; for others it is', () => {
    expect(statusOf(birth('HA', 'DUC'), world({}), 3)).toBe('MISSING');
    expect(statusOf(birth('LAN', 'DUC'), world({}), 3)).toBe('RELATION_UNPROVEN');
    expect(statusOf(birth('LAN', 'DUC', { legalBasis: '60/2014/QH13' }), world({}), 3)).toBe('MISSING');
  });

  const survivor = question('2.000821', '2026-11-01', [
    ['APPLICANT', 'DUC'],
    ['DECEASED', 'LOC'],
  ]);
  const extract = (...named: Named): Fact =>
    shared('2026-10-20', { paperKind: 'DEATH_EXTRACT', validTo: '2026-10-25' }, [
      ['LOC', 'DECEASED'],
      ...named,
    ]);

  test('a candidate that itself names the applicant proves it, stale or not and in any role', () => {
    expect(statusOf(survivor, holding(extract(['DUC', 'REPRESENTATIVE'])), 2)).toBe('EXPIRED');
    expect(statusOf(survivor, holding(extract()), 2)).toBe('RELATION_UNPROVEN');
  });

  test('a certificate that names either of them only as representative proves nothing', () => {
    const judged = (his: Role, other: Role): string => {
      const certificate = shared('2026-01-01', { paperKind: 'BIRTH_CERTIFICATE' }, [
        ['DUC', his],
        ['LOC', other],
      ]);
      return statusOf(survivor, holding(extract(), certificate), 2);
    };
    expect(judged('REPRESENTATIVE', 'CHILD')).toBe('RELATION_UNPROVEN');
    expect(judged('CHILD', 'REPRESENTATIVE')).toBe('RELATION_UNPROVEN');
    expect(judged('FATHER', 'CHILD')).toBe('EXPIRED');
  });

  test('no chains: two certificates over a third person prove nothing', () => {
    const link = (one: string, other: string): Fact =>
      shared('2026-01-01', { paperKind: 'BIRTH_CERTIFICATE' }, [
        [one, 'CHILD'],
        [other, 'FATHER'],
      ]);
    expect(statusOf(survivor, holding(extract(), link('DUC', 'SON'), link('SON', 'LOC')), 2)).toBe(
      'RELATION_UNPROVEN',
    );
  });
});

describe('rule 22: what is stale and need not be brought', () => {
  test('a row that a state database answers stays STALE and is not to bring', () => {
    const old = shared('2020-01-01', { paperKind: 'RESIDENCE_CONFIRMATION', validTo: '2020-12-31' }, [
      ['HA', 'HOLDER'],
    ]);
    const answer = preCheck(question('1.000894', '2026-03-10', [['APPLICANT', 'HA']]), holding(old));
    expect(answer.papers.map(({ status }) => status)).toEqual(['NOT_REUSABLE', 'MISSING', 'STALE']);
    expect(answer.toBring).toEqual([1, 2]);
  });

  test('an abolished paper is not to bring, stale or asked for by name', () => {
    const asked = question('2.000986', '2026-09-10', [
      ['APPLICANT', 'HA'],
      ['MOTHER', 'HA'],
    ]);
    const book = shared('2020-01-01', { paperKind: 'HOUSEHOLD_BOOK', validTo: '2022-12-31' }, [
      ['HA', 'HOLDER'],
    ]);
    const answer = preCheck({ ...asked, applies: [3] }, holding(book));
    expect(answer.papers[2]?.status).toBe('STALE');
    expect(answer.toBring).toEqual([1, 2]);
  });

  test('a role that only other rows ask about is left out, and nobody has to be named for it', () => {
    const passport = (subjects: Named) =>
      preCheck(
        question(
          '1.001456',
          '2026-09-10',
          subjects.map(([key, role]) => [role, key] as const),
        ),
        holding(shared('2026-09-02', { paperKind: 'BIRTH_CERTIFICATE' }, FAMILY)),
      ).papers.map(({ status }) => status);
    expect(passport([['HA', 'APPLICANT']])).toEqual(['NOT_REUSABLE']);
    expect(
      passport([
        ['HA', 'APPLICANT'],
        ['KHOI', 'CHILD'],
      ]),
    ).toEqual(['NOT_REUSABLE', 'HELD']);
  });
});
