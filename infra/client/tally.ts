/** Counts what became of the lines or files of one run, and remembers the first refusals to tell them. */
import type { Outcome, Refusal } from './outcomes.ts';

/** A refusal and where it happened: `line 17` or a file's name. */
export interface ToldRefusal extends Refusal {
  readonly where: string;
}

/** Refusals told in words; all of them are counted. */
const TOLD_MAX = 50;

export class Tally {
  accepted = 0;
  rejected = 0;
  /** Of an interrupted run before this one; among the others. */
  readonly before: number;
  readonly refusals: ToldRefusal[] = [];
  /** Faults, told or not. */
  faults = 0;

  constructor(
    before: { readonly accepted: number; readonly rejected: number } = { accepted: 0, rejected: 0 },
  ) {
    this.accepted = before.accepted;
    this.rejected = before.rejected;
    this.before = before.accepted + before.rejected;
  }

  /** All that was answered for. */
  get done(): number {
    return this.accepted + this.rejected;
  }

  add(where: string, outcome: Exclude<Outcome, { readonly status: 'UNKNOWN' }>): void {
    if (outcome.status === 'ACCEPTED') {
      this.accepted += 1;
      return;
    }
    this.rejected += 1;
    this.faults += outcome.errors.length;
    const room = TOLD_MAX - this.refusals.length;
    this.refusals.push(...outcome.errors.slice(0, room).map((error) => ({ where, ...error })));
  }
}

/** The lines that end a run: counts, then what was refused and why. */
export function tallyLines(
  tally: Tally,
  what: string,
  seconds: number,
  isDryRun: boolean,
): readonly string[] {
  const { accepted, rejected, done, before, refusals, faults } = tally;
  const count = (number: number): string => number.toLocaleString('en-GB');
  const perSecond = seconds > 0 ? `, ${count(Math.round((done - before) / seconds))} a second` : '';
  const earlier = before > 0 ? ` (${count(before)} of them in an earlier run)` : '';
  const told = `${count(done)} ${what}${earlier}: ${count(accepted)} ${isDryRun ? 'valid' : 'accepted'}, ${count(rejected)} rejected`;
  return [
    `${told} in ${seconds.toFixed(1)} s${perSecond}`,
    ...refusals.map(refusalLine),
    ...(faults > refusals.length ? [`  … and ${count(faults - refusals.length)} faults more`] : []),
  ];
}

function refusalLine({ where, pointer, code, expected, hint }: ToldRefusal): string {
  const advice = hint === undefined ? '' : ` (${hint})`;
  return `  ${where}: ${code} ${pointer === '' ? '(the whole)' : pointer}: ${expected}${advice}`;
}
