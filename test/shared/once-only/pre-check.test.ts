import { describe, expect, test } from 'vitest';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import { preCheck, QuestionFault } from '#shared/once-only/pre-check.ts';
import type { Question } from '#shared/once-only/question.ts';
import { at, EVER, fact, question, world } from '../../support/facts.ts';
import {
  component,
  confirmation,
  ended,
  issued,
  marriageQuestion,
  returned,
  row,
  SINGLE,
  shared,
  submitted,
} from './life.ts';

describe('rule 1: on governs the world, knownAt governs knowledge', () => {
  test('a paper issued after the day asked about is no candidate', () => {
    expect(row(marriageQuestion('2026-03-01'), world({ facts: [['D', confirmation]] }), 2).status).toBe(
      'MISSING',
    );
    expect(row(marriageQuestion('2026-03-02'), world({ facts: [['D', confirmation]] }), 2).status).toBe(
      'HELD',
    );
  });

  test('what was recorded later was not known', () => {
    const asked = marriageQuestion('2026-03-10', { knownAt: at('2026-03-02', 9) });
    expect(row(asked, world({ facts: [['D', confirmation]] }), 2).status).toBe('MISSING');
  });
});

describe('rules 3 and 4: last days', () => {
  test('six calendar months, the last day counts', () => {
    const seen = world({ facts: [['D', confirmation]] });
    expect(row(marriageQuestion('2026-09-02'), seen, 2).held?.validTo).toBe('2026-09-02');
    expect(row(marriageQuestion('2026-09-02'), seen, 2).status).toBe('HELD_EXPIRING');
    expect(row(marriageQuestion('2026-08-31'), seen, 2).status).toBe('HELD');
    expect(row(marriageQuestion('2026-09-01'), seen, 2).status).toBe('HELD_EXPIRING');
    expect(row(marriageQuestion('2026-09-03'), seen, 2)).toMatchObject({
      status: 'STALE',
      reason: 'EXPIRED',
    });
  });
});

describe('rule 12: copies', () => {
  const copy = [
    submitted('2026-04-01', '1.001612', [['HA', 'APPLICANT']]),
    component('2026-04-01', { paperKind: 'SINGLE_STATUS_CONFIRMATION' }, [['HA', 'APPLICANT']]),
    ended('ResultReturned', '2026-04-02'),
  ];

  test('a component of a dossier that ended well is held, of an open or withdrawn one it is not', () => {
    expect(row(marriageQuestion('2026-05-01'), world({ facts: [['C', copy]] }), 2).status).toBe('HELD');
    expect(row(marriageQuestion('2026-05-01'), world({ facts: [['C', copy.slice(0, 2)]] }), 2).status).toBe(
      'MISSING',
    );
    const withdrawn = [...copy, ended('DossierWithdrawn', '2026-04-03')];
    expect(row(marriageQuestion('2026-05-01'), world({ facts: [['C', withdrawn]] }), 2).status).toBe(
      'MISSING',
    );
  });

  test('it is as stale as the original that is known from elsewhere, unless another good one outweighs that', () => {
    const revoked = [
      ...confirmation,
      fact(
        'ResultRevoked',
        { at: at('2026-04-05') },
        { paper: { source: null, id: null, number: '12/XN', resultCode: SINGLE } },
      ),
    ];
    const seen = world({
      facts: [
        ['C', copy],
        ['D', revoked],
      ],
    });
    expect(row(marriageQuestion('2026-05-01'), seen, 2)).toMatchObject({
      status: 'STALE',
      reason: 'REVOKED',
    });
    const good = returned('2026-03-20', '1.004873', SINGLE, [['HA', 'HOLDER']], { number: '13/XN' });
    const answer = row(
      marriageQuestion('2026-05-01'),
      world({
        facts: [
          ['C', copy],
          ['D', revoked],
          ['E', good],
        ],
      }),
      2,
    );
    expect([answer.status, answer.held?.origin, answer.others.length]).toEqual(['HELD', 'COMPONENT', 2]);
  });

  test('another number is another paper', () => {
    const numbered = copy.map((each) =>
      each.event.eventName === 'ComponentSubmitted'
        ? { ...each, event: { ...each.event, paper: { ...each.event.paper, number: '99/XN' } } }
        : each,
    );
    const revoked = [
      ...confirmation,
      fact(
        'ResultRevoked',
        { at: at('2026-04-05') },
        { paper: { source: null, id: null, number: '12/XN', resultCode: SINGLE } },
      ),
    ];
    expect(
      row(
        marriageQuestion('2026-05-01'),
        world({
          facts: [
            ['C', numbered],
            ['D', revoked],
          ],
        }),
        2,
      ).status,
    ).toBe('HELD');
  });
});

