// Whose papers a row takes (validityScope), papers that can be used once (singleUse), and what each answer hints at.
import { describe, expect, test } from 'vitest';
import type { Paper } from '#schemas/generated/events.ts';
import { Agencies, type Agency } from '#shared/once-only/agencies.ts';
import { Catalogue, type RequiredPaper } from '#shared/once-only/catalogue.ts';
import { hintOfPaper } from '#shared/once-only/hint-of.ts';
import { preCheck, QuestionFault } from '#shared/once-only/pre-check.ts';
import type { Question } from '#shared/once-only/question.ts';
import type { World } from '#shared/once-only/world.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, CATALOGUE, fact, paper, world } from '../../support/facts.ts';
import { component, confirmation, ended, issued, marriageQuestion, row, SINGLE, submitted } from './life.ts';

/** Marriage registration whose second row, the single-status confirmation, asks for more. */
function asking(more: Partial<RequiredPaper>): Catalogue {
  const base = CATALOGUE.procedureOn('1.000894', '2026-01-01');
  if (base === undefined) throw new Error('the catalogue has no marriage registration');
  const papers = base.papers.map((each) => (each.ordinal === 2 ? { ...each, ...more } : each));
  const others = CATALOGUE.procedures().filter(({ procedureCode }) => procedureCode !== '1.000894');
  return new Catalogue([...others, { ...base, papers }], [], []);
}

const agency = (code: string, successors: readonly string[] = []): Agency => ({
  code,
  name: code,
  successors,
  predecessors: [],
});
const AGENCIES = new Agencies([agency('H62', ['H44']), agency('H62.12', ['H44.150']), agency('H44')]);

describe('a row that takes papers of some issuers only', () => {
  const issuedBy = (agencyCode: string): Fact[] => [
    submitted('2026-03-02', '1.004873', [['HA', 'APPLICANT']]),
    issued('2026-03-02', SINGLE, [['HA', 'HOLDER']], { number: '12/XN', issuer: { agencyCode, name: null } }),
    ended('ResultReturned', '2026-03-02'),
  ];
  const answer = (validityScope: RequiredPaper['validityScope'], issuer: string, handledBy = 'H44.150') =>
    row(
      marriageQuestion('2026-03-10', { agency: handledBy }),
      {
        ...world({ facts: [['D', issuedBy(issuer)]], agencies: AGENCIES }),
        catalogue: asking({ validityScope }),
      },
      2,
    );

  test('NATIONAL, or none stated, takes those of any issuer', () => {
    expect(answer('NATIONAL', 'H05.2').status).toBe('HELD');
    expect(answer('UNKNOWN', 'H05.2').status).toBe('HELD');
  });

  test('PROVINCE takes those of the province of the agency that handles the dossier, also from before a merger', () => {
    expect(answer('PROVINCE', 'H44.7').status).toBe('HELD');
    expect(answer('PROVINCE', 'H62.3').status).toBe('HELD');
    expect(answer('PROVINCE', 'H44.7', 'H62.3').status).toBe('HELD');
    expect(answer('PROVINCE', 'H05.2')).toMatchObject({
      status: 'MISSING',
      hint: { code: 'OTHER_ISSUER', about: 'H05.2' },
    });
  });

  test("ISSUER takes the agency's own, and those of its predecessor or successor", () => {
    expect(answer('ISSUER', 'H44.150').status).toBe('HELD');
    expect(answer('ISSUER', 'H62.12').status).toBe('HELD');
    expect(answer('ISSUER', 'H44.150', 'H62.12').status).toBe('HELD');
    expect(answer('ISSUER', 'H44.7').hint).toEqual({ code: 'OTHER_ISSUER', about: 'H44.7' });
  });

  test('a component whose issuer nobody stated satisfies no such row', () => {
    const facts = [
      submitted('2026-03-02', '1.001612', [['HA', 'APPLICANT']]),
      component('2026-03-02', { paperKind: 'SINGLE_STATUS_CONFIRMATION' }, [['HA', 'APPLICANT']]),
      ended('ResultReturned', '2026-03-02'),
    ];
    const seen = (validityScope: RequiredPaper['validityScope']): World => ({
      ...world({ facts: [['D', facts]] }),
      catalogue: asking({ validityScope }),
    });
    const asked = marriageQuestion('2026-03-10', { agency: 'H44.150' });
    expect(row(asked, seen('NATIONAL'), 2).status).toBe('HELD');
    expect(row(asked, seen('PROVINCE'), 2)).toMatchObject({
      status: 'MISSING',
      hint: { code: 'OTHER_ISSUER' },
    });
  });

  test('the agency must be named, and is asked for together with the roles that lack', () => {
    const refused = (question: Question, catalogue: Catalogue): QuestionFault | undefined => {
      try {
        preCheck(question, { ...world({}), catalogue });
      } catch (error) {
        if (error instanceof QuestionFault) return error;
      }
      return undefined;
    };
    const narrow = asking({ validityScope: 'PROVINCE' });
    expect(refused(marriageQuestion('2026-03-10'), narrow)).toMatchObject({
      code: 'AGENCY_MISSING',
      faults: [{ pointer: '/agency', code: 'AGENCY_MISSING' }],
    });
    expect(refused(marriageQuestion('2026-03-10'), asking({}))).toBeUndefined();
    const spouse = asking({ validityScope: 'ISSUER', aboutRole: 'MOTHER' });
    expect(refused(marriageQuestion('2026-03-10'), spouse)).toMatchObject({
      code: 'ROLE_MISSING',
      faults: [{ pointer: '/subjects' }, { pointer: '/agency' }],
    });
    const leftOut = asking({ validityScope: 'ISSUER', aboutRole: 'MOTHER', condition: 'IF_ROLE' });
    expect(refused(marriageQuestion('2026-03-10'), leftOut)).toBeUndefined();
  });
});

