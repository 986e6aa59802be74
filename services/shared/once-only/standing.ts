/**
 * Which of an aggregate's facts stand: known by then, one of each id, not retracted, corrections in their target's
 * place, and of snapshots only what the newest one states, section by section (rules.md 5, design 2.2–2.5).
 */
import type { EventOf, SnapshotVersion } from '#schemas/generated/events.ts';
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
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

interface Folded {
  readonly knownAt: Instant;
  readonly agencies: Agencies;
  readonly standing: Standing;
}

/** The last fold of each list of facts: one question asks for the same one at many places. Goes with the list. */
const FOLDED = new WeakMap<readonly Fact[], Folded>();

/**
 * What stands among the facts that the hub had recorded by `knownAt`. Order and repetition of the input do not matter.
 * Asked again about the same list, it gives the same object.
 */
export function standingFacts(facts: readonly Fact[], knownAt: Instant, agencies: Agencies): Standing {
  const last = FOLDED.get(facts);
  if (last?.knownAt === knownAt && last.agencies === agencies) return last.standing;
  const standing = fold(facts, knownAt, agencies);
  FOLDED.set(facts, { knownAt, agencies, standing });
  return standing;
}

function fold(facts: readonly Fact[], knownAt: Instant, agencies: Agencies): Standing {
  const { kept, voided } = oneOfEachId(facts.filter((fact) => fact.event.recordedAt <= knownAt));
  const { live, corrections } = corrected(kept, agencies);
  const stated = statedNow(live, agencies);
  const standing: Placed[] = [];
  const former: Placed[] = [];
  for (const fact of live) {
    if (isFactOf(fact, 'FactCorrected', 'SnapshotStated')) continue;
    const version = versionOf(fact, stated, agencies);
    const placed = { fact, place: version === undefined ? placeOf(fact) : placeOf(fact, version) };
    (version === undefined ? former : standing).push(
      correctedBy(corrections.get(nameOf(fact.event)), placed),
    );
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
export function compareCopies(left: Fact, right: Fact): number {
  return (
    left.event.recordedAt - right.event.recordedAt ||
    compareText(left.bodyHash, right.bodyHash) ||
    left.event.occurredAt - right.event.occurredAt ||
    compareVersions(left.event.snapshotVersion, right.event.snapshotVersion)
  );
}

/** Inside one aggregate (source, id) names a fact as well as its hash does, and costs nothing. */
function nameOf({ source, id }: { readonly source: string; readonly id: string }): string {
  return `${source}\0${id}`;
}

type Speaking = FactOf<'FactCorrected' | 'FactRetracted'>;

interface Corrected {
  /** Without retractions and what they took back. */
  readonly live: readonly Fact[];
  /** The newest correction of a fact, by its name. */
  readonly corrections: ReadonlyMap<string, FactOf<'FactCorrected'>>;
}

const NO_CORRECTIONS: Corrected['corrections'] = new Map();

function corrected(facts: readonly Fact[], agencies: Agencies): Corrected {
  if (!facts.some((fact) => isFactOf(fact, 'FactCorrected', 'FactRetracted'))) {
    return { live: facts, corrections: NO_CORRECTIONS };
  }
  const live = withoutRetracted(withoutStrangers(facts, agencies));
  return { live, corrections: newestCorrections(live) };
}

/**
 * Corrections and retractions that count: an agency speaks of its own facts only, or of those of an office that it
 * succeeded or that succeeded it. One whose target is not known yet waits for it.
 */
function withoutStrangers(facts: readonly Fact[], agencies: Agencies): readonly Fact[] {
  const byName = new Map(facts.map((fact) => [nameOf(fact.event), fact]));
  return facts.filter((fact) => {
    if (!isFactOf(fact, 'FactCorrected', 'FactRetracted')) return true;
    const target = byName.get(targetOf(fact));
    return target === undefined || agencies.isSameOffice(fact.event.agency, target.event.agency);
  });
}

function targetOf(fact: Speaking): string {
  return nameOf(fact.event.target);
}

/** A retraction may itself be retracted; the chain is followed from its end. */
function withoutRetracted(facts: readonly Fact[]): readonly Fact[] {
  const retractions = facts.filter((fact) => isFactOf(fact, 'FactRetracted'));
  const byTarget = Map.groupBy(retractions, targetOf);
  const isRetracted = (name: string, path: ReadonlySet<string>): boolean =>
    (byTarget.get(name) ?? []).some((retraction) => {
      const by = nameOf(retraction.event);
      return !path.has(by) && !isRetracted(by, new Set([...path, by]));
    });
  return facts.filter((fact) => {
    if (isFactOf(fact, 'FactRetracted')) return false;
    const name = nameOf(fact.event);
    return !isRetracted(name, new Set([name]));
  });
}

function newestCorrections(facts: readonly Fact[]): Corrected['corrections'] {
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
type StatedSection = SnapshotFact['event']['sections'][number];

/** What the newest statements of all sections list, by whoever speaks and the fact's name: the version of each. */
type StatedNow = ReadonlyMap<string, SnapshotVersion | null>;

/** The newest statement of a section decides for its sender's office and door, whatever older ones listed. */
function statedNow(facts: readonly Fact[], agencies: Agencies): StatedNow {
  const newest = new Map<string, { snapshot: SnapshotFact; scope: string; section: StatedSection }>();
  for (const snapshot of facts) {
    if (!isFactOf(snapshot, 'SnapshotStated')) continue;
    const scope = scopeOf(snapshot.event, agencies);
    for (const section of snapshot.event.sections) {
      const key = `${scope} ${section.name}`;
      const other = newest.get(key);
      if (other === undefined || compareSnapshots(other.snapshot, snapshot) < 0)
        newest.set(key, { snapshot, scope, section });
    }
  }
  const stated = new Map<string, SnapshotVersion | null>();
  for (const { snapshot, scope, section } of newest.values()) {
    const { source, snapshotVersion } = snapshot.event;
    for (const { id } of section.facts) {
      const key = `${scope}\0${nameOf({ source, id })}`;
      const other = stated.get(key);
      if (other === undefined || compareVersions(other, snapshotVersion) < 0)
        stated.set(key, snapshotVersion);
    }
  }
  return stated;
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

/**
 * The version in which a fact stands: null if no snapshot states it, undefined if it came with one and the newest
 * statement of its section does not list it any more.
 */
function versionOf(fact: Fact, stated: StatedNow, agencies: Agencies): SnapshotVersion | null | undefined {
  if (fact.event.snapshotVersion === null) return null;
  return stated.get(`${scopeOf(fact.event, agencies)}\0${nameOf(fact.event)}`);
}
