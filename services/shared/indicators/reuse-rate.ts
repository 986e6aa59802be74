/** In how many accepted dossiers was a component taken over from a component or a result (P4, P5)? */
import { NOTHING, oneOf, type Rate } from './indicator.ts';
import type { DossierTally } from './tallies.ts';

export const reuseRate: Rate<DossierTally> = {
  id: 'reuseRate',
  source: 'supports P4, P5',
  targets: [],
  count: ({ accepted, reused, dossiers }) => (accepted ? oneOf(reused, dossiers) : NOTHING),
};
