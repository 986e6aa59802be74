/** Submissions beyond what is listed one by one: those of one kind are summed up in one row. */
import type { NewRow } from './rows.ts';
import type { Submission } from './submission.ts';

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

  constructor(kindsMax: number) {
    this.#kindsMax = kindsMax;
  }

  /** False when there are too many kinds already: then it is not counted. */
  add(submission: Submission): boolean {
    const { path, sender, status, outcome, contentType, client, dryRun, problem } = submission;
    const { counts, at, bytes } = submission;
    const kind = `${path} ${sender} ${status} ${outcome} ${contentType} ${client} ${dryRun} ${problem}`;
    let sum = this.#sums.get(kind);
    if (sum === undefined) {
      if (this.#sums.size >= this.#kindsMax) return false;
      sum = { first: submission, lastAt: at, submissions: 0, bytes: 0, taken: 0, refused: 0 };
      this.#sums.set(kind, sum);
    }
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
    return rows;
  }
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
