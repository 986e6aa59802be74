/** Facts of a civil servant → rows by which a person's records are found. */
import type { IndexRows } from '#schemas/read-models/index-tables.ts';
import { type DecodedFact, statedEvents } from '../decoded-fact.ts';

export function civilServantIndex(fact: DecodedFact): IndexRows {
  const subjects = new Set(
    statedEvents(fact).flatMap(({ concerns }) => concerns.map(({ subjectKey }) => subjectKey)),
  );
  return {
    civil_servant_subject: [...subjects].map((subjectKey) => ({
      subject_key: subjectKey,
      civil_servant_code: fact.aggregateKey,
    })),
  };
}