describe('rules 13 to 16: whose paper, per object, relations', () => {
  const certificate = shared(
    '2026-01-05',
    { paperKind: 'LAND_CERTIFICATE', number: 'B1', object: { type: 'PARCEL', key: 'B' } },
    [['DUC', 'OWNER']],
  );
  const permit = (object?: Question['object']): Question =>
    question('1.013225', '2026-09-16', [['APPLICANT', 'DUC']], object === undefined ? {} : { object });

  test('an object asked for is answered only by a paper with that object', () => {
    const seen = world({ sharedPapers: new Map([['DUC', [certificate]]]) });
    expect(row(permit({ type: 'PARCEL', key: 'B' }), seen, 2).status).toBe('HELD');
    expect(row(permit({ type: 'PARCEL', key: 'A' }), seen, 2).status).toBe('MISSING');
    expect(row(permit(), seen, 2).status).toBe('HELD');
  });

  test('an applicant of a birth registration holds nothing of it: the role is read as the procedure says', () => {
    const birth = returned('2026-09-15', '1.001193', 'KQ.G15.000031', [['HA', 'APPLICANT']]);
    expect(papersOfSubject('HA', '2026-10-01', EVER, world({ facts: [['D', birth]] }))).toEqual([]);
  });

  test('a missing role is refused with every role that lacks; IF_ROLE rows are left out', () => {
    const asked = question('1.001193', '2026-09-10', [['APPLICANT', 'HA']]);
    expect(() => preCheck(asked, world({}))).toThrow(QuestionFault);
    const passport = preCheck(question('1.001456', '2026-09-10', [['APPLICANT', 'HA']]), world({}));
    expect(passport.papers.map((each) => each.ordinal)).toEqual([1]);
  });

  const death = returned('2026-10-20', '1.000656', 'KQ.G15.000034', [['LOC', 'DECEASED']]);
  const survivor = (applicant: string, more: Partial<Question> = {}): Question =>
    question(
      '2.000821',
      '2026-11-01',
      [
        ['APPLICANT', applicant],
        ['DECEASED', 'LOC'],
      ],
      more,
    );
  const birth = shared('2026-01-01', { paperKind: 'BIRTH_CERTIFICATE' }, [
    ['DUC', 'CHILD'],
    ['LOC', 'FATHER'],
  ]);
  const seen = world({ facts: [['D', death]], sharedPapers: new Map([['DUC', [birth]]]) });

  test('a stranger is told nothing, whether or not there is a candidate', () => {
    const answer = row(survivor('STRANGER'), seen, 2);
    expect(answer).toMatchObject({ status: 'UNSETTLED', reason: 'RELATION_UNPROVEN', others: [] });
    expect(answer.held).toBeUndefined();
    expect(row(survivor('STRANGER'), world({}), 2)).toMatchObject({
      status: 'UNSETTLED',
      reason: 'RELATION_UNPROVEN',
    });
  });

  test('a birth certificate that names both proves the relation; a stated legal basis needs none', () => {
    expect(row(survivor('DUC'), seen, 2).status).toBe('HELD');
    expect(row(survivor('STRANGER', { legalBasis: '91/2025/QH15' }), seen, 2).status).toBe('HELD');
  });

  test('a certificate that is stale proves nothing', () => {
    const disputed = fact(
      'PaperDisputed',
      { at: at('2026-10-01') },
      { paper: { source: birth.event.source, id: birth.event.id, number: null, resultCode: null } },
      'shared',
    );
    const worse = world({ facts: [['D', death]], sharedPapers: new Map([['DUC', [birth, disputed]]]) });
    expect(row(survivor('DUC'), worse, 2).reason).toBe('RELATION_UNPROVEN');
  });
});

describe('rule 22: what need not be brought', () => {
  test('a conditional row is brought only where its case applies, an abolished paper never', () => {
    const asked = question('2.000986', '2026-09-10', [
      ['APPLICANT', 'HA'],
      ['MOTHER', 'HA'],
    ]);
    expect(preCheck(asked, world({})).toBring).toEqual([1, 2]);
    expect(preCheck({ ...asked, applies: [3] }, world({})).toBring).toEqual([1, 2]);
    const single = question('1.004873', '2026-09-10', [['APPLICANT', 'HA']]);
    expect(preCheck(single, world({})).toBring).toEqual([1]);
    expect(preCheck({ ...single, applies: [2] }, world({})).toBring).toEqual([1, 2]);
  });

  test('a surrendered original is to bring although its data are held', () => {
    const certificate = shared(
      '2026-01-05',
      { paperKind: 'LAND_CERTIFICATE', object: { type: 'PARCEL', key: 'B' } },
      [['SON', 'OWNER']],
    );
    const asked = question(
      '1.013831',
      '2026-05-01',
      [
        ['APPLICANT', 'HA'],
        ['SELLER', 'SON'],
      ],
      { object: { type: 'PARCEL', key: 'B' } },
    );
    const answer = preCheck(asked, world({ sharedPapers: new Map([['SON', [certificate]]]) }));
    expect(answer.papers[1]?.status).toBe('HELD_ORIGINAL_MUST_BE_SURRENDERED');
    expect(answer.toBring).toEqual([1, 2, 3]);
  });
});

describe('formats 4: a native result without a number', () => {
  test('merges with the only explicit result of its code, whose fields win', () => {
    const native = issued(
      '2026-09-15',
      'KQ.G15.000031',
      [['HA', 'APPLICANT']],
      { fileRef: 'f' },
      {
        door: 'national-sync',
        sender: 'H44.150',
        id: 'n',
        snapshotAt: at('2026-09-15'),
      },
    );
    const stated = fact(
      'SnapshotStated',
      { door: 'national-sync', sender: 'H44.150', at: at('2026-09-15'), snapshotAt: at('2026-09-15') },
      { sections: [{ name: 'RESULTS', facts: [{ key: 'result', id: 'n' }] }] },
    );
    const explicit = issued(
      '2026-09-15',
      'KQ.G15.000031',
      [
        ['KHOI', 'CHILD'],
        ['HA', 'MOTHER'],
      ],
      { number: '71/2026' },
    );
    const facts = [submitted('2026-09-14', '1.001193', [['HA', 'APPLICANT']]), native, stated, explicit];
    const papers = papersOfSubject('KHOI', '2026-10-01', EVER, world({ facts: [['D', facts]] }));
    expect(papers).toHaveLength(1);
    expect(papers[0]?.held).toMatchObject({
      number: '71/2026',
      provenance: [{ eventId: 'n' }, { eventId: explicit.event.id }],
    });
  });
});
