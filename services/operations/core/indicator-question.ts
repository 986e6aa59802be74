/** What indicators are asked for: whose dossiers, of which level and field, in which period. Pure. */
import { addDays, type Day, dayOf, type Instant, startOfDay } from '#shared/pure/time.ts';

export interface IndicatorQuery {
  readonly agency?: string;
  readonly level?: string;
  readonly field?: string;
  readonly from?: string;
  readonly to?: string;
}

export interface IndicatorQuestion {
  /** Codes of one office; units below them at a dot count. Absent: every agency. */
  readonly offices?: readonly string[];
  readonly level?: string;
  readonly field?: string;
  /** The first day; absent: from the beginning. */
  readonly from?: Day;
  /** The last day: what happened later does not count. */
  readonly to: Day;
  /** The first instant after the period. */
  readonly end: Instant;
}

/** The question; without a last day the period ends today. */
export function indicatorQuestion(
  { agency, level, field, from, to }: IndicatorQuery,
  officesOf: (agency: string) => readonly string[],
  now: Instant,
): IndicatorQuestion {
  const last = to ?? dayOf(now);
  return {
    ...(agency !== undefined && { offices: officesOf(agency) }),
    ...(level !== undefined && { level: level.toUpperCase() }),
    ...(field !== undefined && { field }),
    ...(from !== undefined && { from }),
    to: last,
    end: startOfDay(addDays(last, 1)),
  };
}

/** Whether an agency is one of those asked about: an office, or a unit below one at a dot. */
export function isAsked(agency: string, { offices }: IndicatorQuestion): boolean {
  return (
    offices === undefined || offices.some((office) => agency === office || agency.startsWith(`${office}.`))
  );
}
