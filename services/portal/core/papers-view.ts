/** The papers of one person with their life cycle and provenance (contract.md 3, rules.md 26). */
import type { Agencies } from '#shared/once-only/agencies.ts';
import { hintOfPaper } from '#shared/once-only/hint-of.ts';
import type { JudgedPaper } from '#shared/once-only/question.ts';
import { type Freshness, viewFreshness } from '#shared/pure/freshness.ts';
import { type Day, formatInstant, type Instant } from '#shared/pure/time.ts';
import { type Language, sayHint } from './hints.ts';
import { viewJudged } from './pre-check-view.ts';

export interface PapersOf {
  readonly subjectKey: string;
  readonly on: Day;
  readonly knownAt: Instant;
  readonly papers: readonly JudgedPaper[];
  readonly freshness: Freshness;
  readonly truncated: boolean;
  /** Where issuers' names are found. */
  readonly agencies: Agencies;
  readonly language: Language;
}

/** The document; `roles` says how the person stands on each paper. */
export function viewPapersOf({ subjectKey, on, knownAt, papers, freshness, ...more }: PapersOf) {
  const { truncated, agencies, language } = more;
  return {
    on,
    knownAt: formatInstant(knownAt),
    papers: papers.map((paper) => ({
      ...viewJudged(paper, agencies),
      ...viewHint(paper, language),
      roles: paper.held.concerns
        .filter((concern) => concern.subjectKey === subjectKey)
        .map(({ role }) => role),
    })),
    ...(truncated && { truncated }),
    ...viewFreshness(freshness),
  };
}

/** What would settle or replace the paper. */
function viewHint({ status, reason }: JudgedPaper, language: Language) {
  const hint = hintOfPaper(status, reason);
  return { hintCode: hint.code, hint: sayHint(hint, language) };
}
