/** Which facts stand: knowledge (rule 1), copies (design 2.4), corrections (rule 8), snapshots (rule 5). */
import type { HubEvent } from '#schemas/generated/events.ts';
import type { TopicName } from '#schemas/topics.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { Stated } from '../told.ts';
import { type Successions, sameOffice, successorsAndSelf } from './offices.ts';
import { compareParts, happenedAt } from './time.ts';

/** A fact that stands, as corrected, with its place in the order. */
export interface Standing {
  readonly topic: TopicName;
  readonly key: string;
  readonly event: HubEvent;
  readonly place: readonly (number | string)[];
}

/** Rule 1: `knownAt` governs knowledge, only facts recorded by then. */
export function rule1Known(stated: readonly Stated[], knownAt: Instant): readonly Stated[] {
  return stated.filter(({ fact }) => fact.event.recordedAt <= knownAt);
}

/** Design 2.4: of copies of one (source, id) the earliest recorded counts, whatever the other bodies say. */
export function oneOfEach(known: readonly Stated[]): readonly Stated[] {
  const rank = ({ fact, key }: Stated): (number | string)[] => [
    fact.event.recordedAt,
    fact.bodyHash,
    fact.event.occurredAt,
    key,
  ];
  const kept: Stated[] = [];
  for (const each of known) {
    const at = kept.findIndex((other) => isSame(each, other));
    const other = kept[at];
    if (other === undefined) kept.push(each);
    else if (compareParts(rank(each), rank(other)) < 0) kept[at] = each;
  }
  return kept;
}

function isSame(one: Stated, other: Stated): boolean {
  const [left, right] = [one.fact.event, other.fact.event];
  return left.id === right.id && left.source === right.source;
}

function isTogether(one: Stated, other: Stated): boolean {
  return one.topic === other.topic && one.key === other.key;
}

type Targeting = Extract<HubEvent, { eventName: 'FactCorrected' | 'FactRetracted' }>;

/** Formats 8 and decision 17: on the topic and key of its target, and said by the target's agency or kin. */
function speaksOf(
  each: Stated,
  target: Stated,
  offices: Successions,
): each is Stated & {
  fact: { event: Targeting };
} {
  const { event } = each.fact;
  if (event.eventName !== 'FactCorrected' && event.eventName !== 'FactRetracted') return false;
  const { id, source, agency } = target.fact.event;
  return (
    event.target.id === id &&
    event.target.source === source &&
    isTogether(each, target) &&
    sameOffice(event.agency, agency, offices)
  );
}

/** Rule 8: retracted, unless the retraction is itself retracted. */
function rule8IsRetracted(target: Stated, all: readonly Stated[], offices: Successions): boolean {
  return all.some(
    (each) =>
      each.fact.event.eventName === 'FactRetracted' &&
      speaksOf(each, target, offices) &&
      !rule8IsRetracted(each, all, offices),
  );
}

/** Rule 8 and decision 17: the newest correction that stands, with the target's times, sender and agency. */
function rule8Corrected(target: Stated, all: readonly Stated[], offices: Successions): HubEvent {
  const corrections = all
    .filter(
      (each) =>
        each.fact.event.eventName === 'FactCorrected' &&
        speaksOf(each, target, offices) &&
        !rule8IsRetracted(each, all, offices),
    )
    .sort((one, other) => compareParts(ownPlace(one), ownPlace(other)));
  const replacement = corrections.at(-1)?.fact.replacement;
  const { event } = target.fact;
  if (replacement === undefined) return event;
  const { id, source, occurredAt, recordedAt, agency, door, sender, snapshotVersion, publisher } = event;
  return {
    ...replacement,
    id,
    source,
    occurredAt,
    recordedAt,
    agency,
    door,
    sender,
    snapshotVersion,
    publisher,
  };
}

function ownPlace({ fact }: Stated): readonly (number | string)[] {
  return placeOf(fact.event, fact.event.snapshotVersion, fact.factId);
}

