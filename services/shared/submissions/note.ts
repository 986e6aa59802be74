/**
 * What only a door knows of the submission at hand: who sent it, and what was odd about it although it was taken. The
 * rest is seen from outside (`plug-in.ts`). Costs a door nothing and never throws; without the plug-in it is forgotten.
 *
 *   noteSubmission(request, { sender: 'H44.150', defects: [{ code: 'DATE_IN_ANOTHER_FORM', pointer: '/data/0/NgayNop' }] });
 */

/** Something odd in a message that was taken all the same. No personal value. */
export interface SubmissionDefect {
  /** From the closed list of the door. */
  readonly code: string;
  /** Where it was met first. */
  readonly pointer?: string;
  /** How often; default 1. */
  readonly count?: number;
}

/** How many parts of a message (events, lines, records) were taken and how many were not. */
export interface SubmissionCounts {
  readonly taken: number;
  readonly refused: number;
}

export interface SubmissionNote {
  /** The agency that speaks, as in `source`: `H44.150`. Without it the plug-in takes it from the answer's receipts. */
  readonly sender?: string;
  readonly defects?: readonly SubmissionDefect[];
  /** Only where the answer does not list what became of each part in `receipts`. */
  readonly counts?: SubmissionCounts;
}

/** What was noted so far of a request. */
export interface SubmissionState {
  /** What is being answered, before it is written as JSON. */
  payload?: unknown;
  sender?: string;
  defects?: SubmissionDefect[];
  counts?: SubmissionCounts;
}

/** Whatever carries a note: a request of Fastify with any of its type parameters. */
export interface Noted {
  submission?: SubmissionState | null;
}

declare module 'fastify' {
  interface FastifyRequest extends Noted {}
}

/** Of one submission; what comes after is counted by the door's own figures. */
const DEFECTS_MAX = 100;

/** States something of the request's submission; may be called again: defects add up, the rest is replaced. */
export function noteSubmission(request: Noted, { sender, defects, counts }: SubmissionNote): void {
  const state = (request.submission ??= {});
  if (sender !== undefined) state.sender = sender;
  if (counts !== undefined) state.counts = counts;
  if (defects === undefined || defects.length === 0) return;
  const kept = (state.defects ??= []);
  kept.push(...defects.slice(0, DEFECTS_MAX - kept.length));
}
