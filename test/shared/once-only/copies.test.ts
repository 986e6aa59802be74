// Rules 10 and 12: what copies prove, and when the original that is known from elsewhere takes that away.
import { describe, expect, test } from 'vitest';
import type { Paper, Role } from '#schemas/generated/events.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import type { JudgedPaper } from '#shared/once-only/question.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, EVER, fact, paper, world } from '../../support/facts.ts';
import { component, ended, issued, shared, submitted } from './life.ts';

const HA = [['HA', 'APPLICANT']] as const;

function disputed(target: Fact, day: string): Fact {
  const { id, source } = target.event;
  return fact(
    'PaperDisputed',
    { at: at(day) },
    { paper: { source, id, number: null, resultCode: null } },
    'shared',
  );
}

function certifiedCopy(
  stated: Partial<Paper>,
  number: string | null,
  concerns: readonly (readonly [string, Role])[],
): Fact {
  return fact(
    'ElectronicCopyCertified',
    { at: at('2026-04-01'), concerns },
    { paper: paper(stated), copied: { paperKind: 'BIRTH_CERTIFICATE', number, issuer: null } },
  );
}

function handedIn(stated: Partial<Paper>, concerns: readonly (readonly [string, Role])[]): Fact[] {
  return [
    submitted('2026-04-01', '1.001612', HA),
    component('2026-04-01', stated, concerns),
    ended('ResultReturned', '2026-04-02'),
  ];
}

function ofOrigin(papers: readonly JudgedPaper[], origin: string): JudgedPaper | undefined {
  return papers.find(({ held }) => held.origin === origin);
}

describe('rule 12: copies', () => {
  test("a certified copy follows the original of the number that it copies, whatever the copy's own number", () => {
    const original = shared('2026-01-05', { paperKind: 'BIRTH_CERTIFICATE', number: '7' }, [['HA', 'CHILD']]);
    const sharedPapers = new Map([['HA', [original, disputed(original, '2026-04-10')]]]);
    const judged = (number: string | null): string | undefined => {
      const copy = certifiedCopy({ number: '999/CT' }, number, [['HA', 'HOLDER']]);
      const seen = world({ facts: [['C', [copy]]], sharedPapers });
      const found = ofOrigin(papersOfSubject('HA', '2026-05-01', EVER, seen), 'CERTIFIED_COPY');
      return found?.reason ?? found?.status;
    };
    expect(judged('7')).toBe('DISPUTED');
    expect(judged(null)).toBe('DISPUTED');
    expect(judged('8')).toBe('HELD');
  });

  test('a copy that only answers for the person asked about is as stale as its original', () => {
    const concerns = [
      ['KHOI', 'CHILD'],
      ['HA', 'MOTHER'],
    ] as const;
    const notice = shared('2026-03-01', { paperKind: 'BIRTH_NOTICE' }, concerns);
    const seen = world({
      facts: [['C', handedIn({ paperKind: 'BIRTH_NOTICE' }, concerns)]],
      sharedPapers: new Map([['KHOI', [notice, disputed(notice, '2026-04-10')]]]),
    });
    expect(ofOrigin(papersOfSubject('HA', '2026-05-01', EVER, seen), 'COMPONENT')?.reason).toBe('DISPUTED');
  });

  test("another holder's original says nothing of a copy where the person asked about holds it, too", () => {
    const both = [
      ['HA', 'HOLDER'],
      ['DUC', 'HOLDER'],
    ] as const;
    const his = shared('2026-03-01', { paperKind: 'SINGLE_STATUS_CONFIRMATION' }, [['DUC', 'HOLDER']]);
    const seen = world({
      facts: [['C', handedIn({ paperKind: 'SINGLE_STATUS_CONFIRMATION' }, both)]],
      sharedPapers: new Map([['DUC', [his, disputed(his, '2026-04-10')]]]),
    });
    const judged = (who: string) => ofOrigin(papersOfSubject(who, '2026-05-01', EVER, seen), 'COMPONENT');
    expect(judged('HA')?.status).toBe('HELD');
    expect(judged('DUC')?.reason).toBe('DISPUTED');
  });

  test('an original of the same day counts, one of the same dossier does not: it comes from nowhere else', () => {
    const original = shared('2026-04-01', { paperKind: 'HEALTH_CHECK', validTo: '2026-04-20' }, [
      ['HA', 'HOLDER'],
    ]);
    const copy = handedIn({ paperKind: 'HEALTH_CHECK' }, HA);
    const seen = world({ facts: [['C', copy]], sharedPapers: new Map([['HA', [original]]]) });
    expect(ofOrigin(papersOfSubject('HA', '2026-05-01', EVER, seen), 'COMPONENT')?.reason).toBe('EXPIRED');
    const own = [
      ...handedIn({ paperKind: 'SINGLE_STATUS_CONFIRMATION' }, HA),
      issued('2026-04-01', 'KQ.G15.000038', [['HA', 'HOLDER']], { validTo: '2026-04-20' }),
    ];
    const papers = papersOfSubject('HA', '2026-05-01', EVER, world({ facts: [['C', own]] }));
    expect(ofOrigin(papers, 'COMPONENT')?.status).toBe('HELD');
    expect(ofOrigin(papers, 'RESULT')?.reason).toBe('EXPIRED');
  });

  test('an unsettled original neither makes a copy stale nor outweighs a stale one', () => {
    const stated = { paperKind: 'BIRTH_CERTIFICATE' } as const;
    const bad = shared('2026-01-05', stated, [['HA', 'CHILD']]);
    const worse = disputed(bad, '2026-02-01');
    const unsettled = shared('2026-01-06', stated, [['HA', 'CHILD']]);
    const letter = { stream: 'shared_papers', aggregateKey: 'X', knownFrom: at('2026-02-01') } as const;
    const judged = (sharedPapers: ReadonlyMap<string, readonly Fact[]>) => {
      const seen = world({ facts: [['C', handedIn(stated, HA)]], sharedPapers, deadLetters: [letter] });
      return ofOrigin(papersOfSubject('HA', '2026-05-01', EVER, seen), 'COMPONENT');
    };
    expect(judged(new Map([['X', [bad, worse]]]))?.status).toBe('HELD');
    expect(
      judged(
        new Map([
          ['HA', [bad, worse]],
          ['X', [unsettled]],
        ]),
      )?.reason,
    ).toBe('DISPUTED');
  });

  test('an original later than the copy says nothing of it', () => {
    const later = shared('2026-04-02', { paperKind: 'HEALTH_CHECK', validTo: '2026-04-20' }, [
      ['HA', 'HOLDER'],
    ]);
    const seen = world({
      facts: [['C', handedIn({ paperKind: 'HEALTH_CHECK' }, HA)]],
      sharedPapers: new Map([['HA', [later]]]),
    });
    const judged = (day: string) => ofOrigin(papersOfSubject('HA', day, EVER, seen), 'COMPONENT');
    expect(judged('2026-05-01')?.status).toBe('HELD');
  });

  test('a component known by a result code lasts as long as the catalogue says', () => {
    const stated = { resultCode: 'KQ.G15.000038', issuedOn: '2026-03-02' };
    const seen = world({ facts: [['C', handedIn(stated, HA)]] });
    const judged = (day: string) => papersOfSubject('HA', day, EVER, seen)[0];
    expect(judged('2026-09-02')).toMatchObject({ status: 'HELD', held: { validTo: '2026-09-02' } });
    expect(judged('2026-09-03')).toMatchObject({ status: 'STALE', reason: 'EXPIRED' });
  });

  test('a certified copy counts however its dossier ended; a dead letter of it unsettles', () => {
    const copy = certifiedCopy({}, '7', [['HA', 'HOLDER']]);
    const unproven = [submitted('2026-03-30', '2.000815', HA), copy, ended('DossierCompleted', '2026-04-02')];
    expect(papersOfSubject('HA', '2026-05-01', EVER, world({ facts: [['C', unproven]] }))[0]?.status).toBe(
      'HELD',
    );
    const facts = [submitted('2026-03-30', '2.000815', HA), copy, ended('DossierWithdrawn', '2026-04-02')];
    const letter = { stream: 'dossiers', aggregateKey: 'C', knownFrom: at('2026-04-03') } as const;
    const judged = (seen: Parameters<typeof papersOfSubject>[3]) =>
      papersOfSubject('HA', '2026-05-01', EVER, seen)[0];
    expect(judged(world({ facts: [['C', facts]] }))?.status).toBe('HELD');
    expect(judged(world({ facts: [['C', facts]], deadLetters: [letter] }))?.reason).toBe('DEAD_LETTER_OPEN');
  });
});

