/** How many documents that were sent electronically have a valid signature (P3, P4)? Secret ones are never among them. */
import { type Answer, answerRate, oneOf, type Rate } from './indicator.ts';
import type { DocumentTally } from './tallies.ts';

export const signedDocumentRate: Rate<DocumentTally> = {
  id: 'signedDocumentRate',
  source: 'P3, P4',
  targets: [
    { value: 0.9, source: 'P3' },
    { value: 1, source: 'P4' },
  ],
  count: ({ signature, documents }) => oneOf(signature === 'VALID', documents),
};

/** Says how many could not count because nobody verified their signature. */
export function answerSignedDocumentRate(rows: readonly DocumentTally[]): Answer {
  const answer = answerRate(signedDocumentRate, rows);
  const unverified = rows
    .filter(({ signature }) => signature === 'UNKNOWN')
    .reduce((sum, { documents }) => sum + documents, 0);
  return unverified === 0
    ? answer
    : { ...answer, reason: `${unverified} documents whose signature nobody verified do not count` };
}
