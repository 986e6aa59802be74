/** One submission as it is kept: what came, what became of it, and whether its body can be read again. */
import type { SubmissionCounts, SubmissionDefect } from './note.ts';

export const OUTCOMES = ['ACCEPTED', 'PARTLY', 'REFUSED', 'UNKNOWN'] as const;
/** UNKNOWN: it may be in the log; the sender sends it again. */
export type Outcome = (typeof OUTCOMES)[number];

/** Where a client's address lies; the address itself is nobody's business. */
export type ClientClass = 'LOOPBACK' | 'PRIVATE' | 'PUBLIC';

/**
 * KEPT, or why it is not: NOT_KEPT (of no use to anybody), NOT_READ (the door refused before reading), TOO_LARGE,
 * SENDER_FULL (this sender's bodies take all the room they may), QUEUE_FULL (too much came at once).
 */
export type BodyState = 'KEPT' | 'NOT_KEPT' | 'NOT_READ' | 'TOO_LARGE' | 'SENDER_FULL' | 'QUEUE_FULL';

/** A fault as it may be kept: `hint` is not, it may quote what it would mend. */
export interface KeptFault {
  readonly pointer: string;
  readonly code: string;
  readonly expected: string;
}

/** What makes two submissions alike enough to be summed up in one row. */
export interface SubmissionKind {
  /** The door's route: `/v1/events`. */
  readonly path: string;
  readonly contentType: string;
  readonly sender: string | null;
  readonly client: ClientClass;
  readonly dryRun: boolean;
  readonly status: number;
  readonly outcome: Outcome;
  /** The code of the problem document. */
  readonly problem: string | null;
}

export interface Submission extends SubmissionKind {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly bytes: number;
  readonly counts: SubmissionCounts;
}

/** A submission with a row of its own. */
export interface ListedSubmission extends Submission {
  readonly id: string;
  readonly faults: readonly KeptFault[];
  /** How many there were; `faults` holds the first ones. */
  readonly faultCount: number;
  readonly defects: readonly SubmissionDefect[];
}

/** Of most failures it is sure that nothing was written; INTERNAL and DELIVERY_UNKNOWN leave it open. */
export function outcomeOf(status: number, problem: string | null, counts: SubmissionCounts): Outcome {
  if (problem === 'INTERNAL' || problem === 'DELIVERY_UNKNOWN') return 'UNKNOWN';
  if (status >= 400) return 'REFUSED';
  if (counts.refused === 0) return 'ACCEPTED';
  return counts.taken === 0 ? 'REFUSED' : 'PARTLY';
}
