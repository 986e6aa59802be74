/**
 * Every planted fault. The model must find each of them; a text that stands no more in its file is a fault of this list.
 */
import { ANSWERS_MUTANTS } from './answers.ts';
import { DOSSIERS_MUTANTS } from './dossiers.ts';
import { FACTS_MUTANTS } from './facts.ts';
import type { Mutant } from './mutant.ts';
import { PAPERS_MUTANTS } from './papers.ts';

export const MUTANTS: readonly Mutant[] = [
  ...FACTS_MUTANTS,
  ...DOSSIERS_MUTANTS,
  ...PAPERS_MUTANTS,
  ...ANSWERS_MUTANTS,
];
