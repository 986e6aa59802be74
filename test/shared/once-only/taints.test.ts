// What was built on a paper that fell.

import { describe, expect, test } from 'vitest';
import { type Taint, taintsOf } from '#shared/once-only/taint.ts';
import type { World } from '#shared/once-only/world.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, EVER, fact, world } from '../../support/facts.ts';
import { component, ended, issued, REGISTERED, returned, SINGLE, shared, submitted } from './life.ts';

const HOLDS = [['HA', 'HOLDER']] as const;
const HA = [['HA', 'APPLICANT']] as const;
const DOCUMENT = 'H44,2026-01-05,7/QD';
const decision = shared(
  '2026-01-05',
  { paperKind: 'FEE_EXEMPTION_DECISION', number: '7/QD', documentKey: DOCUMENT },
  HOLDS,
  { agency: 'H44' },
);
const recall = fact(
  'RecallRequested',
  { at: at('2026-04-01'), agency: 'H44' },
  { statusCode: '13', recallDocumentId: null },
  'document-management',
);

function relying(end: readonly Fact[] = [ended('ResultReturned', '2026-02-20')], number = '7/QD'): Fact[] {
  return [
    submitted('2026-02-02', '3.000333', HA),
    component('2026-02-02', { paperKind: 'FEE_EXEMPTION_DECISION', number }, HA),
    issued('2026-02-20', 'KQ.G01.000199', HOLDS),
    ...end,
  ];
}

function taints(parts: Partial<World> & { facts: readonly (readonly [string, readonly Fact[]])[] }): Taint[] {
  const papers = new Map([['HA', [decision]]]);
  return taintsOf(world({ sharedPapers: papers, ...parts }), '2026-05-01', EVER);
}

const recalled = {
  documents: new Map([
    [DOCUMENT, [fact('DocumentRegistered', { at: at('2026-01-05'), agency: 'H44' }, REGISTERED), recall]],
  ]),
};

describe('taint', () => {
  test('a recall names every dossier that relied on the paper, and what it issued', () => {
    const facts = [
      ['B', relying()],
      ['C', relying([])],
    ] as const;
    expect(
      taints({ facts, ...recalled }).map(({ reason, reusedIn, results }) => [reason, reusedIn, results]),
    ).toEqual([
      ['RECALLED', 'B', ['KQ.G01.000199']],
      ['RECALLED', 'C', ['KQ.G01.000199']],
    ]);
  });

  test('the proof holds the paper, the recall and the component', () => {
    const dossier = relying();
    const [taint] = taints({ facts: [['B', dossier]], ...recalled });
    const proof = taint?.proof.map(({ eventId }) => eventId);
    expect(proof).toEqual([decision.event.id, recall.event.id, dossier[1]?.event.id]);
  });

  test('a paper that still stands taints nothing', () => {
    expect(taints({ facts: [['B', relying()]] })).toEqual([]);
  });

  test('a dossier that was withdrawn built nothing on it', () => {
    expect(
      taints({ facts: [['B', relying([ended('DossierWithdrawn', '2026-02-05')])]], ...recalled }),
    ).toEqual([]);
  });

  test('a component with another number is another paper', () => {
    expect(taints({ facts: [['B', relying(undefined, '8/QD')]], ...recalled })).toEqual([]);
  });

  test('a revoked result taints what was built on it', () => {
    const revoked = returned('2026-01-02', '1.004873', SINGLE, HOLDS, { number: '12/XN' });
    const revocation = fact(
      'ResultRevoked',
      { at: at('2026-03-01') },
      { paper: { source: null, id: null, number: '12/XN', resultCode: null } },
    );
    const marriage = [
      submitted('2026-02-02', '1.000894', HA),
      component('2026-02-02', { resultCode: SINGLE, number: '12/XN' }, HOLDS),
      ended('ResultReturned', '2026-02-09'),
    ];
    const found = taints({
      facts: [
        ['A', [...revoked, revocation]],
        ['M', marriage],
      ],
    });
    expect(found.map(({ reason, dossierCode, reusedIn }) => [reason, dossierCode, reusedIn])).toEqual([
      ['REVOKED', 'A', 'M'],
    ]);
  });

  test('a signer out of post taints what was built on the paper', () => {
    const signed = shared(
      '2026-01-05',
      {
        paperKind: 'FEE_EXEMPTION_DECISION',
        number: '7/QD',
        signer: { civilServantCode: 'CS1', certificateSerial: null },
      },
      HOLDS,
      { agency: 'H44' },
    );
    const left = fact(
      'Appointed',
      { at: at('2020-01-01'), agency: 'H44' },
      { unit: 'H44', title: null, startsOn: '2020-01-01', endsOn: '2025-12-31' },
      'civil-servants',
    );
    const found = taints({
      facts: [['B', relying()]],
      sharedPapers: new Map([['HA', [signed]]]),
      civilServants: new Map([['CS1', [left]]]),
    });
    expect(found.map(({ reason, reusedIn }) => [reason, reusedIn])).toEqual([['SIGNER_NOT_IN_POST', 'B']]);
  });

  test('an expired paper taints nothing: it was good when it was relied on', () => {
    const over = shared(
      '2026-01-05',
      { paperKind: 'FEE_EXEMPTION_DECISION', number: '7/QD', validTo: '2026-03-01' },
      HOLDS,
    );
    expect(taints({ facts: [['B', relying()]], sharedPapers: new Map([['HA', [over]]]) })).toEqual([]);
  });
});
