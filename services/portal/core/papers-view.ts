/** The papers of one person with their life cycle and provenance (contract.md 3, rules.md 26). */
import type { Agencies } from '#shared/once-only/agencies.ts';
import type { JudgedPaper } from '#shared/once-only/question.ts';
import { type Freshness, viewFreshness } from '#shared/pure/freshness.ts';
import { type Day, formatInstant, type Instant } from '#shared/pure/time.ts';
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
}

/** The document; `roles` says how the person stands on each paper. */
export function viewPapersOf({ subjectKey, on, knownAt, papers, freshness, truncated, agencies }: PapersOf) {
  return {
    on,
    knownAt: formatInstant(knownAt),
    papers: papers.map((paper) => ({
      ...viewJudged(paper, agencies),
      roles: paper.held.concerns
        .filter((concern) => concern.subjectKey === subjectKey)
        .map(({ role }) => role),
    })),
    ...(truncated && { truncated }),
    ...viewFreshness(freshness),
  };
}
