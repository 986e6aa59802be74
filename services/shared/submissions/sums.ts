/** Submissions beyond what is listed one by one: those of one kind are summed up in one row. */
import type { NewRow } from './rows.ts';
import type { Submission, SubmissionKind } from './submission.ts';

interface Sum {
  readonly first: Submission;
  lastAt: number;
  submissions: number;
  bytes: number;
  taken: number;
  refused: number;
}

export class Sums {
  readonly #kindsMax: number;
  readonly #sums = new Map<string, Sum>();
  /** The newest: what comes next is mostly of its kind, and its name need not be made. */
  #last: Sum | undefined;

  constructor(kindsMax: number) {
    this.#kindsMax = kindsMax;
  }

  /** False when there are too many kinds already: then it is not counted. */
  add(submission: Submission): boolean {
    const { counts, at, bytes } = submission;
    const sum =
      this.#last !== undefined && isOfKind(submission, this.#last.first)
        ? this.#last
        : this.#sumOf(submission);
    if (sum === undefined) return false;
    this.#last = sum;
    if (at > sum.lastAt) sum.lastAt = at;
    sum.submissions += 1;
    sum.bytes += bytes;
    sum.taken += counts.taken;
    sum.refused += counts.refused;
    return true;
  }

  get isEmpty(): boolean {
    return this.#sums.size === 0;
  }

  /** Everything so far as rows; begins anew. */
  drain(): NewRow[] {
    const rows = [...this.#sums.values()].map(rowOf);
    this.#sums.clear();
    this.#last = undefined;
    return rows;
  }

  #sumOf(submission: Submission): Sum | undefined {
    const kind = JSON.stringify(KIND.map((member) => submission[member]));
    const found = this.#sums.get(kind);
    if (found !== undefined || this.#sums.size >= this.#kindsMax) return found;
    const sum = { first: submission, lastAt: submission.at, submissions: 0, bytes: 0, taken: 0, refused: 0 };
    this.#sums.set(kind, sum);
    return sum;
  }
}

const KIND = [
  'path',
  'contentType',
  'sender',
  'client',
  'dryRun',
  'status',
  'outcome',
  'problem',
] as const satisfies readonly (keyof SubmissionKind)[];

function isOfKind(submission: SubmissionKind, other: SubmissionKind): boolean {
  return KIND.every((member) => submission[member] === other[member]);
}

function rowOf({ first, lastAt, submissions, bytes, taken, refused }: Sum): NewRow {
  const { path, contentType, sender, client, dryRun, status, outcome, problem, at } = first;
  const kind = { path, contentType, sender, client, dryRun, status, outcome, problem };
  const nothing = {
    faults: [],
    faultCount: 0,
    defects: [],
    body: 'NOT_KEPT',
    box: null,
    keyDay: null,
  } as const;
  return { ...kind, ...nothing, id: null, at, lastAt, submissions, bytes, taken, refused };
}
