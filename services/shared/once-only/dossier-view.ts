/** A dossier as it is shown: state, parties, what was handed in and issued, and its timeline without doubled entries. */
import type { EventName, EventOf } from '#schemas/generated/events.ts';
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import { type Day, type Instant } from '#shared/pure/time.ts';
import type { Dossier } from './dossier.ts';
import { type DossierState, stateAfter } from './life-cycle.ts';
import { comparePlaces, type Placed } from './order.ts';

export interface TimelineEntry {
  readonly at: Instant;
  readonly eventName: EventName;
  readonly status?: DossierState;
  readonly fact: Fact;
}

export interface DossierView {
  readonly dossierCode: string;
  readonly procedureCode?: string;
  readonly procedureName?: string;
  readonly filedOn?: Day;
  readonly dueAt?: Instant;
  readonly state?: DossierState;
  readonly outcome: Dossier['outcome'];
  readonly conflict: boolean;
  readonly applicants: readonly string[];
  readonly components: readonly FactOf<'ComponentSubmitted'>[];
  readonly results: readonly FactOf<'ResultIssued'>[];
  readonly fees: readonly FactOf<'FeeRequested' | 'FeePaid'>[];
  readonly supplements: readonly FactOf<'SupplementRequested'>[];
  readonly supplementsReceived: readonly FactOf<'SupplementReceived'>[];
  readonly transfers: readonly FactOf<'DossierTransferred'>[];
  readonly rests: readonly FactOf<'ProcessingSuspended' | 'ProcessingResumed'>[];
  /** The rest that lasts: the last of them, if the dossier is open and nobody said that the work goes on. */
  readonly restsBy?: FactOf<'ProcessingSuspended'>;
  readonly apologies: readonly FactOf<'ApologyIssued'>[];
  readonly ratings: readonly FactOf<'SatisfactionRated'>[];
  /** What was said of its papers. */
  readonly remarks: readonly FactOf<'PaperVerified' | 'PaperDisputed' | 'ResultRevoked'>[];
  readonly steps: readonly FactOf<'ProcessingStepRecorded'>[];
  readonly timeline: readonly TimelineEntry[];
}

/** Lays a folded dossier out for reading. */
export function viewDossier(dossier: Dossier): DossierView {
  const standing = dossier.facts.map(({ fact }) => fact);
  const shown = shownFacts(dossier);
  const submission = standing.find((fact) => isFactOf(fact, 'DossierSubmitted'));
  const accepted = standing.findLast((fact) => isFactOf(fact, 'DossierAccepted'));
  const procedureName = dossier.procedure?.procedureName ?? submission?.event.procedureName;
  const shownOf = <N extends EventName>(...names: N[]): FactOf<N>[] =>
    shown.map(({ fact }) => fact).filter((fact): fact is FactOf<N> => isFactOf(fact, ...names));
  const rests = shownOf('ProcessingSuspended', 'ProcessingResumed');
  const rest = rests.at(-1);
  return {
    dossierCode: dossier.code,
    ...(dossier.procedureCode !== undefined && { procedureCode: dossier.procedureCode }),
    ...(procedureName != null && { procedureName }),
    ...(dossier.filedOn !== undefined && { filedOn: dossier.filedOn }),
    ...(accepted?.event.dueAt != null && { dueAt: accepted.event.dueAt }),
    ...(dossier.state !== undefined && { state: dossier.state }),
    outcome: dossier.outcome,
    conflict: dossier.conflict,
    applicants: dossier.applicants,
    components: dossier.components,
    results: dossier.results.map(({ fact }) => fact),
    fees: shownOf('FeeRequested', 'FeePaid'),
    supplements: shownOf('SupplementRequested'),
    supplementsReceived: shownOf('SupplementReceived'),
    transfers: shownOf('DossierTransferred'),
    rests,
    ...(rest !== undefined && dossier.outcome === 'OPEN' && isSuspension(rest) && { restsBy: rest }),
    apologies: shownOf('ApologyIssued'),
    ratings: shownOf('SatisfactionRated'),
    remarks: shownOf('PaperVerified', 'PaperDisputed', 'ResultRevoked'),
    steps: shownOf('ProcessingStepRecorded'),
    timeline: shown.map(({ fact, place }) => {
      const status = stateAfter(fact);
      return {
        at: place.at,
        eventName: fact.event.eventName,
        ...(status !== undefined && { status }),
        fact,
      };
    }),
  };
}

function isSuspension(
  fact: FactOf<'ProcessingSuspended' | 'ProcessingResumed'>,
): fact is FactOf<'ProcessingSuspended'> {
  return isFactOf(fact, 'ProcessingSuspended');
}

/** Kinds of statement that stay in the timeline when a newer snapshot no longer makes them (rules.md 5). */
const KEPT: ReadonlySet<EventName> = new Set([
  'FeeRequested',
  'FeePaid',
  'SupplementRequested',
  'SupplementReceived',
  'ProcessingStepRecorded',
]);

function shownFacts(dossier: Dossier): Placed[] {
  const former = dossier.former.filter(({ fact }) => KEPT.has(fact.event.eventName));
  const all = [...dossier.facts, ...former].sort((left, right) => comparePlaces(left.place, right.place));
  const seen = new Set<string>();
  return all.filter(({ fact }) => {
    const said = sameSaid(fact);
    if (seen.has(said)) return false;
    seen.add(said);
    return true;
  });
}

/** Equal entries show once: the same event at the same time with the same body, whoever repeats it. */
function sameSaid(fact: Fact): string {
  const { eventName, occurredAt }: Pick<EventOf<EventName>, 'eventName' | 'occurredAt'> = fact.event;
  return KEPT.has(eventName) ? `${eventName} ${occurredAt} ${fact.bodyHash}` : fact.factId;
}
