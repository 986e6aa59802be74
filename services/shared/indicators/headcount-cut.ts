/** By which share was the approved establishment cut since 2021 (P1, P2)? */
import { type Answer, NO_DATA, shareOf, targetNow } from './indicator.ts';
import type { EstablishmentTally } from './tallies.ts';

const BASE_YEAR = 2021;
const TARGETS = [{ value: 0.1, source: 'P1, P2' }] as const;

/**
 * 1 − headcount of the last approved year / headcount of 2021. An agency of which one of the two is unknown would
 * count as cut or as grown, so it is left out; the numerator is what was cut.
 */
export function answerHeadcountCut(rows: readonly EstablishmentTally[], year: number): Answer {
  let base = 0;
  let now = 0;
  let leftOut = 0;
  for (const ofAgency of Map.groupBy(rows, ({ agency }) => agency).values()) {
    const first = ofAgency.find((row) => row.year === BASE_YEAR);
    const last = ofAgency
      .filter((row) => row.year > BASE_YEAR && row.year <= year)
      .reduce<EstablishmentTally | undefined>(
        (latest, row) => (latest === undefined || row.year > latest.year ? row : latest),
        undefined,
      );
    if (first === undefined || last === undefined) leftOut += 1;
    else {
      base += first.approved;
      now += last.approved;
    }
  }
  const count = { numerator: base - now, denominator: base };
  const value = shareOf(count);
  return {
    id: 'headcountCut',
    value,
    ...count,
    target: targetNow(TARGETS),
    targets: TARGETS,
    source: 'P1, P2',
    ...(leftOut > 0 && { reason: `${leftOut} agencies without a figure of 2021 or of later are left out` }),
    ...(value === null && { reason: NO_DATA }),
  };
}
