/**
 * Which share of the forms' fields need not be filled in any more (P5)? A form has the fields that the applicant
 * declared and those that were filled in beforehand; forms count as often as dossiers were filed with them.
 */
import type { Rate } from './indicator.ts';
import type { DossierTally } from './tallies.ts';

export const declaredFieldsCut: Rate<DossierTally> = {
  id: 'declaredFieldsCut',
  source: 'P5',
  targets: [{ value: 0.2, source: 'P5' }],
  count: ({ prefilledFields, formFields }) => ({ numerator: prefilledFields, denominator: formFields }),
};