describe('a paper that can be used once', () => {
  const KIND = 'SINGLE_STATUS_CONFIRMATION';
  const handedIn = (stated: Partial<Paper>, day = '2026-03-05'): Fact[] => [
    submitted(day, '1.001612', [['HA', 'APPLICANT']]),
    component(day, { paperKind: KIND, ...stated }, [['HA', 'APPLICANT']]),
  ];
  const answer = (use: readonly Fact[], on = '2026-03-10', singleUse = true) =>
    row(
      marriageQuestion(on),
      {
        ...world({
          facts: [
            ['D', confirmation],
            ['U', use],
          ],
        }),
        catalogue: asking({ singleUse }),
      },
      2,
    );

  test('is used up by another dossier, and the hint names it', () => {
    const used = answer(handedIn({ number: '12/XN' }));
    expect(used).toMatchObject({ status: 'MISSING', hint: { code: 'USED_UP', about: 'U' }, others: [] });
    expect(answer(handedIn({ number: '12/XN' }), '2026-03-10', false).status).toBe('HELD');
    expect(answer([...handedIn({}), ended('ResultReturned', '2026-03-06')]).hint.code).toBe('USED_UP');
    expect(answer([...handedIn({}), ended('DossierReopened', '2026-03-06')]).hint.code).toBe('USED_UP');
  });

  test.each(['DossierRefused', 'DossierWithdrawn', 'DossierStopped'] as const)(
    'is not used up by a dossier that came to nothing: %s',
    (name) => {
      expect(answer([...handedIn({}), ended(name, '2026-03-06')]).status).toBe('HELD');
    },
  );

  test('is not used up before it was handed in, nor by another paper', () => {
    expect(answer(handedIn({ number: '12/XN' }), '2026-03-04').status).toBe('HELD');
    expect(answer(handedIn({ number: '13/XN' })).status).toBe('HELD');
    expect(answer(handedIn({ issuedOn: '2026-03-01' })).status).toBe('HELD');
    expect(answer(handedIn({}, '2026-03-01')).status).toBe('HELD');
    expect(answer(handedIn({ paperKind: 'DIVORCE_JUDGMENT' })).status).toBe('HELD');
  });

  test('handed in by somebody who does not hold it is used up all the same', () => {
    const byMother = [
      submitted('2026-03-05', '1.001193', [['HA', 'APPLICANT']]),
      component('2026-03-05', { paperKind: KIND }, [['HA', 'APPLICANT']]),
    ];
    expect(answer(byMother).hint).toEqual({ code: 'USED_UP', about: 'U' });
  });

  test('a copy that was handed in was used in its own dossier', () => {
    const seen = {
      ...world({ facts: [['U', [...handedIn({}), ended('ResultReturned', '2026-03-06')]]] }),
      catalogue: asking({ singleUse: true }),
    };
    expect(row(marriageQuestion('2026-03-10'), seen, 2).hint).toEqual({ code: 'USED_UP', about: 'U' });
  });

  test('a certified copy is used up by its original’s number', () => {
    const copy = fact(
      'ElectronicCopyCertified',
      { at: at('2026-03-03'), concerns: [['HA', 'HOLDER']] },
      {
        paper: paper({ number: '9/CT' }),
        copied: { paperKind: KIND, number: '12/XN', issuer: null },
      },
    );
    const seen = (number: string): World => ({
      ...world({
        facts: [
          ['C', [copy]],
          ['U', handedIn({ number })],
        ],
      }),
      catalogue: asking({ singleUse: true }),
    });
    expect(row(marriageQuestion('2026-03-10'), seen('12/XN'), 2).status).toBe('MISSING');
    expect(row(marriageQuestion('2026-03-10'), seen('13/XN'), 2).status).toBe('HELD');
  });
});

describe('every status and reason hints at what would settle or replace it', () => {
  test('a paper that expires soon is not to be brought, one that has expired is', () => {
    const seen = world({ facts: [['D', confirmation]] });
    expect(row(marriageQuestion('2026-09-02'), seen, 2)).toMatchObject({
      status: 'HELD_EXPIRING',
      hint: { code: 'EXPIRES_SOON' },
    });
    expect(row(marriageQuestion('2026-09-03'), seen, 2)).toMatchObject({
      reason: 'EXPIRED',
      hint: { code: 'RENEW' },
    });
  });

  test('reasons have hints of their own', () => {
    const hint = (reason: Parameters<typeof hintOfPaper>[1]) => hintOfPaper('STALE', reason).code;
    expect(hint('REVOKED')).toBe('ISSUED_ANEW');
    expect(hint('DISPUTED')).toBe('VERIFIED_BY_ISSUER');
    expect(hint('SUPERSEDED')).toBe('BRING_SUCCESSOR');
    expect(hintOfPaper('UNSETTLED', 'IDENTITY_CONFLICT').code).toBe('WAIT_FOR_DECISION');
    expect(hintOfPaper('UNSETTLED', 'DEAD_LETTER_OPEN').code).toBe('WAIT_FOR_OPERATOR');
    expect(hintOfPaper('HELD', undefined).code).toBe('NONE');
  });
});
