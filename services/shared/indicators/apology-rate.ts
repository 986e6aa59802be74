/** For how many late dossiers was there an apology (P1, P5)? */
import { NOTHING, oneOf, type Rate } from './indicator.ts';
import type { DossierTally } from './tallies.ts';

export const apologyRate: Rate<DossierTally> = {
  id: 'apologyRate',
  source: 'P1, P5',
  targets: [{ value: 1, source: 'P1, P5' }],
  count: ({ accepted, late, apologised, dossiers }) =>
    accepted && late ? oneOf(apologised, dossiers) : NOTHING,
};
