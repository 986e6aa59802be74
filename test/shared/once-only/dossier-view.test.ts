// What a dossier's page shows: transfers, rests, apologies, ratings, what was said of its papers; its state stays a word
// of the status codes.
import { describe, expect, test } from 'vitest';
import type { EventData, EventName } from '#schemas/generated/events.ts';
import { foldDossier } from '#shared/once-only/dossier.ts';
import { viewDossier } from '#shared/once-only/dossier-view.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, EVER, fact, world } from '../../support/facts.ts';
import { ended, submitted } from './life.ts';

const DAY = '2026-03-02';
const view = (...facts: Fact[]) => {
  const shown = (order: readonly Fact[]) =>
    viewDossier(foldDossier('D', order, { ...world({}), knownAt: EVER }));
  expect(shown(facts.toReversed())).toEqual(shown(facts));
  return shown(facts);
};
const said = <N extends EventName>(name: N, day: string, data: EventData[N]): Fact =>
  fact(name, { at: at(day, 9) }, data);

const submission = submitted(DAY, '1.004873', [['HA', 'APPLICANT']]);
const accepted = said('DossierAccepted', DAY, { dueAt: at('2026-03-05') });

describe('a dossier', () => {
  test('shows what happened to it, each with its event, and all of it in the timeline', () => {
    const shown = view(
      submission,
      accepted,
      said('DossierTransferred', '2026-03-03', { from: 'H44.150', to: 'H44.31', form: 'ELECTRONIC' }),
      said('SupplementRequested', '2026-03-04', {
        supplementId: '1',
        papers: [],
        dueAtBefore: null,
        dueAtAfter: null,
      }),
      said('SupplementReceived', '2026-03-05', { supplementId: '1' }),
      said('ApologyIssued', '2026-03-06', { number: '5/TXL', newDueAt: at('2026-03-09') }),
      said('SatisfactionRated', '2026-03-10', { rating: 'SATISFIED' }),
    );
    expect(shown.transfers.map(({ event }) => event.to)).toEqual(['H44.31']);
    expect(shown.supplementsReceived.map(({ event }) => event.supplementId)).toEqual(['1']);
    expect(shown.apologies.map(({ event }) => event.number)).toEqual(['5/TXL']);
    expect(shown.ratings.map(({ event }) => event.rating)).toEqual(['SATISFIED']);
    expect(shown.timeline.map(({ eventName }) => eventName)).toEqual([
      'DossierSubmitted',
      'DossierAccepted',
      'DossierTransferred',
      'SupplementRequested',
      'SupplementReceived',
      'ApologyIssued',
      'SatisfactionRated',
    ]);
    expect(shown.dueAt).toBe(at('2026-03-05'));
  });

  test('has no state but those of the status codes: what has none leaves the state as it was', () => {
    const shown = view(
      submission,
      accepted,
      said('ProcessingSuspended', '2026-03-03', { until: '2026-03-20' }),
      said('DossierTransferred', '2026-03-04', { from: 'H44.150', to: 'H44.31', form: 'PAPER' }),
    );
    expect(shown.state).toBe('ACCEPTED');
    expect(
      view(
        submission,
        ended('DossierWithdrawn', '2026-03-03'),
        said('SupplementReceived', '2026-03-04', { supplementId: null }),
      ).state,
    ).toBe('WITHDRAWN');
  });

  test('rests until the work goes on, or until it ends', () => {
    const suspended = said('ProcessingSuspended', '2026-03-03', { until: '2026-03-20' });
    const resumed = said('ProcessingResumed', '2026-03-06', {});
    expect(view(submission, suspended).restsBy?.event.until).toBe('2026-03-20');
    expect(view(submission, suspended, resumed).restsBy).toBeUndefined();
    expect(view(submission, suspended, resumed).rests).toHaveLength(2);
    expect(view(submission, suspended, ended('DossierWithdrawn', '2026-03-04')).restsBy).toBeUndefined();
  });

  test('shows what was said of its papers', () => {
    const paper = { source: null, id: null, number: '12/XN', resultCode: null };
    const shown = view(
      submission,
      said('PaperDisputed', '2026-03-05', { paper }),
      said('PaperVerified', '2026-03-06', { paper }),
      said('ResultRevoked', '2026-03-07', { paper }),
    );
    expect(shown.remarks.map(({ event }) => event.eventName)).toEqual([
      'PaperDisputed',
      'PaperVerified',
      'ResultRevoked',
    ]);
  });
});
