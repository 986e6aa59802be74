/** Facts of a shared paper → rows by which its papers are found. */
import type { IndexRows } from '#schemas/read-models/index-tables.ts';
import type { DecodedFact } from '../decoded-fact.ts';
import { paperBases } from '../paper-bases.ts';
import { paperStatements } from '../paper-statements.ts';

export function sharedPaperIndex(fact: DecodedFact): IndexRows {
  return { paper_statement: paperStatements(fact), paper_basis: paperBases(fact) };
}
