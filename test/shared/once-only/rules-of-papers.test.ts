// Rules 13 to 26 of the decision by their numbers, one test each: whose paper, the status of a candidate, what is to bring.
// Rule 24 is in re-asks.test.ts; rules 25 and 27 are about doors.
import { describe, expect, test } from 'vitest';
import type { Paper, Role } from '#schemas/generated/events.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import { preCheck } from '#shared/once-only/pre-check.ts';
import type { World } from '#shared/once-only/world.ts';
import type { Fact } from '#shared/pure/fact.ts';
import type { Day } from '#shared/pure/time.ts';
import { at, EVER, fact, question, world } from '../../support/facts.ts';
import {
  confirmation,
  ended,
  issued,
  marriageQuestion,
  REGISTERED,
  returned,
  row,
  SINGLE,
  shared,
  submitted,
} from './life.ts';

type Concerns = readonly (readonly [string, Role])[];
const DAY = '2026-06-01';
const PARCEL = { type: 'PARCEL', key: 'B' };

/** Papers of other bodies, each under the key of the first whom it concerns. */
function sharing(...papers: readonly Fact[]): World {
  const byKey = Map.groupBy(papers, ({ event }) => event.concerns[0]?.subjectKey ?? '');
  return world({ sharedPapers: byKey });
}
const paperOf = (paperKind: string, concerns: Concerns, more: Partial<Paper> = {}): Fact =>
  shared('2026-03-01', { paperKind, ...more }, concerns);
const statusOf = (who: string, seen: World, on: Day = DAY): string[] =>
  papersOfSubject(who, on, EVER, seen).map(({ status, reason }) => reason ?? status);

describe('whose paper', () => {
  test('rule 13: some roles hold a paper, others are only named; a birth notice answers for the mother', () => {
    const sale = paperOf('LAND_CERTIFICATE', [
      ['HA', 'BUYER'],
      ['SON', 'SELLER'],
    ]);
    const notice = paperOf('BIRTH_NOTICE', [
      ['KHOI', 'CHILD'],
      ['HA', 'MOTHER'],
      ['DUC', 'FATHER'],
    ]);
    expect(statusOf('HA', sharing(sale, notice))).toEqual(['HELD', 'HELD']);
    expect([statusOf('SON', sharing(sale)), statusOf('DUC', sharing(notice))]).toEqual([[], []]);
  });

  test('rule 14: PARENTS is one paper that names both, and a role that a row needs must be in the question', () => {
    const asked = question('1.001193', DAY, [
      ['APPLICANT', 'HA'],
      ['MOTHER', 'HA'],
      ['FATHER', 'DUC'],
    ]);
    const both: Concerns = [
      ['HA', 'HOLDER'],
      ['DUC', 'SPOUSE'],
    ];
    expect(row(asked, sharing(paperOf('MARRIAGE_CERTIFICATE', both)), 3).status).toBe('HELD');
    const other = paperOf('MARRIAGE_CERTIFICATE', [
      ['HA', 'HOLDER'],
      ['LOC', 'SPOUSE'],
    ]);
    expect(row(asked, sharing(other), 3).status).toBe('MISSING');
    const alone = question('1.001193', DAY, [['APPLICANT', 'HA']]);
    expect(() => preCheck(alone, world({}))).toThrow('ROLE_MISSING');
  });

  test('rule 15: an object asked for is answered only by a paper with that object', () => {
    const permit = question('1.013225', DAY, [['APPLICANT', 'HA']], { object: PARCEL });
    const land = (object: Paper['object']) =>
      sharing(paperOf('LAND_CERTIFICATE', [['HA', 'OWNER']], { object }));
    expect(row(permit, land(PARCEL), 2).status).toBe('HELD');
    expect(row(permit, land({ ...PARCEL, key: 'A' }), 2).status).toBe('MISSING');
    expect(row(permit, land(null), 2).status).toBe('MISSING');
  });

  test("rule 16: another person's paper is told of only to a proved relation, or on a legal basis", () => {
    const death = paperOf('DEATH_EXTRACT', [['LOC', 'DECEASED']]);
    const birth = paperOf('BIRTH_CERTIFICATE', [
      ['DUC', 'CHILD'],
      ['LOC', 'FATHER'],
    ]);
    const asked = (who: string, legalBasis?: string) =>
      question(
        '2.000821',
        DAY,
        [
          ['APPLICANT', who],
          ['DECEASED', 'LOC'],
        ],
        legalBasis === undefined ? {} : { legalBasis },
      );
    const seen = sharing(death, birth);
    expect(row(asked('DUC'), seen, 2).status).toBe('HELD');
    expect(row(asked('HA'), seen, 2)).toMatchObject({ status: 'UNSETTLED', reasons: ['RELATION_UNPROVEN'] });
    expect(row(asked('HA'), seen, 2).held).toBeUndefined();
    expect(row(asked('HA', 'Điều 1'), seen, 2).status).toBe('HELD');
  });
});

