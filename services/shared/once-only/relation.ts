/** Whether the applicant may be told of another person's papers: a held paper proves the relation (rules.md 16). */

import { namesAsRelative, namesPerson } from './holding.ts';
import { type Bench, isCandidateOn, judgePaper } from './judge.ts';
import type { KnownPaper } from './paper.ts';

/** Kinds that prove who is whose. */
export const RELATION_KINDS = ['MARRIAGE_CERTIFICATE', 'BIRTH_CERTIFICATE', 'DEATH_EXTRACT'] as const;

/** Whether the relation to one other person is proved, by a certificate or by a candidate that names the applicant. */
export function isRelationProved(
  applicant: string,
  other: string,
  candidates: readonly KnownPaper[],
  bench: Bench,
): boolean {
  if (candidates.some((paper) => namesPerson(paper, applicant) && namesPerson(paper, other))) return true;
  return bench.papers.some(
    (paper) =>
      RELATION_KINDS.some((kind) => kind === paper.paperKind) &&
      isCandidateOn(paper, bench.on) &&
      namesAsRelative(paper, applicant) &&
      namesAsRelative(paper, other) &&
      judgePaper(paper, [applicant, other], {}, bench).status === 'HELD',
  );
}
