// What is read for a question must be enough for the fold: design 6, rules 12, 16, 21; and names as aliases mean them.
import { describe, expect, test } from 'vitest';
import { Catalogue, type Procedure } from '#shared/once-only/catalogue.ts';
import { statedEvidence } from '#shared/once-only/evidence.ts';
import { firstNeeds } from '#shared/once-only/needs.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import { preCheck } from '#shared/once-only/pre-check.ts';
import { CATALOGUE, EVER, question, world } from '../../support/facts.ts';
import { issued, shared } from './life.ts';

describe('evidence', () => {
  test('a paper that takes the place of another is found by the code of that one', () => {
    const successor = issued('2026-05-01', 'KQ.G10.001147', [['HA', 'OWNER']], {
      supersedes: { number: '1', resultCode: 'KQ.G10.001148' },
    });
    expect(statedEvidence(successor.event)).toContain('result:KQ.G10.001148');
  });

  test('a name is folded once, by whoever states it', () => {
    const alias = { evidence: 'NAME', value: 'Mẫu 3.b.c', paperKind: 'LAND_USE_PAPER' } as const;
    const catalogue = new Catalogue([], [alias], []);
    const stated = shared('2026-01-01', { name: 'Mẫu 3.b.c', code: 'x' }, [['HA', 'HOLDER']]);
    expect(statedEvidence(stated.event)).toEqual(
      expect.arrayContaining(catalogue.evidencesOf('LAND_USE_PAPER').slice(1)),
    );
    const seen = { ...world({ sharedPapers: new Map([['HA', [stated]]]) }), catalogue };
    expect(papersOfSubject('HA', '2026-02-01', EVER, seen).map(({ held }) => held.paperKind)).toEqual([
      'LAND_USE_PAPER',
    ]);
  });

  test('a code that only an ended version lists is asked for, too', () => {
    const version = CATALOGUE.procedures().find(({ procedureCode }) => procedureCode === '1.001193');
    if (version === undefined) throw new Error('the catalogue has no birth registration');
    const old: Procedure = {
      ...version,
      validFrom: '2020-01-01',
      validTo: '2025-06-30',
      yields: version.yields.map((type) => ({ ...type, resultCode: 'KQ.OLD' })),
    };
    const catalogue = new Catalogue([...CATALOGUE.procedures(), old], [], []);
    expect(catalogue.evidencesOf('BIRTH_CERTIFICATE')).toContain('result:KQ.OLD');
  });
});

describe('the evidences of several kinds', () => {
  test('are those of each, once and in order, and for the same kinds the same list', () => {
    const kinds = ['BIRTH_CERTIFICATE', 'LAND_CERTIFICATE'];
    const listed = CATALOGUE.evidencesOfAny(new Set(kinds));
    const each = new Set(kinds.flatMap((kind) => CATALOGUE.evidencesOf(kind)));
    expect(listed).toEqual([...each].sort());
    expect(CATALOGUE.evidencesOfAny(new Set(kinds.toReversed()))).toBe(listed);
  });
});

describe('first needs', () => {
  test('what supersedes a proof of relation is read with it', () => {
    const rule = {
      trigger: 'DIVORCE_JUDGMENT',
      triggerRole: null,
      superseded: 'MARRIAGE_CERTIFICATE',
      perObject: false,
    };
    const catalogue = new Catalogue(CATALOGUE.procedures(), [], [rule]);
    const asked = question('2.000821', '2026-11-01', [
      ['APPLICANT', 'HA'],
      ['DECEASED', 'DUC'],
    ]);
    expect(firstNeeds(asked, { ...world({}), catalogue }).evidences).toContain('kind:DIVORCE_JUDGMENT');
  });
});

describe('rule 23: avoidable procedures', () => {
  test('the held papers are listed the newest first, in whatever order they were read', () => {
    const papers = ['2026-01-01', '2026-03-01', '2026-02-01'].map((day) =>
      shared(day, { paperKind: 'BIRTH_CERTIFICATE', number: day }, [['HA', 'CHILD']]),
    );
    const asked = question('2.000635', '2026-05-01', [['APPLICANT', 'HA']]);
    const listed = (facts: typeof papers) =>
      preCheck(
        asked,
        world({ sharedPapers: new Map(facts.map((each) => [each.event.id, [each]])) }),
      ).avoidable?.held.map(({ number }) => number);
    expect(listed(papers)).toEqual(['2026-03-01', '2026-02-01', '2026-01-01']);
    expect(listed(papers.toReversed())).toEqual(listed(papers));
  });
});
