/** Any permutation with any repetition of a history gives the same answers; planted faults show that this can fail. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldDossier } from '#shared/once-only/dossier.ts';
import { viewDossier } from '#shared/once-only/dossier-view.ts';
import { stateAfter } from '#shared/once-only/life-cycle.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, EVER, fact, world } from '../../support/facts.ts';
import { component, ended, issued, submitted } from './life.ts';

const HA = [['HA', 'APPLICANT']] as const;
const SOURCE = '/agencies/H44.150/events';
const NATIVE = { door: 'national-sync', sender: 'H44.150' } as const;
/** Few days and clocks, so that equal times are common. */
const day = fc.constantFrom('2026-03-02', '2026-03-03', '2026-03-04');
const clock = fc.integer({ min: 0, max: 3 }).map((minutes) => at('2026-03-05') + minutes * 60_000);
const id = fc.constantFrom('1', '2', '3', '4');

const single = fc.oneof(
  fc
    .tuple(day, clock, id)
    .map(([on, recordedAt, n]) => submitted(on, '1.004873', HA, { id: `s${n}`, recordedAt })),
  fc
    .tuple(day, clock, id)
    .map(([on, recordedAt, n]) =>
      component(on, { paperKind: 'DIVORCE_JUDGMENT', number: n }, HA, { id: `c${n}`, recordedAt }),
    ),
  fc
    .tuple(day, clock, id)
    .map(([on, recordedAt, n]) =>
      issued(on, 'KQ.G15.000038', [['HA', 'HOLDER']], { number: n }, { id: `r${n}`, recordedAt }),
    ),
  fc
    .tuple(
      fc.constantFrom(
        'DossierWithdrawn',
        'DossierReopened',
        'DossierCompleted',
        'ResultReturned',
        'DossierRefused' as const,
      ),
      day,
      clock,
      id,
    )
    .map(([name, on, recordedAt, n]) => ended(name, on, { id: `${name}${n}`, recordedAt })),
  fc
    .tuple(fc.constantFrom('s1', 'c1', 'r1', 'f1', 'DossierWithdrawn1'), clock, id)
    .map(([target, recordedAt, n]) =>
      fact(
        'FactRetracted',
        { at: recordedAt, recordedAt, id: `x${n}` },
        { target: { id: target, source: SOURCE }, factType: null },
      ),
    ),
);

/** Of what stands or not, of native facts, too; several of one target, some with one id. */
const correction = fc
  .tuple(fc.constantFrom('c1', 'c2', 'r1', 'n1'), day, clock, id)
  .map(([target, on, recordedAt, n]) => {
    const native = target === 'n1';
    const replacement =
      target === 'r1'
        ? issued(on, 'KQ.G15.000038', [['HA', 'HOLDER']], { number: `corrected ${n}` }, { recordedAt })
        : component(on, { paperKind: 'DIVORCE_JUDGMENT', number: `corrected ${n}` }, HA, { recordedAt });
    const source = native ? '/agencies/H44.150/national-sync' : SOURCE;
    return fact(
      'FactCorrected',
      { at: at(on), recordedAt, id: `f${n}`, replacement: { ...replacement.event, id: target, source } },
      { target: { id: target, source }, factType: replacement.event.type, fact: Buffer.from(`${on} ${n}`) },
    );
  });

const snapshot = fc.tuple(fc.subarray(['n1', 'n2', 'n3']), day, clock).map(([ids, on, recordedAt]) => [
  ...ids.map((each) =>
    component(on, { paperKind: 'DEATH_EXTRACT', number: each }, HA, {
      ...NATIVE,
      id: each,
      recordedAt,
      snapshotAt: at(on),
    }),
  ),
  fact(
    'SnapshotStated',
    { ...NATIVE, id: `snap ${ids.join()} ${on} ${recordedAt}`, at: at(on), recordedAt, snapshotAt: at(on) },
    { sections: [{ name: 'COMPONENTS', facts: ids.map((each) => ({ key: each, id: each })) }] },
  ),
]);

const history = fc
  .tuple(
    fc.array(single, { minLength: 1, maxLength: 12 }),
    fc.array(correction, { maxLength: 4 }),
    fc.array(snapshot, { maxLength: 3 }),
  )
  .map(([facts, corrections, snapshots]) => [...facts, ...corrections, ...snapshots.flat()]);

const twoOrders = history.chain((facts) =>
  fc.tuple(fc.constant(facts), fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 })),
);

/** What a citizen and an officer would be told; positions aside, which differ between copies. */
function told(facts: readonly Fact[], knownAt = EVER): unknown {
  const view = viewDossier(foldDossier('D', facts, { ...world({}), knownAt }));
  const papers = papersOfSubject('HA', '2026-06-01', knownAt, world({ facts: [['D', facts]] }));
  return {
    state: view.state,
    outcome: view.outcome,
    conflict: view.conflict,
    timeline: view.timeline.map((entry) => [entry.at, entry.eventName, entry.fact.factId]),
    papers: papers.map((each) => [
      each.status,
      each.reasons,
      each.held.number,
      each.held.provenance.map((proof) => proof.eventId),
    ]),
  };
}

describe('any order and repetition of a history', () => {
  test('gives the same dossier, timeline and papers', () => {
    fc.assert(
      fc.property(twoOrders, ([facts, shuffled]) => {
        expect(told(shuffled)).toEqual(told(facts));
      }),
      { numRuns: 400 },
    );
  });

  test('gives the same past: knownAt is nothing but a filter', () => {
    fc.assert(
      fc.property(twoOrders, clock, ([facts, shuffled], knownAt) => {
        const known = facts.filter((each) => each.event.recordedAt <= knownAt);
        expect(told(shuffled, knownAt)).toEqual(told(known));
      }),
      { numRuns: 300 },
    );
  });

  test.each<[string, (facts: readonly Fact[]) => unknown]>([
    ['arrival order wins', (facts) => facts.map(stateAfter).findLast((state) => state !== undefined)],
    [
      'the first copy that arrives counts',
      (facts) => new Map(facts.map((each) => [each.factId, each.event.recordedAt])),
    ],
    ['repetitions count', (facts) => facts.length],
  ])('catches a planted fault: %s', (_name, planted) => {
    const outcome = fc.check(
      fc.property(twoOrders, ([facts, shuffled]) => {
        expect(planted(shuffled)).toEqual(planted(facts));
      }),
      { numRuns: 400 },
    );
    expect(outcome.failed).toBe(true);
  });
});
