/** The way in to papers: a row per person and evidence of a fact that brings a paper. */
import type { IndexRowOf } from '#schemas/read-models/index-tables.ts';
import { statedEvidence } from '#shared/once-only/evidence.ts';
import { type DecodedFact, statedEvents } from './decoded-fact.ts';

/**
 * Rows of `paper_statement`, without repetition. A correction is filed under the persons whom it names itself and
 * those of the fact that it brings, because it may change the subject.
 */
export function paperStatements(fact: DecodedFact): readonly IndexRowOf<'paper_statement'>[] {
  const events = statedEvents(fact);
  const evidences = new Set(events.flatMap(statedEvidence));
  if (evidences.size === 0) return [];
  const subjects = new Set(events.flatMap(({ concerns }) => concerns.map(({ subjectKey }) => subjectKey)));
  const { aggregateKey, factId } = fact;
  return [...subjects].flatMap((subjectKey) =>
    [...evidences].map((evidence) => ({
      subject_key: subjectKey,
      evidence,
      aggregate_key: aggregateKey,
      fact_id: factId,
    })),
  );
}
