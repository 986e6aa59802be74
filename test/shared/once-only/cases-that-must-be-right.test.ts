// The cases that must be right (domain.md 5), by their names. Those of which other files speak by name are there: events out
// of order (any-order), 15 → 20 → 15 and a component dropped from the second snapshot (standing), a component re-asked although
// held (re-asks), two persons with one personalId (decided), one person with two (one-person), three land certificates of one
// seller, a signer of whom nothing is known, a recall by a stranger, a dead letter on a withdrawn dossier (judging), a version
// not yet in force (catalogue-changes), the dirty examples (real-senders-defects); those of indicators are with the indicators.
import { describe, expect, test } from 'vitest';
import { foldDossier } from '#shared/once-only/dossier.ts';
import { viewDossier } from '#shared/once-only/dossier-view.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, EVER, fact, world } from '../../support/facts.ts';
import {
  component,
  confirmation,
  ended,
  issued,
  marriageQuestion,
  returned,
  row,
  SINGLE,
  submitted,
} from './life.ts';

const HA = [['HA', 'APPLICANT']] as const;
const papers = (facts: readonly Fact[], knownAt = EVER) =>
  papersOfSubject('HA', '2026-06-01', knownAt, world({ facts: [['D', facts]] }));

describe('a case that must be right', () => {
  test('the same event twice: nothing is doubled', () => {
    const later = confirmation.map((each) => ({
      ...each,
      event: { ...each.event, recordedAt: each.event.recordedAt + 3_600_000 },
    }));
    const view = (facts: readonly Fact[]) =>
      viewDossier(foldDossier('D', facts, { ...world({}), knownAt: EVER })).timeline.map(
        ({ at: when }) => when,
      );
    expect(view([...later, ...confirmation])).toEqual(view(confirmation));
    expect(papers([...confirmation, ...later])).toEqual(papers(confirmation));
  });

  test('the same id with another body: what was recorded first stands', () => {
    const stated = (number: string, recordedAt: number): Fact =>
      issued('2026-03-02', SINGLE, [['HA', 'HOLDER']], { number }, { id: 'same', recordedAt });
    const [first, second] = [stated('1', at('2026-03-03')), stated('2', at('2026-03-04'))];
    for (const facts of [
      [first, second],
      [second, first],
    ]) {
      expect(papers(facts).map(({ held }) => held.number)).toEqual(['1']);
    }
  });

  test('a correction of an accepted event: the answer is the corrected one, the past what was known then', () => {
    const wrong = component('2026-03-02', { paperKind: 'HEALTH_CHECK' }, HA);
    const { id, source } = wrong.event;
    const right = component('2026-03-02', { paperKind: 'DIVORCE_JUDGMENT' }, HA);
    const correction = fact(
      'FactCorrected',
      { at: at('2026-04-01'), replacement: { ...right.event, id, source } },
      { target: { id, source }, factType: right.event.type, fact: Buffer.alloc(0) },
    );
    const facts = [
      submitted('2026-03-02', '1.001612', HA),
      wrong,
      ended('ResultReturned', '2026-03-04'),
      correction,
    ];
    const kinds = (knownAt: number) => papers(facts, knownAt).map(({ held }) => held.paperKind);
    expect([kinds(at('2026-03-31')), kinds(EVER)]).toEqual([['HEALTH_CHECK'], ['DIVORCE_JUDGMENT']]);
  });

  test.each(['DossierWithdrawn', 'DossierRefused'] as const)(
    '%s after a component was accepted: the component is not held',
    (name) => {
      const facts = [
        submitted('2026-03-02', '1.001612', HA),
        component('2026-03-02', { paperKind: 'HEALTH_CHECK' }, HA),
        fact('DossierAccepted', { at: at('2026-03-03') }, { dueAt: null }),
      ];
      expect(papers([...facts, ended('ResultReturned', '2026-03-04')])).toHaveLength(1);
      expect(papers([...facts, ended(name, '2026-03-04')])).toEqual([]);
    },
  );

  test('expired between pre-check and submission: HELD on the one day, EXPIRED on the other', () => {
    const seen = world({ facts: [['D', confirmation]] });
    expect(row(marriageQuestion('2026-08-20'), seen, 2).status).toBe('HELD');
    expect(row(marriageQuestion('2026-09-03'), seen, 2)).toMatchObject({
      status: 'STALE',
      reason: 'EXPIRED',
    });
  });

  test('two officers of one name: only a code or a serial is a match, and each code has its own posts', () => {
    const permit = returned('2026-03-02', '1.013225', 'KQ.G17.000311', [['HA', 'HOLDER']], {
      signer: { civilServantCode: 'CC-1', certificateSerial: null },
    });
    const appointed = (endsOn: string | null): Fact =>
      fact(
        'Appointed',
        { at: at('2020-01-01') },
        { unit: 'H44.150', title: 'Phó Chủ tịch', startsOn: '2020-01-01', endsOn },
        'civil-servants',
      );
    const judged = (first: string | null, second: string | null) => {
      const civilServants = new Map([
        ['CC-1', [appointed(first)]],
        ['CC-2', [appointed(second)]],
      ]);
      return papersOfSubject('HA', '2026-06-01', EVER, world({ facts: [['D', permit]], civilServants }))[0];
    };
    expect(judged(null, '2025-12-31')?.held.signer).toEqual({ code: 'CC-1', standing: 'IN_POST' });
    expect(judged('2025-12-31', null)?.reason).toBe('SIGNER_NOT_IN_POST');
  });

  test('a fact recorded after T that occurred before T: unknown at T, although it had happened', () => {
    const late = confirmation.map((each) => ({
      ...each,
      event: { ...each.event, recordedAt: at('2026-05-01') },
    }));
    const asked = (knownAt: number) =>
      row(marriageQuestion('2026-03-10', { knownAt }), world({ facts: [['D', late]] }), 2).status;
    expect([asked(at('2026-04-30')), asked(at('2026-05-01'))]).toEqual(['MISSING', 'HELD']);
  });
});
