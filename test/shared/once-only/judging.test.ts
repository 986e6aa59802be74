// Rules 17 to 21: what unsettles a candidate and what makes it stale.
import { describe, expect, test } from 'vitest';
import { Agencies } from '#shared/once-only/agencies.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import type { AnsweredPaper } from '#shared/once-only/question.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, EVER, fact, question, world } from '../../support/facts.ts';
import {
  component,
  confirmation,
  ended,
  marriageQuestion,
  REGISTERED,
  returned,
  row,
  SINGLE,
  shared,
  submitted,
} from './life.ts';

const MARRIAGE = 'KQ.G15.000032';

describe('rules 17 to 21: what unsettles and what makes stale', () => {
  test('an open dead letter unsettles even the papers of a withdrawn dossier', () => {
    const withdrawn = [...confirmation, ended('DossierWithdrawn', '2026-03-04')];
    const letter = { stream: 'dossiers', aggregateKey: 'D', knownFrom: at('2026-03-05') } as const;
    const seen = world({ facts: [['D', withdrawn]], deadLetters: [letter] });
    expect(row(marriageQuestion('2026-03-10'), seen, 2)).toMatchObject({
      status: 'UNSETTLED',
      reason: 'DEAD_LETTER_OPEN',
    });
    const since = marriageQuestion('2026-03-10', { knownAt: at('2026-03-05') });
    expect(row(since, seen, 2).reason).toBe('DEAD_LETTER_OPEN');
    const before = marriageQuestion('2026-03-10', { knownAt: at('2026-03-05') - 1 });
    expect(row(before, seen, 2).status).toBe('MISSING');
  });

  test('status 9 alone is COMPLETED_UNPROVEN', () => {
    const facts = [
      submitted('2026-03-01', '1.004222', [['HA', 'APPLICANT']]),
      component('2026-03-01', { paperKind: 'SINGLE_STATUS_CONFIRMATION' }, [['HA', 'APPLICANT']]),
      ended('DossierCompleted', '2026-03-02'),
    ];
    expect(row(marriageQuestion('2026-03-10'), world({ facts: [['D', facts]] }), 2).reason).toBe(
      'COMPLETED_UNPROVEN',
    );
  });

  const decision = shared(
    '2026-06-01',
    {
      paperKind: 'FEE_EXEMPTION_DECISION',
      documentKey: 'H44,2026-06-01,7/QD',
      issuer: { agencyCode: 'H44', name: null },
    },
    [['DUC', 'HOLDER']],
  );
  const recall = (agency: string): Fact =>
    fact(
      'RecallRequested',
      { at: at('2026-06-20'), agency },
      { statusCode: '13', recallDocumentId: null },
      'document-management',
    );
  const exemption = (on: string, facts: readonly Fact[]): AnsweredPaper =>
    row(
      question('3.000333', on, [['APPLICANT', 'DUC']]),
      world({
        sharedPapers: new Map([['DUC', [decision]]]),
        documents: new Map([['H44,2026-06-01,7/QD', facts]]),
        agencies: new Agencies([{ code: 'H62', name: 'x', successors: ['H44'], predecessors: [] }]),
      }),
      3,
    );

  test('a recall counts from its day on, if the issuer, its predecessor or successor asked', () => {
    expect(exemption('2026-06-19', [recall('H44')]).status).toBe('HELD');
    expect(exemption('2026-06-20', [recall('H44')])).toMatchObject({ status: 'STALE', reason: 'RECALLED' });
    expect(exemption('2026-06-20', [recall('H62')]).reason).toBe('RECALLED');
    expect(exemption('2026-06-20', [recall('H05')]).status).toBe('HELD');
    expect(exemption('2026-06-20', [recall('H44.10')]).status).toBe('HELD');
  });

  test("a stranger who registers the document under its issuer's key cannot recall it", () => {
    const registered = fact(
      'DocumentRegistered',
      { at: at('2026-06-02'), agency: 'H05' },
      REGISTERED,
      'document-management',
    );
    expect(exemption('2026-06-20', [registered, recall('H05')]).status).toBe('HELD');
    expect(exemption('2026-06-20', [registered, recall('H44')]).reason).toBe('RECALLED');
  });

  test('a later verification ends a dispute', () => {
    const reference = { paper: { source: null, id: null, number: '12/XN', resultCode: null } };
    const dispute = fact('PaperDisputed', { at: at('2026-03-05') }, reference);
    const verified = fact('PaperVerified', { at: at('2026-03-08') }, reference);
    const seen = world({ facts: [['D', [verified, ...confirmation, dispute]]] });
    expect(row(marriageQuestion('2026-03-06'), seen, 2).reason).toBe('DISPUTED');
    expect(row(marriageQuestion('2026-03-08'), seen, 2).status).toBe('HELD');
  });

  test('a marriage supersedes the confirmation of everyone who holds it, also if it is revoked later', () => {
    const marriage = [
      ...returned(
        '2026-03-20',
        '1.000894',
        MARRIAGE,
        [
          ['HA', 'HOLDER'],
          ['DUC', 'SPOUSE'],
        ],
        { number: '9' },
      ),
      fact(
        'ResultRevoked',
        { at: at('2026-04-01') },
        { paper: { source: null, id: null, number: '9', resultCode: MARRIAGE } },
      ),
    ];
    const seen = world({
      facts: [
        ['D', confirmation],
        ['M', marriage],
      ],
    });
    expect(row(marriageQuestion('2026-03-19'), seen, 2).status).toBe('HELD');
    expect(row(marriageQuestion('2026-04-02'), seen, 2)).toMatchObject({
      status: 'STALE',
      reason: 'SUPERSEDED',
    });
    expect(row(marriageQuestion('2026-10-10'), seen, 2).reasons).toEqual(['SUPERSEDED', 'EXPIRED']);
  });

  test('a marriage of the same day supersedes; one of a dossier that did not end well does not', () => {
    const both = [
      ['HA', 'HOLDER'],
      ['DUC', 'SPOUSE'],
    ] as const;
    const judged = (marriage: readonly Fact[]) =>
      row(
        marriageQuestion('2026-03-02'),
        world({
          facts: [
            ['D', confirmation],
            ['M', marriage],
          ],
        }),
        2,
      );
    expect(judged(returned('2026-03-02', '1.000894', MARRIAGE, both)).reason).toBe('SUPERSEDED');
    const unproven = [
      submitted('2026-03-02', '1.001612', [['HA', 'APPLICANT']]),
      component('2026-03-02', { paperKind: 'MARRIAGE_CERTIFICATE' }, both),
      ended('DossierCompleted', '2026-03-02'),
    ];
    expect(judged(unproven).status).toBe('HELD');
    expect(judged([...unproven, ended('ResultReturned', '2026-03-03')]).reason).toBe('SUPERSEDED');
  });

  test('a paper that is valid only later is no candidate yet', () => {
    const later = returned('2026-03-02', '1.004873', SINGLE, [['HA', 'HOLDER']], { validFrom: '2026-03-05' });
    const judged = (on: string) => row(marriageQuestion(on), world({ facts: [['D', later]] }), 2).status;
    expect([judged('2026-03-04'), judged('2026-03-05')]).toEqual(['MISSING', 'HELD']);
  });

  test('a seller of three parcels who sells one keeps two', () => {
    const owned = ['A', 'B', 'C'].map((key) =>
      shared('2026-01-05', { paperKind: 'LAND_CERTIFICATE', number: key, object: { type: 'PARCEL', key } }, [
        ['SON', 'OWNER'],
      ]),
    );
    const sale = returned(
      '2026-05-12',
      '1.013831',
      'KQ.G10.001147',
      [
        ['SON', 'SELLER'],
        ['HA', 'OWNER'],
        ['DUC', 'OWNER'],
      ],
      {
        object: { type: 'PARCEL', key: 'B' },
      },
    );
    const seen = world({ facts: [['D', sale]], sharedPapers: new Map([['SON', owned]]) });
    const papers = papersOfSubject('SON', '2026-06-01', EVER, seen);
    expect(Object.fromEntries(papers.map((each) => [each.held.number, each.reason ?? each.status]))).toEqual({
      A: 'HELD',
      B: 'SUPERSEDED',
      C: 'HELD',
    });
  });

  test('a signer out of post makes stale; one of whom nothing is known does not', () => {
    const permit = returned('2026-09-28', '1.013225', 'KQ.G17.000311', [['DUC', 'HOLDER']], {
      signer: { civilServantCode: 'CS1', certificateSerial: null },
      signedAt: at('2026-09-25'),
      issuer: { agencyCode: 'H44.150', name: null },
    });
    const post = (endsOn: string): Fact =>
      fact(
        'Appointed',
        { at: at('2021-01-01') },
        { unit: 'H44.150', title: null, startsOn: '2021-01-01', endsOn },
        'civil-servants',
      );
    const judged = (facts?: readonly Fact[]) =>
      papersOfSubject(
        'DUC',
        '2026-10-01',
        EVER,
        world({ facts: [['D', permit]], civilServants: new Map(facts ? [['CS1', facts]] : []) }),
      )[0];
    expect(judged()).toMatchObject({
      status: 'HELD',
      held: { signer: { code: 'CS1', standing: 'UNKNOWN' } },
    });
    expect(judged([post('2026-09-25')])).toMatchObject({
      status: 'HELD',
      held: { signer: { standing: 'IN_POST' } },
    });
    expect(judged([post('2026-09-24')])).toMatchObject({ status: 'STALE', reason: 'SIGNER_NOT_IN_POST' });
  });
});
