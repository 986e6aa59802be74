/** What became of each event of a message, and the answer that says so. */
import { ProblemError } from '#shared/http/problems.ts';
import type { Fault } from '#shared/pure/fault.ts';
import type { ReadEvent } from './cloud-event.ts';
import { faultsOf } from './read-events.ts';
import type { Receipt } from './receipt.ts';

/** It cannot be taken as it is. */
export interface Rejection {
  readonly line?: number;
  readonly id: string;
  readonly source: string;
  readonly status: 'REJECTED';
  readonly errors: readonly Fault[];
}

/** Neither acknowledged nor refused: send it again with the same id. */
export interface Undelivered {
  readonly line?: number;
  readonly id: string;
  readonly source: string;
  /** UNKNOWN: it may be in the log or not. NOT_SENT: it is not. */
  readonly status: 'UNKNOWN' | 'NOT_SENT';
  /** Of the problem that stopped it. */
  readonly code: string;
}

/** What is told of one event. */
export type Outcome = (Receipt & { readonly line?: number }) | Rejection | Undelivered;

/** Why events of a message went no further. */
export interface Stopped {
  readonly problem: ProblemError;
  readonly status: Undelivered['status'];
}

/** Problems that come before anything is sent. */
const BEFORE_SENDING: ReadonlySet<string> = new Set([
  'LOG_FULL',
  'KEYS_UNAVAILABLE',
  'BODY_TOO_LARGE',
  'MESSAGE_REFUSED',
]);

/** What a failed publication means for its events. */
export function stoppedBy(error: unknown): Stopped {
  const problem = error instanceof ProblemError ? error : new ProblemError('INTERNAL', { cause: error });
  return { problem, status: BEFORE_SENDING.has(problem.code) ? 'NOT_SENT' : 'UNKNOWN' };
}

/** The names that an event goes by in an answer. */
function namesOf({ line, id, source }: Pick<ReadEvent, 'id' | 'source' | 'line'>) {
  return line === undefined ? { id, source } : { line, id, source };
}

/** An event that was refused by itself. */
export function rejectionOf(event: ReadEvent & { readonly faults: readonly Fault[] }): Rejection {
  return { ...namesOf(event), status: 'REJECTED', errors: event.faults };
}

/** An event that could have been taken and was not, or not surely. */
export function undelivered(event: ReadEvent, { status, problem }: Stopped): Undelivered {
  return { ...namesOf(event), status, code: problem.code };
}

/** Where an event of a message of lines stands, before its receipt. */
export function atLine({ line }: ReadEvent, receipt: Receipt): Receipt & { readonly line?: number } {
  return line === undefined ? receipt : { line, ...receipt };
}

/** Nothing was taken: 403 where nothing but closed agencies is wrong, else 422. */
export function refusal(read: readonly ReadEvent[]): ProblemError {
  const errors = faultsOf(read);
  const closed = errors.every(({ code }) => code === 'AGENCY_CLOSED');
  return new ProblemError(closed ? 'AGENCY_CLOSED' : 'MESSAGE_REFUSED', { errors });
}
