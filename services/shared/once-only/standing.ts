/**
 * Which of an aggregate's facts stand: known by then, one of each id, not retracted, corrections in their target's
 * place, and of snapshots only what the newest one states, section by section (rules.md 5, design 2.2–2.5).
 */
import type { EventOf } from '#schemas/generated/events.ts';
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import { factIdOf } from '#shared/pure/hub-key.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import { comparePlaces, compareText, compareVersions, type Placed, placeOf } from './order.ts';

export interface Standing {
  /** In the aggregate's order. */
  readonly facts: readonly Placed[];
  /** Stated once, but not by the newest snapshot: for the timeline, and for files that were ever submitted. */
  readonly former: readonly Placed[];
  /** Facts whose id was used before for another body (ID_REUSE). */
  readonly voided: readonly Fact[];
}

/** What stands among the facts that the hub had recorded by `knownAt`. Order and repetition of the input do not matter. */
export function standingFacts(facts: readonly Fact[], knownAt: Instant, agencies: Agencies): Standing {
  const { kept, voided } = oneOfEachId(facts.filter((fact) => fact.event.recordedAt <= knownAt));
  const live = withoutRetracted(withoutStrangers(kept, agencies));
  const corrections = newestCorrections(live);
  const sections = newestSections(live, agencies);
  const standing: Placed[] = [];
  const former: Placed[] = [];
  for (const fact of live) {
    if (isFactOf(fact, 'FactCorrected', 'SnapshotStated')) continue;
    const stated = snapshotStanding(fact, sections, agencies);
    const corrected = correctedBy(corrections.get(fact.factId), stated.placed);
    (stated.stands ? standing : former).push(corrected);
  }
  const byPlace = (left: Placed, right: Placed): number => comparePlaces(left.place, right.place);
  return { facts: standing.sort(byPlace), former: former.sort(byPlace), voided };
}

/** Of two copies the earliest recorded counts; the same id with another body is void. */
function oneOfEachId(facts: readonly Fact[]): { kept: readonly Fact[]; voided: readonly Fact[] } {
  const first = new Map<string, Fact>();
  for (const fact of facts) {
    const other = first.get(fact.factId);
    if (other === undefined || compareCopies(fact, other) < 0) first.set(fact.factId, fact);
  }
  const voided = facts.filter((fact) => first.get(fact.factId)?.bodyHash !== fact.bodyHash);
  return { kept: [...first.values()], voided };
}

/** Copies of one body may still differ in what the hash does not cover; then the earlier time decides. */
function compareCopies(left: Fact, right: Fact): number {
  return (
    left.event.recordedAt - right.event.recordedAt ||
    compareText(left.bodyHash, right.bodyHash) ||
    left.event.occurredAt - right.event.occurredAt ||
    compareVersions(left.event.snapshotVersion, right.event.snapshotVersion)
  );
}

/**
 * Corrections and retractions that count: an agency speaks of its own facts only, or of those of an office that it
 * succeeded or that succeeded it. One whose target is not known yet waits for it.
 */
function withoutStrangers(facts: readonly Fact[], agencies: Agencies): readonly Fact[] {
  const byId = new Map(facts.map((fact) => [fact.factId, fact]));
  return facts.filter((fact) => {
    if (!isFactOf(fact, 'FactCorrected', 'FactRetracted')) return true;
    const target = byId.get(targetOf(fact));
    return target === undefined || agencies.isSameOffice(fact.event.agency, target.event.agency);
  });
}

function targetOf(fact: FactOf<'FactCorrected' | 'FactRetracted'>): string {
  return factIdOf(fact.event.target.source, fact.event.target.id);
}

/** A retraction may itself be retracted; the chain is followed from its end. */
function withoutRetracted(facts: readonly Fact[]): readonly Fact[] {
  const retractions = facts.filter((fact) => isFactOf(fact, 'FactRetracted'));
  const byTarget = new Map<string, FactOf<'FactRetracted'>[]>();
  for (const retraction of retractions) {
    const target = targetOf(retraction);
    byTarget.set(target, [...(byTarget.get(target) ?? []), retraction]);
  }
  const isRetracted = (factId: string, path: ReadonlySet<string>): boolean =>
    (byTarget.get(factId) ?? []).some(
      (retraction) =>
        !path.has(retraction.factId) &&
        !isRetracted(retraction.factId, new Set([...path, retraction.factId])),
    );
  return facts.filter(
    (fact) => !isFactOf(fact, 'FactRetracted') && !isRetracted(fact.factId, new Set([fact.factId])),
  );
}

