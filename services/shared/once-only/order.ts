/**
 * Order inside an aggregate (design 2.2): (min(occurredAt, recordedAt + 5 min), snapshotVersion, recordedAt, factId).
 * So a source whose clock says 2099 does not win for ever, and arrival orders nothing.
 */
import type { SnapshotVersion } from '#schemas/generated/events.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { type Day, dayOf, type Instant } from '#shared/pure/time.ts';

const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** A fact that stands, with the place it has in its aggregate's order. */
export interface Placed<F extends Fact = Fact> {
  readonly fact: F;
  /** Where a correction stands for its target, the target's; a restated fact has the newest snapshot's version. */
  readonly place: Place;
}

export interface Place {
  readonly at: Instant;
  readonly snapshotVersion: SnapshotVersion | null;
  /** The snapshot's status comes last among its facts of the same instant (rules.md 5). */
  readonly isStatus: boolean;
  readonly recordedAt: Instant;
  readonly factId: string;
}

const STATUS_EVENTS: ReadonlySet<string> = new Set([
  'DossierRefused',
  'DossierWithdrawn',
  'DossierStopped',
  'DossierCompleted',
  'ResultReturned',
  'ProcessingStepRecorded',
]);

/** When it happened; what a clock in the future says counts from when the hub heard it. */
function instantOf({ event }: Fact): Instant {
  return Math.min(event.occurredAt, event.recordedAt + CLOCK_TOLERANCE_MS);
}

/** The day on which it happened, in Vietnam. */
export function dayOfFact(fact: Fact): Day {
  return dayOf(instantOf(fact));
}

/** The place of a fact by its own times. */
export function placeOf(
  fact: Fact,
  snapshotVersion: SnapshotVersion | null = fact.event.snapshotVersion,
): Place {
  const { recordedAt, eventName } = fact.event;
  return {
    at: instantOf(fact),
    snapshotVersion,
    isStatus: snapshotVersion !== null && STATUS_EVENTS.has(eventName),
    recordedAt,
    factId: fact.factId,
  };
}

/** Negative if the first comes before the second; zero only for the same fact. */
export function comparePlaces(left: Place, right: Place): number {
  return (
    left.at - right.at ||
    compareVersions(left.snapshotVersion, right.snapshotVersion) ||
    Number(left.isStatus) - Number(right.isStatus) ||
    left.recordedAt - right.recordedAt ||
    compareText(left.factId, right.factId)
  );
}

/** Orders snapshots of one sender; none comes before any. A date in the future counts as now, as for facts. */
export function compareVersions(left: SnapshotVersion | null, right: SnapshotVersion | null): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return actualOf(left) - actualOf(right) || left.recordedAt - right.recordedAt;
}

function actualOf({ actualAt, recordedAt }: SnapshotVersion): Instant {
  return Math.min(actualAt, recordedAt + CLOCK_TOLERANCE_MS);
}

/** By code units, so the same on every machine. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
