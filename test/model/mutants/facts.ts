/** Faults in which facts stand, and in what order. */
import { type Mutant, mutant } from './mutant.ts';

export const FACTS_MUTANTS: readonly Mutant[] = [
  mutant(
    'arrival order is the order of the world',
    'standing',
    'facts: standing.sort(byPlace)',
    'facts: standing',
  ),
  mutant(
    'the copy recorded last stands',
    'standing',
    'compareCopies(fact, other) < 0',
    'compareCopies(fact, other) > 0',
  ),
  mutant(
    'an id used again for another body counts, too',
    'standing',
    'first.set(fact.factId, fact)',
    'first.set(fact.factId + fact.bodyHash, fact)',
  ),
  mutant(
    'what was recorded later is known before',
    'standing',
    'fact.event.recordedAt <= knownAt));',
    'fact.event.recordedAt < Infinity));',
  ),
  mutant(
    "a stranger's correction counts",
    'standing',
    'return target === undefined || agencies',
    'return target !== undefined || agencies',
  ),
  mutant(
    'a retraction is ignored',
    'standing',
    'return !isRetracted(name, new Set([name]));',
    'return true;',
  ),
  mutant(
    'a retraction of a retraction is ignored',
    'standing',
    '!path.has(by) && !isRetracted(by, new Set([...path, by]))',
    '!path.has(by)',
  ),
  mutant(
    'a correction stands in its own place',
    'standing',
    'position }, place: placed.place }',
    'position }, place: placeOf(correction) }',
  ),
  mutant(
    'the first correction wins',
    'standing',
    'comparePlaces(placeOf(other), placeOf(fact)) < 0',
    'comparePlaces(placeOf(other), placeOf(fact)) > 0',
  ),
  mutant(
    'a correction has its own times',
    'standing',
    'const event = { ...replacement, ...stated, snapshotVersion };',
    'const event = { ...replacement, ...stated, snapshotVersion, occurredAt: correction.event.occurredAt };',
  ),
  mutant(
    'what a newer snapshot lacks still stands',
    'standing',
    'return stated.get(`${scopeOf(fact.event, agencies)}\\0${nameOf(fact.event)}`);',
    'return fact.event.snapshotVersion;',
  ),
  mutant(
    'the oldest snapshot decides',
    'standing',
    'compareSnapshots(other.snapshot, snapshot) < 0)',
    'compareSnapshots(other.snapshot, snapshot) > 0)',
  ),
  mutant(
    'a successor does not speak for its predecessor',
    'standing',
    'agencies.current(event.sender ?? event.agency)',
    '(event.sender ?? event.agency)',
  ),
  mutant(
    'snapshots decide over CloudEvents of the agency',
    'standing',
    'if (fact.event.snapshotVersion === null) return null;',
    '',
  ),
  mutant(
    'a clock that says 2099 wins',
    'order',
    'return Math.min(event.occurredAt, event.recordedAt + CLOCK_TOLERANCE_MS);',
    'return event.occurredAt;',
  ),
  mutant(
    'the status of a snapshot does not come last',
    'order',
    'Number(left.isStatus) - Number(right.isStatus) ||',
    '',
  ),
  mutant('the order is reversed', 'order', 'left.at - right.at ||', 'right.at - left.at ||'),
  mutant(
    'snapshots are ordered by arrival alone',
    'order',
    'return actualOf(left) - actualOf(right) || left.recordedAt - right.recordedAt;',
    'return left.recordedAt - right.recordedAt;',
  ),
  mutant(
    'the day is the one in UTC',
    'order',
    'return dayOf(instantOf(fact));',
    'return new Date(instantOf(fact)).toISOString().slice(0, 10);',
  ),
];
