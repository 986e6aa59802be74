/** How many accepted dossiers were filed online (P1, P3, P4; P2 to 2030)? */
import { NOTHING, oneOf, type Rate } from './indicator.ts';
import type { DossierTally } from './tallies.ts';

export const onlineRate: Rate<DossierTally> = {
  id: 'onlineRate',
  source: 'P1, P2, P3, P4',
  targets: [
    { value: 0.5, source: 'P1, P3, P4' },
    { value: 0.8, source: 'P2', by: 2030 },
  ],
  count: ({ accepted, channel, dossiers }) => (accepted ? oneOf(channel === 'ONLINE', dossiers) : NOTHING),
};
