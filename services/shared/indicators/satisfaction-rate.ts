/** How many of those who rated were satisfied, field by field (all programmes; P2 to 2030; P1, P4 for land and building)? */
import { foldText } from '#shared/pure/text.ts';
import { type Answer, answerRate, part, type Rate, targetOf, total } from './indicator.ts';
import type { DossierTally } from './tallies.ts';

export const satisfactionRate: Rate<DossierTally> = {
  id: 'satisfactionRate',
  source: 'P1, P2, P3, P4, P5',
  targets: [
    { value: 0.9, source: 'P1, P2, P3, P4, P5' },
    { value: 0.95, source: 'P2', by: 2030 },
    { value: 0.8, source: 'P1, P4', of: 'land and building' },
  ],
  count: ({ satisfied, ratings }) => ({ numerator: satisfied, denominator: ratings }),
};

/** Đất đai; xây dựng. */
const LAND_AND_BUILDING = /(?<![\p{L}\p{M}])(đất đai|xây dựng)(?![\p{L}\p{M}])/u;

/** Every field in which somebody rated is a part. */
export function answerSatisfactionRate(rows: readonly DossierTally[]): Answer {
  const { targets, count } = satisfactionRate;
  const answer = answerRate(satisfactionRate, rows);
  const byField = Map.groupBy(
    rows.filter(({ ratings }) => ratings > 0),
    ({ field }) => field ?? '',
  );
  const parts = [...byField]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([field, ofField]) => {
      const own = LAND_AND_BUILDING.test(foldText(field))
        ? targetOf(targets, 'land and building')
        : undefined;
      return part(field === '' ? 'not stated' : field, total(ofField, count), own ?? answer.target);
    });
  return { ...answer, parts };
}
