// One question asks what stands of an aggregate at many places: it is folded once, and never for another question.
import { describe, expect, test } from 'vitest';
import { Agencies } from '#shared/once-only/agencies.ts';
import { standingFacts } from '#shared/once-only/standing.ts';
import { at, EVER, fact } from '../../support/facts.ts';
import { component, ended, submitted } from './life.ts';

const NOBODY = new Agencies([]);
const history = [
  submitted('2026-03-01', '1.004873', [['HA', 'APPLICANT']]),
  component('2026-03-01', { name: 'a' }, [['HA', 'HOLDER']]),
  ended('ResultReturned', '2026-03-04'),
];

describe('what stands of an aggregate', () => {
  test('is folded once for a list, an instant and the agencies', () => {
    expect(standingFacts(history, EVER, NOBODY)).toBe(standingFacts(history, EVER, NOBODY));
  });

  test('is folded anew for another instant, and again for the first', () => {
    const now = standingFacts(history, EVER, NOBODY);
    expect(standingFacts(history, at('2026-03-02'), NOBODY).facts).toHaveLength(2);
    expect(standingFacts(history, EVER, NOBODY)).toEqual(now);
  });

  test('is folded anew when other agencies are known', () => {
    const native = { door: 'national-sync', snapshotAt: at('2026-03-01') } as const;
    const stated = component('2026-03-01', { name: 'a' }, [], { ...native, id: 'a', agency: 'H62' });
    const listedBy = (agency: string, ids: readonly string[], minute: number) =>
      fact(
        'SnapshotStated',
        { ...native, agency, at: at('2026-03-01'), recordedAt: at('2026-03-01') + minute * 60_000 },
        { sections: [{ name: 'COMPONENTS', facts: ids.map((id) => ({ key: id, id })) }] },
      );
    const facts = [stated, listedBy('H62', ['a'], 1), listedBy('H44', [], 2)];
    expect(standingFacts(facts, EVER, NOBODY).facts).toHaveLength(1);
    const succession = new Agencies([
      { code: 'H62', name: 'old', successors: ['H44'], predecessors: [] },
      { code: 'H44', name: 'new', successors: [], predecessors: ['H62'] },
    ]);
    expect(standingFacts(facts, EVER, succession).facts).toEqual([]);
  });
});

describe('a fact that two sections list', () => {
  test('has the newer version, in any order', () => {
    const native = { door: 'national-sync', at: at('2026-03-01') } as const;
    const stated = component('2026-03-01', { name: 'a' }, [], {
      ...native,
      id: 'a',
      snapshotAt: at('2026-03-01'),
    });
    const listing = (section: string, minute: number) =>
      fact(
        'SnapshotStated',
        { ...native, snapshotAt: at('2026-03-01'), recordedAt: at('2026-03-01') + minute * 60_000 },
        { sections: [{ name: section, facts: [{ key: 'a', id: 'a' }] }] },
      );
    const [older, newer] = [listing('COMPONENTS', 1), listing('OTHERS', 2)];
    const versions = [
      [stated, older, newer],
      [newer, older, stated],
    ].map((facts) => standingFacts(facts, EVER, NOBODY).facts[0]?.place.snapshotVersion);
    expect(versions).toEqual([newer.event.snapshotVersion, newer.event.snapshotVersion]);
  });
});
