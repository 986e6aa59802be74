import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Agencies } from '#shared/once-only/agencies.ts';
import { standingFacts } from '#shared/once-only/standing.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, EVER, type FactOptions, fact } from '../../support/facts.ts';
import { component, ended, submitted } from './life.ts';

const NATIVE = { door: 'national-sync', sender: 'H44.150' } as const;
const DAY = '2026-09-14';

function accepted(due: string, recordedMinute: number): Fact {
  const options: FactOptions = {
    ...NATIVE,
    id: `due-${due}`,
    at: at(DAY),
    recordedAt: minute(recordedMinute),
    snapshotAt: at(DAY),
  };
  return fact('DossierAccepted', options, { dueAt: at(due) });
}

function minute(count: number): number {
  return at(DAY, 12) + count * 60_000;
}

function snapshot(
  recordedMinute: number,
  sections: Readonly<Record<string, readonly string[]>>,
  day = DAY,
): Fact {
  return fact(
    'SnapshotStated',
    {
      ...NATIVE,
      id: `snapshot-${day}-${recordedMinute}`,
      at: at(day),
      recordedAt: minute(recordedMinute),
      snapshotAt: at(day),
    },
    {
      sections: Object.entries(sections).map(([name, ids]) => ({
        name,
        facts: ids.map((id) => ({ key: id, id })),
      })),
    },
  );
}

function standing(facts: readonly Fact[], knownAt = EVER): string[] {
  return standingFacts(facts, knownAt, new Agencies([])).facts.map(({ fact: each }) => each.event.id);
}

describe('rule 5: snapshots', () => {
  const history = [
    accepted('2026-09-15', 1),
    snapshot(1, { HEADER: ['due-2026-09-15'] }),
    accepted('2026-09-20', 2),
    snapshot(2, { HEADER: ['due-2026-09-20'] }),
    snapshot(3, { HEADER: ['due-2026-09-15'] }),
  ];

  test('15 → 20 → 15 ends at 15 in any order of arrival and repetition', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...history, ...history], { minLength: history.length * 2 }),
        (facts) => {
          expect(standing(facts)).toEqual(['due-2026-09-15']);
        },
      ),
    );
  });

  test('between the second and the third it was 20', () => {
    expect(standing(history, minute(2))).toEqual(['due-2026-09-20']);
  });

  test('a component that the newest snapshot does not list is gone, one that a list never mentions stays', () => {
    const parts = ['x', 'y'].map((id) =>
      component(DAY, { name: id }, [], { ...NATIVE, id, key: id, snapshotAt: at(DAY) }),
    );
    const both = snapshot(1, { COMPONENTS: ['x', 'y'] });
    expect(standing([...parts, both, snapshot(2, { COMPONENTS: ['y'] })])).toEqual(['y']);
    expect(standing([...parts, both, snapshot(2, { HEADER: [] })]).sort()).toEqual(['x', 'y']);
    expect(standing([...parts, both, snapshot(2, { COMPONENTS: [] })])).toEqual([]);
  });

  test('a greater actual date wins over a later clock (rule 6)', () => {
    const facts = [
      accepted('2026-09-15', 1),
      accepted('2026-09-20', 2),
      snapshot(2, { HEADER: ['due-2026-09-20'] }, '2026-09-15'),
      snapshot(9, { HEADER: ['due-2026-09-15'] }, '2026-09-14'),
    ];
    expect(standing(facts)).toEqual(['due-2026-09-20']);
  });

  test('a snapshot that is dated 2099 does not win for ever', () => {
    const facts = [
      accepted('2026-09-15', 1),
      accepted('2026-09-20', 2),
      snapshot(1, { HEADER: ['due-2026-09-15'] }, '2099-01-01'),
      snapshot(20, { HEADER: ['due-2026-09-20'] }, '2026-09-15'),
    ];
    expect(standing(facts)).toEqual(['due-2026-09-20']);
  });

  test('facts of a snapshot whose statement has not arrived do not stand', () => {
    expect(standing([accepted('2026-09-15', 1)])).toEqual([]);
  });

  test('CloudEvents of the same agency are not touched by its snapshots', () => {
    const event = component(DAY, { name: 'z' }, [], { id: 'z' });
    expect(standing([event, snapshot(2, { COMPONENTS: [] })])).toEqual(['z']);
  });

  test("a successor's snapshot decides over its predecessor's", () => {
    const agencies = new Agencies([
      { code: 'H62', name: 'old', successors: ['H44'], predecessors: [] },
      { code: 'H44', name: 'new', successors: [], predecessors: ['H62'] },
    ]);
    const of = (sender: string, id: string, clock: number): Fact[] => [
      component(DAY, { name: id }, [], {
        door: 'national-sync',
        sender,
        agency: sender,
        id,
        snapshotAt: at(DAY),
      }),
      fact(
        'SnapshotStated',
        {
          door: 'national-sync',
          sender,
          agency: sender,
          at: at(DAY),
          recordedAt: minute(clock),
          snapshotAt: at(DAY),
        },
        { sections: [{ name: 'COMPONENTS', facts: [{ key: id, id }] }] },
      ),
    ];
    const facts = [...of('H62', 'before', 1), ...of('H44', 'after', 2)];
    expect(standingFacts(facts, EVER, agencies).facts.map(({ fact: each }) => each.event.id)).toEqual([
      'after',
    ]);
  });
});

