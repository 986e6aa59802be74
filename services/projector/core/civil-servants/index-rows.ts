/** Facts of a civil servant → rows by which a person's records are found. */
import { type DecodedFact, statedEvents } from '../decoded-fact.ts';
import { type IndexRows, NO_INDEX_ROWS } from '../rows.ts';

export function civilServantIndex(fact: DecodedFact): IndexRows {
  const subjects = new Set(
    statedEvents(fact).flatMap(({ concerns }) => concerns.map(({ subjectKey }) => subjectKey)),
  );
  const civilServantCode = fact.aggregateKey;
  return {
    ...NO_INDEX_ROWS,
    civilServantSubjects: [...subjects].map((subjectKey) => ({ subjectKey, civilServantCode })),
  };
}
