/** When a dossier was taken in and when it ended. */
import type { Dossier } from '#shared/once-only/dossier.ts';
import type { TimelineEntry } from '#shared/once-only/dossier-view.ts';
import { type DossierState, stateAfter } from '#shared/once-only/life-cycle.ts';
import type { Instant } from '#shared/pure/time.ts';

export interface DossierEnd {
  /** Absent where it was never taken in, or was refused. */
  readonly acceptedAt?: Instant;
  /** Its first status 9 or 10 since it was last reopened, else the result by which it ended well. */
  readonly completedAt?: Instant;
  /** Refused, withdrawn or stopped. */
  readonly closedAt?: Instant;
}

/** Of a dossier that nobody said was accepted, work on it says so. */
const IMPLY_ACCEPTANCE: ReadonlySet<DossierState> = new Set(['PROCESSING', 'COMPLETED', 'RESULT_RETURNED']);
const CLOSED: ReadonlySet<DossierState> = new Set(['REFUSED', 'WITHDRAWN', 'STOPPED']);
const COMPLETED: ReadonlySet<DossierState> = new Set(['COMPLETED', 'RESULT_RETURNED']);

/** Reads both off the timeline, by what the dossier came to. */
export function dossierEnd(dossier: Dossier, timeline: readonly TimelineEntry[]): DossierEnd {
  const isRefused = dossier.state === 'REFUSED';
  const accepted =
    timeline.find(({ status }) => status === 'ACCEPTED') ??
    timeline.find(({ status }) => status !== undefined && IMPLY_ACCEPTANCE.has(status));
  const acceptedAt = isRefused ? undefined : accepted?.at;
  const completedAt = completed(dossier);
  const closedAt = closed(dossier);
  return {
    ...(acceptedAt !== undefined && { acceptedAt }),
    ...(completedAt !== undefined && { completedAt }),
    ...(closedAt !== undefined && { closedAt }),
  };
}

function closed({ state, facts }: Dossier): Instant | undefined {
  if (state === undefined || !CLOSED.has(state)) return undefined;
  return facts.findLast(({ fact }) => stateAfter(fact) === state)?.place.at;
}

function completed({ state, outcome, outcomeProof, facts }: Dossier): Instant | undefined {
  if (state !== undefined && (CLOSED.has(state) || state === 'REOPENED')) return undefined;
  const reopened = facts.findLastIndex(({ fact }) => stateAfter(fact) === 'REOPENED');
  const since = facts.slice(reopened + 1);
  const proof = new Set(outcome === 'SUCCESS' ? outcomeProof : []);
  return since.find(({ fact }) => {
    const after = stateAfter(fact);
    return proof.has(fact) || (after !== undefined && COMPLETED.has(after));
  })?.place.at;
}
