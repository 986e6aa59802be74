/** Facts of a dossier → rows by which its papers are found. */
import type { DecodedFact } from '../decoded-fact.ts';
import { paperStatements } from '../paper-statements.ts';
import { type IndexRows, NO_INDEX_ROWS } from '../rows.ts';

export function dossierIndex(fact: DecodedFact): IndexRows {
  return { ...NO_INDEX_ROWS, paperStatements: paperStatements(fact) };
}
