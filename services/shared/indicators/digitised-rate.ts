/** In how many accepted dossiers is there a file of a component and one of the result (P5)? */
import { NOTHING, oneOf, type Rate } from './indicator.ts';
import type { DossierTally } from './tallies.ts';

export const digitisedRate: Rate<DossierTally> = {
  id: 'digitisedRate',
  source: 'P5',
  targets: [],
  count: ({ accepted, componentFile, resultFile, dossiers }) =>
    accepted ? oneOf(componentFile && resultFile, dossiers) : NOTHING,
};