describe('design 2: identity, correction, order', () => {
  test('of two copies the earliest recorded counts; the same id with another body is void', () => {
    const first = submitted(DAY, '1.004873', [], { id: 'same', recordedAt: minute(1) });
    const copy = { ...first, event: { ...first.event, recordedAt: minute(2) } };
    const other = { ...submitted(DAY, '1.000894', [], { id: 'same', recordedAt: minute(3) }) };
    const result = standingFacts([other, copy, first], EVER, new Agencies([]));
    expect(result.facts.map((each) => each.fact.event.recordedAt)).toEqual([minute(1)]);
    expect(result.voided).toEqual([other]);
  });

  test("a correction takes its target's place in the order, not its own", () => {
    const wrong = ended('DossierWithdrawn', '2026-09-14', { id: 'wrong' });
    const replacement = ended('ResultReturned', '2026-09-14').event;
    const { id, source } = wrong.event;
    const correction = fact(
      'FactCorrected',
      { at: at('2026-09-30'), replacement },
      { target: { id, source }, factType: replacement.type, fact: Buffer.alloc(0) },
    );
    const reopened = ended('DossierReopened', '2026-09-20', { id: 'reopened' });
    const result = standingFacts([correction, reopened, wrong], EVER, new Agencies([]));
    expect(result.facts.map(({ fact: each }) => each.event.eventName)).toEqual([
      'ResultReturned',
      'DossierReopened',
    ]);
  });

  test('of two corrections the later one counts, in whatever order they arrived', () => {
    const wrong = ended('DossierWithdrawn', '2026-09-14', { id: 'wrong' });
    const { id, source } = wrong.event;
    const correct = (name: 'DossierRefused' | 'ResultReturned', day: string): Fact => {
      const { event } = ended(name, day);
      return fact(
        'FactCorrected',
        { at: at(day), replacement: event },
        { target: { id, source }, factType: event.type, fact: Buffer.alloc(0) },
      );
    };
    const facts = [wrong, correct('ResultReturned', '2026-09-20'), correct('DossierRefused', '2026-09-18')];
    for (const order of [facts, facts.toReversed()]) {
      expect(
        standingFacts(order, EVER, new Agencies([])).facts.map((each) => each.fact.event.eventName),
      ).toEqual(['ResultReturned']);
    }
  });

  test("a snapshot's status comes last among its facts of the same instant (rule 5)", () => {
    const options = { ...NATIVE, at: at(DAY), snapshotAt: at(DAY) } as const;
    const statements = ['z', 'a'].map((id, minutes) => [
      ended('DossierWithdrawn', DAY, { ...options, id: `${id}-status`, recordedAt: minute(minutes) }),
      fact(
        'SupplementRequested',
        { ...options, id: `${id}-supplement`, recordedAt: minute(minutes + 5) },
        { supplementId: id, papers: [], dueAtBefore: null, dueAtAfter: null },
      ),
    ]);
    const facts = statements.flat();
    const ids = facts.map((each) => each.event.id);
    expect(
      standing([...facts, snapshot(9, { HEADER: ids })])
        .slice(0, 2)
        .sort(),
    ).toEqual(['a-supplement', 'z-supplement']);
  });

  test('a retraction that is retracted itself does not count', () => {
    const target = submitted(DAY, '1.004873', [], { id: 't' });
    const retract = (of: Fact, id: string): Fact =>
      fact(
        'FactRetracted',
        { at: at(DAY), id },
        { target: { id: of.event.id, source: of.event.source }, factType: null },
      );
    const first = retract(target, 'r1');
    expect(standing([target, first])).toEqual([]);
    expect(standing([target, first, retract(first, 'r2')])).toEqual(['t']);
  });

  test('a source whose clock says 2099 does not win for ever', () => {
    const future = ended('DossierWithdrawn', '2099-01-01', { id: 'future', recordedAt: at('2026-09-14') });
    const later = ended('ResultReturned', '2026-09-15', { id: 'later' });
    expect(standing([future, later])).toEqual(['future', 'later']);
  });
});