const STATUS_OF_A_SNAPSHOT = new Set([
  'DossierRefused',
  'DossierWithdrawn',
  'DossierStopped',
  'DossierCompleted',
  'ResultReturned',
  'ProcessingStepRecorded',
]);

/** Design 2.2 with rule 5: instant, snapshot (none first, decision 16), the status last, recorded, name. */
function placeOf(
  event: HubEvent,
  version: HubEvent['snapshotVersion'],
  factId: string,
): readonly (number | string)[] {
  const bySnapshot = version === null ? [0, 0, 0, 0] : versionParts(event.eventName, version);
  return [happenedAt(event), ...bySnapshot, event.recordedAt, factId];
}

function versionParts(eventName: string, version: NonNullable<HubEvent['snapshotVersion']>): number[] {
  const { actualAt, recordedAt } = version;
  const isStatus = STATUS_OF_A_SNAPSHOT.has(eventName) ? 1 : 0;
  return [1, Math.min(actualAt, recordedAt + 300_000), recordedAt, isStatus];
}

/** Who speaks today for a code that may have ended: its last successor. */
function lastOf(code: string, offices: Successions): string {
  return successorsAndSelf(code, offices).at(-1) ?? code;
}

interface Listing {
  readonly section: string;
  readonly ids: readonly string[];
  readonly event: HubEvent;
  readonly rank: readonly (number | string)[];
}

/** Rule 5: per section the newest snapshot that speaks for this fact's sender and door lists it. */
function rule5Listing(target: Stated, all: readonly Stated[], offices: Successions): Listing | undefined {
  const { event } = target.fact;
  const listings = all.filter((each) => isTogether(each, target)).flatMap(listingsOf);
  const governing = listings.filter(
    (listing) =>
      listing.event.door === event.door &&
      lastOf(event.sender ?? '', offices) === lastOf(listing.event.sender ?? '', offices),
  );
  return governing
    .filter((listing) => !governing.some((other) => isNewerOf(other, listing)))
    .find(({ ids, event: by }) => by.source === event.source && ids.includes(event.id));
}

function isNewerOf(one: Listing, other: Listing): boolean {
  return one.section === other.section && compareParts(one.rank, other.rank) > 0;
}

function listingsOf({ fact }: Stated): readonly Listing[] {
  const { event, factId } = fact;
  if (event.eventName !== 'SnapshotStated' || event.snapshotVersion === null) return [];
  const { actualAt, recordedAt } = event.snapshotVersion;
  const rank = [Math.min(actualAt, recordedAt + 300_000), recordedAt, factId];
  return event.sections.map(({ name, facts }) => ({
    section: name,
    ids: facts.map(({ id }) => id),
    event,
    rank,
  }));
}

/** What stands, in the order of the world, and whatever ever stood, also in older snapshots (rule 10). */
export interface StandingFacts {
  readonly standing: readonly Standing[];
  readonly ever: readonly Standing[];
}

/** Every fact that stands, and every one that ever did. */
export function standingFacts(known: readonly Stated[], offices: Successions): StandingFacts {
  const single = oneOfEach(known);
  const kept = single.filter((each) => !rule8IsRetracted(each, single, offices));
  const own = kept.filter(
    ({ fact }) => fact.event.eventName !== 'FactCorrected' && fact.event.eventName !== 'FactRetracted',
  );
  const ever = own.map((each) => {
    const { topic, key, fact } = each;
    const event = rule8Corrected(each, single, offices);
    const { snapshotVersion } = fact.event;
    const isOfSnapshot = snapshotVersion !== null && event.eventName !== 'SnapshotStated';
    const listing = isOfSnapshot ? rule5Listing(each, kept, offices) : undefined;
    const version = listing === undefined ? snapshotVersion : listing.event.snapshotVersion;
    const stands = !isOfSnapshot || listing !== undefined;
    return { topic, key, event, place: placeOf(event, version, fact.factId), stands };
  });
  const standing = ever
    .filter(({ stands }) => stands)
    .sort((one, other) => compareParts(one.place, other.place));
  return { standing, ever };
}