describe('status of a candidate', () => {
  test('rule 17: unsettled before stale, each in its order; of equal candidates the newest answers', () => {
    const facts = [
      submitted('2026-03-02', '1.004873', [['HA', 'APPLICANT']]),
      submitted('2026-03-02', '1.004873', [['DUC', 'APPLICANT']]),
      issued('2026-03-02', SINGLE, [['HA', 'HOLDER']], { number: '1', validTo: '2026-03-31' }),
      fact(
        'ResultRevoked',
        { at: at('2026-03-09') },
        { paper: { source: null, id: null, number: '1', resultCode: null } },
      ),
      ended('ResultReturned', '2026-03-02'),
    ];
    const letter = { stream: 'dossiers', aggregateKey: 'D', knownFrom: at('2026-03-04') } as const;
    const seen = world({ facts: [['D', facts]], deadLetters: [letter] });
    expect(row(marriageQuestion(DAY), seen, 2).reasons).toEqual([
      'IDENTITY_CONFLICT',
      'DEAD_LETTER_OPEN',
      'REVOKED',
      'EXPIRED',
    ]);
    const newer = paperOf('SINGLE_STATUS_CONFIRMATION', [['HA', 'HOLDER']], { number: 'newer' });
    const older = shared('2026-02-01', { paperKind: 'SINGLE_STATUS_CONFIRMATION', number: 'older' }, [
      ['HA', 'HOLDER'],
    ]);
    for (const order of [
      [newer, older],
      [older, newer],
    ]) {
      expect(row(marriageQuestion('2026-04-01'), sharing(...order), 2)).toMatchObject({
        held: { number: 'newer' },
        others: [{ held: { number: 'older' } }],
      });
    }
  });

  test("rule 18: a recall counts if the document's issuer asked for it", () => {
    const documentKey = 'H44,2026-03-01,7/QD';
    const permit = returned('2026-03-02', '1.013225', 'KQ.G17.000311', [['HA', 'HOLDER']], { documentKey });
    const recall = (agency: string): Fact =>
      fact(
        'RecallRequested',
        { at: at('2026-05-01'), agency },
        { statusCode: '13', recallDocumentId: null },
        'document-management',
      );
    const registered = fact('DocumentRegistered', { at: at('2026-03-01'), agency: 'H44' }, REGISTERED);
    const seen = (agency: string) =>
      world({
        facts: [['D', permit]],
        documents: new Map([[documentKey, [recall(agency), registered]]]),
      });
    expect([statusOf('HA', seen('H44')), statusOf('HA', seen('H05'))]).toEqual([['RECALLED'], ['HELD']]);
    expect(statusOf('HA', seen('H44'), '2026-04-30')).toEqual(['HELD']);
  });

  test('rule 19: a known civil servant without the post makes stale; an unknown one, or a post left later, does not', () => {
    const permit = returned('2026-03-02', '1.013225', 'KQ.G17.000311', [['HA', 'HOLDER']], {
      signer: { civilServantCode: 'CC-1', certificateSerial: null },
    });
    const seen = (endsOn: Day | undefined) =>
      world({
        facts: [['D', permit]],
        civilServants:
          endsOn === undefined
            ? new Map()
            : new Map([
                [
                  'CC-1',
                  [
                    fact(
                      'Appointed',
                      { at: at('2020-01-01') },
                      { unit: 'H44.150', title: null, startsOn: '2020-01-01', endsOn },
                      'civil-servants',
                    ),
                  ],
                ],
              ]),
      });
    expect(statusOf('HA', seen('2026-03-01'))).toEqual(['SIGNER_NOT_IN_POST']);
    expect(statusOf('HA', seen('2026-03-02'))).toEqual(['HELD']);
    expect(statusOf('HA', seen(undefined))).toEqual(['HELD']);
  });

  test('rule 20: a dispute makes stale until a later verification', () => {
    const paper = paperOf('BIRTH_CERTIFICATE', [['HA', 'CHILD']], { number: '7' });
    const said = (name: 'PaperDisputed' | 'PaperVerified', day: Day): Fact =>
      fact(
        name,
        { at: at(day), concerns: [['HA', 'CHILD']] },
        { paper: { source: null, id: null, number: '7', resultCode: null } },
        'shared',
      );
    const seen = sharing(said('PaperVerified', '2026-05-01'), paper, said('PaperDisputed', '2026-04-01'));
    expect([statusOf('HA', seen, '2026-04-30'), statusOf('HA', seen)]).toEqual([['DISPUTED'], ['HELD']]);
  });

  test('rule 21: a marriage supersedes the confirmation, a sale the certificate of the same parcel', () => {
    const marriage = paperOf('MARRIAGE_CERTIFICATE', [
      ['HA', 'HOLDER'],
      ['DUC', 'SPOUSE'],
    ]);
    const single = paperOf('SINGLE_STATUS_CONFIRMATION', [['HA', 'HOLDER']]);
    const kept = papersOfSubject('HA', DAY, EVER, sharing(single, marriage)).find(
      ({ held }) => held.paperKind === 'SINGLE_STATUS_CONFIRMATION',
    );
    expect(kept?.reason).toBe('SUPERSEDED');
    const land = (key: string): Fact =>
      paperOf('LAND_CERTIFICATE', [['SON', 'OWNER']], { number: key, object: { ...PARCEL, key } });
    const sale = shared('2026-05-12', { paperKind: 'LAND_CERTIFICATE', number: 'new', object: PARCEL }, [
      ['HA', 'OWNER'],
      ['SON', 'SELLER'],
    ]);
    const owned = papersOfSubject('SON', DAY, EVER, sharing(land('A'), land('B'), sale));
    expect(Object.fromEntries(owned.map(({ held, status }) => [held.number, status]))).toEqual({
      A: 'HELD',
      B: 'STALE',
    });
  });
});

