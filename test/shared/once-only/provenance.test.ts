/** Nothing is said without the events that prove it: what states a paper, what ended its dossier, what made it stale. */
import { expect, test } from 'vitest';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import type { World } from '#shared/once-only/world.ts';
import { at, EVER, fact, world } from '../../support/facts.ts';
import { component, ended, returned, shared, submitted } from './life.ts';

const ON = '2026-10-01';

/** Ids of the events behind the first paper of a person. */
function proofs(subject: string, seen: World): string[] {
  return papersOfSubject(subject, ON, EVER, seen)[0]?.held.provenance.map((proof) => proof.eventId) ?? [];
}

test('a component is proved by itself and by what ended its dossier well', () => {
  const facts = [
    submitted('2026-04-01', '1.001612', [['HA', 'APPLICANT']]),
    component('2026-04-01', { paperKind: 'DIVORCE_JUDGMENT' }, [['HA', 'APPLICANT']], { id: 'handed-in' }),
    ended('ResultReturned', '2026-04-02', { id: 'returned' }),
  ];
  expect(proofs('HA', world({ facts: [['D', facts]] }))).toEqual(['handed-in', 'returned']);
});

test('a revoked or disputed paper names the revocation and the dispute', () => {
  const reference = { paper: { source: null, id: null, number: '7', resultCode: null } };
  const facts = [
    ...returned('2026-03-02', '1.004873', 'KQ.G15.000038', [['HA', 'HOLDER']], { number: '7' }),
    fact('PaperDisputed', { at: at('2026-03-09'), id: 'dispute' }, reference),
    fact('ResultRevoked', { at: at('2026-03-05'), id: 'revocation' }, reference),
  ];
  expect(proofs('HA', world({ facts: [['D', facts]] })).slice(1)).toEqual(['revocation', 'dispute']);
});

test('a recalled paper names the recall', () => {
  const decision = shared(
    '2026-06-01',
    { paperKind: 'FEE_EXEMPTION_DECISION', documentKey: 'K' },
    [['DUC', 'HOLDER']],
    {
      id: 'decision',
      agency: 'H44',
    },
  );
  const recall = fact(
    'RecallRequested',
    { at: at('2026-06-20'), agency: 'H44', id: 'recall' },
    { statusCode: '13', recallDocumentId: null },
  );
  const seen = world({ sharedPapers: new Map([['DUC', [decision]]]), documents: new Map([['K', [recall]]]) });
  expect(proofs('DUC', seen)).toEqual(['decision', 'recall']);
});

test('a superseded paper names the paper that took its place', () => {
  const certificate = (id: string, day: string, seller: string): ReturnType<typeof shared> =>
    shared(
      day,
      { paperKind: 'LAND_CERTIFICATE', object: { type: 'PARCEL', key: 'B' } },
      [
        [seller, 'SELLER'],
        ['HA', 'OWNER'],
      ],
      { id },
    );
  const old = shared(
    '2026-01-01',
    { paperKind: 'LAND_CERTIFICATE', object: { type: 'PARCEL', key: 'B' } },
    [['SON', 'OWNER']],
    { id: 'old' },
  );
  const seen = world({ sharedPapers: new Map([['SON', [old, certificate('new', '2026-02-01', 'SON')]]]) });
  expect(proofs('SON', seen)).toEqual(['old', 'new']);
});

test('a paper whose signer was not in post names the posts that the hub knows', () => {
  const permit = returned('2026-09-28', '1.013225', 'KQ.G17.000311', [['DUC', 'HOLDER']], {
    signer: { civilServantCode: 'CS1', certificateSerial: null },
  });
  const post = fact(
    'Appointed',
    { at: at('2021-01-01'), id: 'post' },
    { unit: 'H44.150', title: null, startsOn: '2021-01-01', endsOn: '2026-09-20' },
  );
  const seen = world({ facts: [['D', permit]], civilServants: new Map([['CS1', [post]]]) });
  expect(proofs('DUC', seen).at(-1)).toBe('post');
});

test('a paper has one name in all answers, which says nothing of its number', () => {
  const facts = returned('2026-03-02', '1.004873', 'KQ.G15.000038', [['HA', 'HOLDER']], { number: '7' });
  const named = (seen: World): string | undefined => papersOfSubject('HA', ON, EVER, seen)[0]?.held.paperId;
  const id = named(world({ facts: [['D', facts]] }));
  expect(id).toMatch(/^[\w-]{22}$/);
  const later = [...facts, component('2026-04-01', { paperKind: 'DIVORCE_JUDGMENT' }, [['DUC', 'HOLDER']])];
  expect(named(world({ facts: [['D', later]] }))).toBe(id);
  expect(named(world({ facts: [['E', facts]] }))).not.toBe(id);
});
