/** Which facts of a dossier say how far it is, and what they say (`data/dossier-status-codes.json`, in English). */
import type { DossierStatus } from '#schemas/generated/events.ts';
import type { Fact } from '#shared/pure/fact.ts';
import type { Placed } from './order.ts';

export type DossierState = Exclude<DossierStatus, 'UNKNOWN'> | 'REOPENED';

/** The state that a fact puts its dossier in; undefined if it is no life-cycle fact. */
export function stateAfter(fact: Fact): DossierState | undefined {
  const { event } = fact;
  switch (event.eventName) {
    case 'DossierSubmitted':
      return 'REGISTERED';
    case 'DossierAccepted':
      return 'ACCEPTED';
    case 'DossierRefused':
      return 'REFUSED';
    case 'SupplementRequested':
      return 'SUPPLEMENT_REQUESTED';
    case 'ProcessingStepRecorded':
      return event.status === 'UNKNOWN' ? undefined : event.status;
    case 'DossierWithdrawn':
      return 'WITHDRAWN';
    case 'DossierStopped':
      return 'STOPPED';
    case 'DossierCompleted':
      return 'COMPLETED';
    case 'ResultReturned':
      return 'RESULT_RETURNED';
    case 'DossierReopened':
      return 'REOPENED';
    default:
      return undefined;
  }
}

/** States in which nothing of a dossier is held. */
const ENDED: ReadonlySet<DossierState> = new Set(['REFUSED', 'WITHDRAWN', 'STOPPED', 'REOPENED']);

export interface LifeCycle {
  /** By the latest life-cycle fact; undefined if there is none. */
  readonly state?: DossierState;
  readonly ended: boolean;
  /** Status 10 and status 9, since the dossier was last reopened. */
  readonly returned: readonly Placed[];
  readonly completed: readonly Placed[];
}

/** How far a dossier is. What was returned or completed before it was reopened does not count any more. */
export function foldLifeCycle(facts: readonly Placed[]): LifeCycle {
  let state: DossierState | undefined;
  let returned: Placed[] = [];
  let completed: Placed[] = [];
  for (const placed of facts) {
    const after = stateAfter(placed.fact);
    if (after === undefined) continue;
    state = after;
    if (after === 'REOPENED') {
      returned = [];
      completed = [];
    }
    if (after === 'RESULT_RETURNED') returned.push(placed);
    if (after === 'COMPLETED') completed.push(placed);
  }
  return {
    ...(state !== undefined && { state }),
    ended: state !== undefined && ENDED.has(state),
    returned,
    completed,
  };
}
