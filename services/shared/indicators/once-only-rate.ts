/** How many accepted dossiers asked for no paper that the applicant held, valid, at submission (P4)? */
import { NOTHING, oneOf, type Rate } from './indicator.ts';
import type { DossierTally } from './tallies.ts';

export const onceOnlyRate: Rate<DossierTally> = {
  id: 'onceOnlyRate',
  source: 'P4',
  targets: [{ value: 0.8, source: 'P4' }],
  count: ({ accepted, reAsked, dossiers }) => (accepted ? oneOf(!reAsked, dossiers) : NOTHING),
};
