/**
 * How many agencies had an event accepted in the last 30 days, at each level, and how many more than a year before
 * (P1, P4)?
 */
import {
  type Answer,
  answerRate,
  NOTHING,
  oneOf,
  type Part,
  part,
  type Rate,
  shareOf,
  total,
} from './indicator.ts';
import type { AgencyTally } from './tallies.ts';

export const agencyConnection: Rate<AgencyTally> = {
  id: 'agencyConnection',
  source: 'P1, P4',
  targets: [
    { value: 1, source: 'P1, P4' },
    { value: 0.2, source: 'P1, P4', of: 'yearly growth' },
  ],
  count: ({ connected }) => oneOf(connected),
};

/** Every level with an agency is a part; so is the growth in a year, as a difference of shares. */
export function answerAgencyConnection(rows: readonly AgencyTally[]): Answer {
  const byLevel = Map.groupBy(rows, ({ level }) => level ?? 'not stated');
  const levels = [...byLevel]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([level, ofLevel]) => part(level, total(ofLevel, agencyConnection.count), 1));
  return { ...answerRate(agencyConnection, rows), parts: [...levels, growth(rows)] };
}

function growth(rows: readonly AgencyTally[]): Part {
  const now = total(rows, agencyConnection.count);
  const before = total(rows, ({ connectedYearBefore }) =>
    connectedYearBefore === null ? NOTHING : oneOf(connectedYearBefore),
  );
  const [share, earlier] = [shareOf(now), shareOf(before)];
  const hasBegun = before.numerator > 0;
  return {
    name: 'yearly growth',
    value: share === null || earlier === null || !hasBegun ? null : share - earlier,
    numerator: now.numerator - before.numerator,
    denominator: now.denominator,
    target: 0.2,
    ...(!hasBegun && { reason: 'no event was accepted a year before' }),
  };
}
