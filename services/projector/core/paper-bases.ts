/** What papers rest on: a row per official document or signer that a fact's paper names. */
import type { IndexRowOf } from '#schemas/read-models/index-tables.ts';
import { statedBases } from '#shared/once-only/evidence.ts';
import { type DecodedFact, statedEvents } from './decoded-fact.ts';

/** Rows of `paper_basis`, without repetition; a correction is filed under what it brings, too. */
export function paperBases(fact: DecodedFact): readonly IndexRowOf<'paper_basis'>[] {
  const bases = new Set(statedEvents(fact).flatMap(statedBases));
  return [...bases].map((basis) => ({ basis, aggregate_key: fact.aggregateKey, fact_id: fact.factId }));
}
