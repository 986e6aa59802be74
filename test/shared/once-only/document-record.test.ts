// An official document: who received it and how far each is, recalls that count and those that do not, secrecy.
import { describe, expect, test } from 'vitest';
import type { EventData } from '#schemas/generated/events.ts';
import { Agencies } from '#shared/once-only/agencies.ts';
import { foldDocument } from '#shared/once-only/document-record.ts';
import { standingFacts } from '#shared/once-only/standing.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, EVER, fact } from '../../support/facts.ts';
import { REGISTERED } from './life.ts';

const KEY = 'H44,2026-06-01,7/QD';
const AGENCIES = new Agencies([{ code: 'H62', name: 'x', successors: ['H05'], predecessors: [] }]);
const STREAM = 'document-management';
const options = (day: string, agency = 'H44') => ({ at: at(day), agency });

const registered = (more: Partial<EventData['DocumentRegistered']> = {}, agency = 'H44'): Fact =>
  fact('DocumentRegistered', options('2026-06-01', agency), { ...REGISTERED, ...more }, STREAM);
const sent = (day: string, to: string): Fact =>
  fact(
    'DocumentSent',
    options(day),
    { recipient: { agencyCode: to, name: `name of ${to}`, inCharge: null }, trace: [] },
    STREAM,
  );
type Status = 'DocumentArrived' | 'DocumentReceived' | 'DocumentDone' | 'RecallAccepted' | 'RecallRefused';
const status = (name: Status, day: string, agency: string): Fact =>
  fact(name, options(day, agency), { statusCode: null }, STREAM);
const recalled = (day: string, agency: string): Fact =>
  fact('RecallRequested', options(day, agency), { statusCode: null, recallDocumentId: null }, STREAM);

function fold(...facts: Fact[]) {
  const document = (order: readonly Fact[]) =>
    foldDocument(KEY, standingFacts(order, EVER, AGENCIES).facts, AGENCIES);
  expect(document(facts.toReversed())).toEqual(document(facts));
  return document(facts);
}

describe('the recipients of a document', () => {
  test('are as far as their last status says, each by itself', () => {
    const { recipients, state } = fold(
      registered(),
      sent('2026-06-01', 'H05'),
      sent('2026-06-01', 'G12'),
      status('DocumentReceived', '2026-06-03', 'H05'),
      status('DocumentArrived', '2026-06-02', 'H05'),
    );
    expect(state).toBe('SENT');
    expect(recipients.map((each) => [each.agencyCode, each.state, each.isAddressed])).toEqual(
      expect.arrayContaining([
        ['H05', 'RECEIVED', true],
        ['G12', 'SENT', true],
      ]),
    );
    expect(recipients.find(({ agencyCode }) => agencyCode === 'H05')).toMatchObject({
      name: 'name of H05',
      since: at('2026-06-03'),
    });
  });

  test('are as far as before when it is sent to them again', () => {
    const facts = [
      sent('2026-06-01', 'H05'),
      status('DocumentDone', '2026-06-03', 'H05'),
      sent('2026-06-09', 'H05'),
    ];
    expect(fold(...facts).recipients).toMatchObject([{ agencyCode: 'H05', state: 'DONE' }]);
  });

  test('may answer under the code of the office that succeeded them', () => {
    const { recipients } = fold(sent('2026-06-01', 'H62'), status('DocumentArrived', '2026-06-02', 'H05'));
    expect(recipients).toMatchObject([{ agencyCode: 'H62', state: 'ARRIVED' }]);
  });

  test('that nobody addressed are told as such; an update may add and remove', () => {
    const update = fact(
      'DocumentUpdated',
      options('2026-06-05'),
      {
        ...REGISTERED,
        receivers: [
          { agencyCode: 'G12', change: 'ADDED' },
          { agencyCode: 'H05', change: 'REMOVED' },
        ],
        contentChanged: false,
      },
      STREAM,
    );
    const { recipients } = fold(
      registered(),
      sent('2026-06-01', 'H05'),
      update,
      status('DocumentArrived', '2026-06-06', 'H01'),
    );
    expect(recipients.map((each) => [each.agencyCode, each.isAddressed])).toEqual([
      ['H05', false],
      ['G12', true],
      ['H01', false],
    ]);
  });
});

describe('a recall', () => {
  test('counts from the issuer, whichever message came first, and is answered by each recipient', () => {
    const document = fold(
      recalled('2026-06-05', 'H44'),
      registered(),
      sent('2026-06-01', 'H05'),
      sent('2026-06-01', 'G12'),
      status('RecallAccepted', '2026-06-06', 'H05'),
      status('RecallRefused', '2026-06-06', 'G12'),
    );
    expect(document).toMatchObject({ state: 'RECALLED', issuer: 'H44' });
    const answers = document.recipients.map(({ agencyCode, recall }) => [agencyCode, recall]);
    expect(Object.fromEntries(answers)).toEqual({ H05: 'ACCEPTED', G12: 'REFUSED' });
  });

  test('by a stranger has no effect, even if it registered the document under that key', () => {
    const document = fold(registered(), recalled('2026-06-05', 'G12'), registered({}, 'G12'));
    expect(document).toMatchObject({ state: 'REGISTERED', issuer: 'H44' });
    expect(document.recall).toBeUndefined();
  });
});

describe('a document', () => {
  test('is linked to dossiers, and replaced by whoever issued it', () => {
    const linked = fact(
      'DocumentLinkedToDossier',
      options('2026-06-02'),
      { dossierCode: 'H44.150-260601-0001' },
      STREAM,
    );
    const replaced = (agency: string, replacedBy: string): Fact =>
      fact('DocumentReplaced', options('2026-06-05', agency), { replacedBy, receivers: [] }, STREAM);
    const document = fold(registered(), linked, replaced('H44', 'H44,2026-06-05,8/QD'), replaced('G12', 'X'));
    expect(document).toMatchObject({
      state: 'REPLACED',
      linkedDossiers: ['H44.150-260601-0001'],
      replacedBy: ['H44,2026-06-05,8/QD'],
    });
  });

  test('of which one statement looks secret stays hidden, whatever is said later', () => {
    expect(fold(registered()).secrecySuspected).toBe(false);
    const update = fact(
      'DocumentUpdated',
      options('2026-06-05'),
      { ...REGISTERED, receivers: [], contentChanged: true },
      STREAM,
    );
    const document = fold(registered({ secrecySuspected: true }), update);
    expect(document.secrecySuspected).toBe(true);
    expect(document.content?.event.eventName).toBe('DocumentUpdated');
  });

  test('of which only others spoke is known by its key alone', () => {
    const document = fold(status('DocumentArrived', '2026-06-02', 'H05'));
    expect(document).toMatchObject({ state: 'SENT', issuer: 'H44' });
    expect(document.content).toBeUndefined();
    expect(fold()).toMatchObject({ state: 'UNKNOWN', recipients: [] });
  });
});
