/** The way in to papers: a row per person and evidence of a fact that brings a paper. */
import { statedEvidence } from '#shared/once-only/evidence.ts';
import { type DecodedFact, statedEvents } from './decoded-fact.ts';
import type { PaperStatementRow } from './rows.ts';

/**
 * Rows of `paper_statement`, without repetition. A correction is filed under the persons whom it names itself and
 * those of the fact that it brings, because it may change the subject.
 */
export function paperStatements(fact: DecodedFact): readonly PaperStatementRow[] {
  const events = statedEvents(fact);
  const evidences = new Set(events.flatMap(statedEvidence));
  const subjects = new Set(events.flatMap(({ concerns }) => concerns.map(({ subjectKey }) => subjectKey)));
  const { aggregateKey, factId } = fact;
  return [...subjects].flatMap((subjectKey) =>
    [...evidences].map((evidence) => ({ subjectKey, evidence, aggregateKey, factId })),
  );
}
