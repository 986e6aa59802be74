/**
 * What an indicator is: a rate with its target and the programme that set it (domain.md 6). Promises: an empty
 * denominator has no value, neither 0 nor 1.
 */

/** What one row adds to a rate. */
export interface Count {
  readonly numerator: number;
  readonly denominator: number;
}

/** A share from 0 to 1 that is to be reached. */
export interface Target {
  readonly value: number;
  /** The programmes that set it, by the marks of domain.md. */
  readonly source: string;
  /** The year by which it is to be reached; absent: now. */
  readonly by?: number;
  /** Of a part: which level or field of administration it is for; absent: all. */
  readonly of?: string;
}

/** A rate over rows of one kind. */
export interface Rate<Row> {
  readonly id: string;
  /** Programmes behind it, also where they set no figure. */
  readonly source: string;
  readonly targets: readonly Target[];
  /** What a row adds; nothing for one that does not belong into it. */
  readonly count: (row: Row) => Count;
}

/** Part of an indicator: of one level, of one field, of another base. */
export interface Part extends Count {
  readonly name: string;
  /** From 0 to 1; null where the denominator is empty or nothing is known. */
  readonly value: number | null;
  readonly target: number | null;
  readonly reason?: string;
}

/** An indicator as it is answered. */
export interface Answer extends Count {
  readonly id: string;
  /** From 0 to 1, of `nationalScore` in points; null where there is no data. */
  readonly value: number | null;
  /** The target of today. */
  readonly target: number | null;
  readonly targets: readonly Target[];
  readonly source: string;
  /** Why there is no value, or how far it goes. */
  readonly reason?: string;
  readonly parts?: readonly Part[];
}

/** The reason of an empty denominator. */
export const NO_DATA = 'no data';

export const NOTHING: Count = { numerator: 0, denominator: 0 };

/** One case in the denominator, and in the numerator where it is one of those. */
export function oneOf(isCounted: boolean, cases = 1): Count {
  return { numerator: isCounted ? cases : 0, denominator: cases };
}

/** The sum of what rows add. */
export function total<Row>(rows: Iterable<Row>, count: (row: Row) => Count): Count {
  let numerator = 0;
  let denominator = 0;
  for (const row of rows) {
    const added = count(row);
    numerator += added.numerator;
    denominator += added.denominator;
  }
  return { numerator, denominator };
}

/** The share, or null where nothing is in the denominator. */
export function shareOf({ numerator, denominator }: Count): number | null {
  return denominator === 0 ? null : numerator / denominator;
}

/** A rate over all rows. */
export function answerRate<Row>(rate: Rate<Row>, rows: Iterable<Row>): Answer {
  const count = total(rows, rate.count);
  const value = shareOf(count);
  return {
    id: rate.id,
    value,
    ...count,
    target: targetNow(rate.targets),
    targets: rate.targets,
    source: rate.source,
    ...(value === null && { reason: NO_DATA }),
  };
}

/** A part of an indicator. */
export function part(name: string, { numerator, denominator }: Count, target: number | null = null): Part {
  const value = shareOf({ numerator, denominator });
  return { name, value, numerator, denominator, target, ...(value === null && { reason: NO_DATA }) };
}

/** The first target that is for all and for now. */
export function targetNow(targets: readonly Target[]): number | null {
  return targets.find(({ by, of }) => by === undefined && of === undefined)?.value ?? null;
}

/** The target of a level or field; undefined if none is set for it. */
export function targetOf(targets: readonly Target[], of: string): number | undefined {
  return targets.find((target) => target.of === of)?.value;
}