function newestCorrections(facts: readonly Fact[]): ReadonlyMap<string, FactOf<'FactCorrected'>> {
  const newest = new Map<string, FactOf<'FactCorrected'>>();
  for (const fact of facts) {
    if (!isFactOf(fact, 'FactCorrected')) continue;
    const target = targetOf(fact);
    const other = newest.get(target);
    if (other === undefined || comparePlaces(placeOf(other), placeOf(fact)) < 0) newest.set(target, fact);
  }
  return newest;
}

/**
 * The correction's content in the place of its target: who stated it and when stays, for the doors give a replacement
 * the correction's own time. The correction's record is what proves it.
 */
function correctedBy(correction: FactOf<'FactCorrected'> | undefined, placed: Placed): Placed {
  if (correction?.replacement === undefined) return placed;
  const { bodyHash, position, replacement } = correction;
  const { id, source, occurredAt, recordedAt, agency, publisher, door, sender, sequence, snapshotVersion } =
    placed.fact.event;
  const stated = { id, source, occurredAt, recordedAt, agency, publisher, door, sender, sequence };
  const event = { ...replacement, ...stated, snapshotVersion };
  return { fact: { event, factId: placed.fact.factId, bodyHash, position }, place: placed.place };
}

type SnapshotFact = FactOf<'SnapshotStated'>;

interface Section {
  readonly snapshot: SnapshotFact;
  readonly factIds: ReadonlySet<string>;
}

interface Sections {
  /** By sender's office, door and section: the newest statement. */
  readonly newest: ReadonlyMap<string, Section>;
  /** By sender's office, door and fact: the sections that ever listed it. */
  readonly everListed: ReadonlyMap<string, ReadonlySet<string>>;
}

function newestSections(facts: readonly Fact[], agencies: Agencies): Sections {
  const newest = new Map<string, Section>();
  const everListed = new Map<string, Set<string>>();
  for (const snapshot of facts.filter((fact) => isFactOf(fact, 'SnapshotStated'))) {
    const scope = scopeOf(snapshot.event, agencies);
    for (const section of snapshot.event.sections) {
      const key = `${scope} ${section.name}`;
      const factIds = new Set(section.facts.map((stated) => factIdOf(snapshot.event.source, stated.id)));
      for (const factId of factIds) {
        const listed = everListed.get(`${scope} ${factId}`) ?? new Set<string>();
        everListed.set(`${scope} ${factId}`, listed.add(key));
      }
      const other = newest.get(key);
      if (other === undefined || compareSnapshots(other.snapshot, snapshot) < 0)
        newest.set(key, { snapshot, factIds });
    }
  }
  return { newest, everListed };
}

function compareSnapshots(left: SnapshotFact, right: SnapshotFact): number {
  return (
    compareVersions(left.event.snapshotVersion, right.event.snapshotVersion) ||
    compareText(left.factId, right.factId)
  );
}

function scopeOf(
  event: Pick<EventOf<'SnapshotStated'>, 'sender' | 'agency' | 'door'>,
  agencies: Agencies,
): string {
  return `${agencies.current(event.sender ?? event.agency)} ${event.door}`;
}

/** A fact of a snapshot stands if the newest statement of its section lists it; it then has that snapshot's version. */
function snapshotStanding(
  fact: Fact,
  sections: Sections,
  agencies: Agencies,
): { stands: boolean; placed: Placed } {
  if (fact.event.snapshotVersion === null) return { stands: true, placed: { fact, place: placeOf(fact) } };
  for (const key of sections.everListed.get(`${scopeOf(fact.event, agencies)} ${fact.factId}`) ?? []) {
    const section = sections.newest.get(key);
    if (section?.factIds.has(fact.factId) !== true) continue;
    return { stands: true, placed: { fact, place: placeOf(fact, section.snapshot.event.snapshotVersion) } };
  }
  return { stands: false, placed: { fact, place: placeOf(fact) } };
}
