/** How many results that are papers have a file with a valid signature (P5)? */
import { type Answer, answerRate, type Rate } from './indicator.ts';
import type { DossierTally } from './tallies.ts';

export const eResultRate: Rate<DossierTally> = {
  id: 'eResultRate',
  source: 'P5',
  targets: [],
  count: ({ signedResults, resultPapers }) => ({ numerator: signedResults, denominator: resultPapers }),
};

/** Says how many files could not count because nobody verified their signature. */
export function answerEResultRate(rows: readonly DossierTally[]): Answer {
  const answer = answerRate(eResultRate, rows);
  const unverified = rows.reduce((sum, row) => sum + row.unverifiedResults, 0);
  return unverified === 0
    ? answer
    : { ...answer, reason: `${unverified} result files whose signature nobody verified do not count` };
}
