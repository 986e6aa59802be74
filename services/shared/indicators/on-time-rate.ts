/**
 * How many dossiers ended in time (P1, P5)? An open one that is past due is late; one that is neither ended nor past
 * due at the end of the period is not judged yet.
 */
import { NOTHING, oneOf, type Rate } from './indicator.ts';
import type { DossierTally } from './tallies.ts';

export const onTimeRate: Rate<DossierTally> = {
  id: 'onTimeRate',
  source: 'P1, P5',
  targets: [],
  count: ({ accepted, late, completed, dossiers }) =>
    accepted && (late || completed) ? oneOf(!late, dossiers) : NOTHING,
};
