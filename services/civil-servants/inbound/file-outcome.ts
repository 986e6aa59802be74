/** What became of each record of a file, and what is told of it. */
import { ProblemError } from '#shared/http/problems.ts';
import type { Stopped, Undelivered } from '#shared/publishing/event-outcome.ts';
import type { Receipt } from '#shared/publishing/receipt.ts';
import type { PublishedPlace } from '#shared/publishing/snapshot-publisher.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { Fault } from '#shared/pure/fault.ts';

/** In the log: the receipt of its SnapshotStated, after which all its facts can be read. */
export interface AcceptedRecord extends Receipt {
  readonly line: number;
  readonly facts: number;
  /** Those that were not known before. */
  readonly newFacts: number;
}

/** Could be taken: the answer of a dry run. */
export interface PlannedRecordLine {
  readonly line: number;
  readonly status: 'PLANNED';
  readonly facts: number;
}

/** It cannot be taken as it is. */
export interface RejectedRecord {
  readonly line: number;
  readonly status: 'REJECTED';
  readonly errors: readonly Fault[];
}

/** Neither acknowledged nor refused: send it again. */
export type StoppedRecord = Pick<Undelivered, 'status' | 'code'> & { readonly line: number };

export type RecordOutcome = AcceptedRecord | PlannedRecordLine | RejectedRecord | StoppedRecord;

/** Faults told of one file; a sender whose every line is wrong need not read a million. */
const FAULTS_MAX = 1000;
const MORE: Fault = {
  pointer: '',
  code: 'MORE_FAULTS',
  expected: 'see the lines before',
  hint: 'mend those and send again, with ?dryRun=true to look first',
};

/** The rejections with at most so many faults in all; of the others it is said that there are more. */
export function briefly(outcomes: readonly RecordOutcome[]): RecordOutcome[] {
  let left = FAULTS_MAX;
  return outcomes.map((outcome) => {
    if (outcome.status !== 'REJECTED') return outcome;
    const errors = left > 0 ? outcome.errors.slice(0, left) : [MORE];
    left -= outcome.errors.length;
    return { ...outcome, errors };
  });
}

/** Nothing could be taken. */
export function refusalOf(outcomes: readonly RecordOutcome[]): ProblemError {
  const errors = outcomes.flatMap((outcome) =>
    outcome.status === 'REJECTED' ? outcome.errors.map((fault) => ({ line: outcome.line, ...fault })) : [],
  );
  return new ProblemError('MESSAGE_REFUSED', { errors: errors.slice(0, FAULTS_MAX) });
}

/** A record whose facts are all acknowledged, or were known. */
export function acceptedAt(
  line: number,
  drafts: readonly FactDraft[],
  places: ReadonlyMap<FactDraft, PublishedPlace>,
): AcceptedRecord {
  const snapshot = drafts.at(-1);
  const last = snapshot === undefined ? undefined : places.get(snapshot);
  if (last === undefined) throw new Error('a record without a snapshot');
  const newFacts = drafts.filter((draft) => places.get(draft)?.isNew === true).length;
  return { line, ...last.receipt, facts: drafts.length, newFacts };
}

/** A record that cannot be taken as it is. */
export function rejectedAt(line: number, errors: readonly Fault[]): RejectedRecord {
  return { line, status: 'REJECTED', errors };
}

/** A record that could have been taken and was not, or not surely. */
export function stoppedAt(line: number, { status, problem }: Stopped): StoppedRecord {
  return { line, status, code: problem.code };
}
