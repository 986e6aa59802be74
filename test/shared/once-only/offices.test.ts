// Rules 18 and 19: who may recall, and who was in post; agencies that succeeded one another are one office.
import { describe, expect, test } from 'vitest';
import type { HubEvent } from '#schemas/generated/events.ts';
import { Agencies, foldAgencies } from '#shared/once-only/agencies.ts';
import { signerStanding } from '#shared/once-only/civil-servant.ts';
import { documentAliases } from '#shared/once-only/document.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, EVER, fact, world } from '../../support/facts.ts';
import { REGISTERED, shared } from './life.ts';

const NOBODY = new Agencies([]);

function appointed(unit: string, startsOn: string, endsOn: string | null = null): Fact {
  return fact('Appointed', { at: at(startsOn) }, { unit, title: null, startsOn, endsOn }, 'civil-servants');
}

function resigned(effectiveOn: string): Fact {
  return fact('Resigned', { at: at(effectiveOn) }, { effectiveOn }, 'civil-servants');
}

function transferred(fromUnit: string, toUnit: string | null, effectiveOn: string): Fact {
  return fact(
    'Transferred',
    { at: at(effectiveOn) },
    { fromUnit, toUnit, title: null, effectiveOn },
    'civil-servants',
  );
}

describe('rule 19: signers', () => {
  const standing = (facts: readonly Fact[], day: string, issuer = 'H44', agencies = NOBODY): string =>
    signerStanding(facts, issuer, day, EVER, agencies);

  test('the day of resignation is the first out of post; a post taken up later is a new one', () => {
    const facts = [appointed('H44', '2015-01-01'), resigned('2020-06-01'), appointed('H44', '2023-01-01')];
    expect(standing(facts, '2020-05-31')).toBe('IN_POST');
    expect(standing(facts, '2020-06-01')).toBe('NOT_IN_POST');
    expect(standing(facts, '2024-01-01')).toBe('IN_POST');
  });

  test('a transfer alone proves the post that it left', () => {
    const facts = [transferred('H44', 'H05', '2026-03-01')];
    expect(standing(facts, '2026-02-28')).toBe('IN_POST');
    expect(standing(facts, '2026-03-01')).toBe('NOT_IN_POST');
    expect(standing(facts, '2026-03-01', 'H05')).toBe('IN_POST');
  });

  test('a transfer ends the posts before it, not one taken up at the same office later', () => {
    const facts = [
      appointed('H44', '2015-01-01'),
      transferred('H44', 'H05', '2020-03-01'),
      appointed('H44', '2023-01-01'),
    ];
    const days = ['2020-02-29', '2020-03-01', '2022-12-31', '2023-01-01'];
    expect(days.map((day) => standing(facts, day))).toEqual([
      'IN_POST',
      'NOT_IN_POST',
      'NOT_IN_POST',
      'IN_POST',
    ]);
  });

  test('both forms of an agency code are one agency', () => {
    expect(standing([appointed('000.00.16.H23', '2020-01-01')], '2026-01-01', 'H23.16')).toBe('IN_POST');
  });

  test('a post at a predecessor, stated by its code of then, is a post at the issuer', () => {
    const agencies = new Agencies([{ code: 'H62', name: 'x', successors: ['H44'], predecessors: [] }]);
    expect(standing([appointed('H62', '2020-01-01')], '2026-01-01', 'H44', agencies)).toBe('IN_POST');
  });

  test('nothing known of by then is UNKNOWN', () => {
    expect(signerStanding([appointed('H44', '2020-01-01')], 'H44', '2026-01-01', 0, NOBODY)).toBe('UNKNOWN');
  });
});

describe('rule 5 and 18: succession', () => {
  const succeeded = (agencyCode: string, successor: string, id: string): Fact =>
    fact(
      'AgencySucceeded',
      { at: at('2025-07-01'), id, recordedAt: at('2025-07-01') },
      { agencyCode, successor, effectiveOn: '2025-07-01' },
    );

  test('a succession counts although nobody registered the agencies', () => {
    const agencies = foldAgencies([succeeded('H62', 'H44', 'a')]);
    expect(agencies.isSameOffice('H44', 'H62')).toBe(true);
    expect(agencies.current('H62')).toBe('H44');
  });

  test('of two successors stated at one instant the same one is current in any order of arrival', () => {
    const facts = [succeeded('H62', 'H44', 'a'), succeeded('H62', 'H05', 'b')];
    expect(foldAgencies(facts).current('H62')).toBe(foldAgencies(facts.toReversed()).current('H62'));
  });
});

const OPAQUE = '6f9619ff-8b86-d011-b42d-00cf4fc964ff';

describe('rule 18: a recall that names the document by its opaque id', () => {
  const KEY = 'H44,2026-06-01,7/QD';
  const decision = shared('2026-06-01', { paperKind: 'FEE_EXEMPTION_DECISION', documentKey: KEY }, [
    ['DUC', 'HOLDER'],
  ]);
  const registered = (agency: string): Fact =>
    fact(
      'DocumentRegistered',
      { at: at('2026-06-01'), agency },
      { ...REGISTERED, documentId: OPAQUE },
      'document-management',
    );
  const recall = (agency: string): Fact =>
    fact(
      'RecallRequested',
      { at: at('2026-06-20'), agency },
      { statusCode: '13', recallDocumentId: null },
      'document-management',
    );
  const judged = (registrar: string, recaller: string, on = '2026-07-01'): string | undefined => {
    const found = papersOfSubject(
      'DUC',
      on,
      EVER,
      world({
        sharedPapers: new Map([['DUC', [decision]]]),
        documents: new Map([
          [KEY, [registered(registrar)]],
          [OPAQUE, [recall(recaller)]],
        ]),
      }),
    )[0];
    return found?.reason ?? found?.status;
  };

  test('counts from its day on, if the issuer asks', () => {
    expect(judged('H44', 'H44')).toBe('RECALLED');
    expect(judged('H44', 'H44', '2026-06-19')).toBe('HELD');
    expect(judged('H44', 'H05')).toBe('HELD');
  });

  test('a stranger who registers the key leads to no other document', () => {
    expect(judged('H05', 'H44')).toBe('HELD');
  });

  test('the opaque id must be read next', () => {
    expect(documentAliases(new Map([[KEY, [registered('H44')]]]), NOBODY)).toEqual([OPAQUE]);
  });
});

describe('rule 18: a recall from a clock that says 2099', () => {
  test('counts from when it was recorded', () => {
    const paper = shared(
      '2026-06-01',
      { paperKind: 'FEE_EXEMPTION_DECISION', documentKey: 'H44.150,2026-06-01,7' },
      [['DUC', 'HOLDER']],
    );
    const event: HubEvent = fact(
      'RecallRequested',
      { at: at('2099-01-01'), recordedAt: at('2026-06-20') },
      { statusCode: '13', recallDocumentId: null },
      'document-management',
    ).event;
    const recall: Fact = {
      event,
      factId: 'r',
      bodyHash: 'r',
      position: { topic: 't', partition: 0, offset: '0' },
    };
    const seen = world({
      sharedPapers: new Map([['DUC', [paper]]]),
      documents: new Map([['H44.150,2026-06-01,7', [recall]]]),
    });
    expect(papersOfSubject('DUC', '2026-06-21', EVER, seen)[0]?.reason).toBe('RECALLED');
  });
});
