/** How many petitions were answered within 15 working days (P1)? */
import { oneOf, type Rate } from './indicator.ts';
import type { PetitionTally } from './tallies.ts';
import { afterWorkingDays } from './working-days.ts';

const WORKING_DAYS = 15;

export const petitionOnTimeRate: Rate<PetitionTally> = {
  id: 'petitionOnTimeRate',
  source: 'P1',
  targets: [],
  count: ({ receivedOn, answeredOn, petitions }) =>
    oneOf(answeredOn !== null && answeredOn <= afterWorkingDays(receivedOn, WORKING_DAYS), petitions),
};