describe('rule 11: a revoked result', () => {
  test('takes the result, not the components', () => {
    const number = { number: '12/XN' };
    const facts = [
      ...handedIn({ paperKind: 'DIVORCE_JUDGMENT', ...number }, HA),
      issued('2026-04-01', 'KQ.G15.000038', [['HA', 'HOLDER']], number),
      fact(
        'ResultRevoked',
        { at: at('2026-04-05') },
        { paper: { source: null, id: null, ...number, resultCode: null } },
      ),
    ];
    const papers = papersOfSubject('HA', '2026-05-01', EVER, world({ facts: [['C', facts]] }));
    expect(ofOrigin(papers, 'RESULT')?.reason).toBe('REVOKED');
    expect(ofOrigin(papers, 'COMPONENT')?.status).toBe('HELD');
  });
});

describe('rule 10: a granting result that is a submitted file', () => {
  test('makes no paper, even where the dossier ended well', () => {
    const file = { fileRef: 'https://files.example.vn/1.pdf' };
    const facts = [...handedIn(file, HA), issued('2026-04-01', 'KQ.G15.000038', [['HA', 'HOLDER']], file)];
    expect(papersOfSubject('HA', '2026-05-01', EVER, world({ facts: [['C', facts]] }))).toEqual([]);
  });
});

describe('rule 10: codes older than the catalogue', () => {
  const code = (resultCode: string, issuedOn: string) =>
    papersOfSubject(
      'HA',
      '2026-05-01',
      EVER,
      world({
        sharedPapers: new Map([['HA', [shared(issuedOn, { resultCode }, [['HA', 'CHILD']])]]]),
      }),
    )[0];

  test('a shared paper issued before the first version that lists its code is of that kind', () => {
    expect(code('KQ.G15.000031', '1990-02-03')).toMatchObject({
      status: 'HELD',
      held: { paperKind: 'BIRTH_CERTIFICATE' },
    });
  });

  test('and lasts no longer than that version says', () => {
    expect(code('KQ.G15.000038', '2020-02-03')).toMatchObject({ status: 'STALE', reason: 'EXPIRED' });
  });
});
