/** How many transfers between offices were electronic (P4)? */
import type { Rate } from './indicator.ts';
import type { DossierTally } from './tallies.ts';

export const internalTransferRate: Rate<DossierTally> = {
  id: 'internalTransferRate',
  source: 'P4',
  targets: [{ value: 0.8, source: 'P4' }],
  count: ({ electronicTransfers, transfers }) => ({ numerator: electronicTransfers, denominator: transfers }),
};
