/** What every derived row is understood by: the catalogue, the registry, what operators decided. */
import type { DossierContext } from '#shared/once-only/dossier.ts';
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';

export type Ground = Omit<DossierContext, 'knownAt'>;

/** Derived tables show all that is known, whatever a clock says. */
export const ALL_KNOWN = Number.POSITIVE_INFINITY;

/** An agency in the form in which agencies are compared; what is no code stays as sent. */
export function agencyForm(code: string): string {
  return normaliseAgencyCode(code) ?? code;
}