describe('what is to bring', () => {
  const toBring = (seen: World, applies: readonly number[] = []) =>
    preCheck(marriageQuestion('2026-03-10', { applies }), seen).toBring;

  test('rule 22: what a state database answers is not to be brought, unless the question says that the case applies', () => {
    const asked = preCheck(marriageQuestion('2026-03-10'), world({ facts: [['D', confirmation]] }));
    const conditional = asked.papers.filter(({ status }) => status === 'CONDITIONAL');
    expect(conditional.length).toBeGreaterThan(0);
    const [first] = conditional.map(({ ordinal }) => ordinal);
    const seen = world({ facts: [['D', confirmation]] });
    expect(toBring(seen)).toEqual([1]);
    expect(toBring(seen, first === undefined ? [] : [first])).toEqual([1, first]);
  });

  test('rule 23: an avoidable procedure answers with the held papers that make it needless', () => {
    const birth = paperOf('BIRTH_CERTIFICATE', [['HA', 'CHILD']], { number: '7' });
    const expired = paperOf('BIRTH_CERTIFICATE', [['HA', 'CHILD']], { number: '6', validTo: '2026-03-31' });
    const answer = preCheck(question('2.000635', DAY, [['APPLICANT', 'HA']]), sharing(birth, expired));
    expect(answer.avoidable?.held.map(({ number }) => number)).toEqual(['7']);
    expect(preCheck(marriageQuestion(DAY), sharing(birth)).avoidable).toBeUndefined();
  });

  test('rule 26: the kind of a row is the required one, that of what is held the actual one', () => {
    const land = paperOf('LAND_CERTIFICATE', [['HA', 'OWNER']]);
    const dwelling = row(question('1.004222', DAY, [['APPLICANT', 'HA']]), sharing(land), 2);
    expect(dwelling).toMatchObject({ paperKind: 'LAWFUL_DWELLING', held: { paperKind: 'LAND_CERTIFICATE' } });
  });
});
