/** The answer to the pre-check as its caller gets it (contract.md 3). */
import type { Agencies } from '#shared/once-only/agencies.ts';
import type { AnsweredPaper, JudgedPaper, PreCheckAnswer } from '#shared/once-only/question.ts';
import { type Freshness, viewFreshness } from '#shared/pure/freshness.ts';
import { type Day, formatInstant, type Instant } from '#shared/pure/time.ts';
import { type Language, sayHint } from './hints.ts';
import type { PrefilledValue } from './prefill.ts';
import { viewPaper } from './shown-paper.ts';

export interface AnswerCircumstances {
  readonly answerId: string;
  readonly on: Day;
  readonly knownAt: Instant;
  readonly prefill: readonly PrefilledValue[];
  readonly freshness: Freshness;
  readonly truncated: boolean;
  readonly language: Language;
  /** Where issuers' names are found. */
  readonly agencies: Agencies;
}

/** The whole document. `truncated` stands in it only where something was cut. */
export function viewPreCheck(answer: PreCheckAnswer, circumstances: AnswerCircumstances) {
  const { answerId, on, knownAt, prefill, freshness, truncated, language, agencies } = circumstances;
  return {
    answerId,
    procedure: answer.procedure,
    on,
    knownAt: formatInstant(knownAt),
    papers: answer.papers.map((paper) => viewAnswered(paper, language, agencies)),
    toBring: answer.toBring,
    ...(answer.avoidable !== undefined && {
      avoidable: { held: answer.avoidable.held.map((paper) => viewPaper(paper, agencies)) },
    }),
    prefill,
    counts: answer.counts,
    ...(truncated && { truncated }),
    ...viewFreshness(freshness),
  };
}

export type PreCheckView = ReturnType<typeof viewPreCheck>;

function viewAnswered(
  { held, hint, others, ...paper }: AnsweredPaper,
  language: Language,
  agencies: Agencies,
) {
  return {
    ...paper,
    ...(held !== undefined && { held: viewPaper(held, agencies) }),
    hintCode: hint.code,
    hint: sayHint(hint, language),
    others: others.map((other) => viewJudged(other, agencies)),
  };
}

/** A candidate with what was found about it. */
export function viewJudged({ status, reason, reasons, held }: JudgedPaper, agencies: Agencies) {
  return { status, ...(reason !== undefined && { reason }), reasons, held: viewPaper(held, agencies) };
}
