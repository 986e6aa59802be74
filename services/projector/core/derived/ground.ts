/** What every derived row is understood by: the catalogue, the registry, what operators decided. */
import type { Agencies } from '#shared/once-only/agencies.ts';
import type { DossierContext } from '#shared/once-only/dossier.ts';
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';

export type Ground = Omit<DossierContext, 'knownAt'>;

/** Derived tables show all that is known, whatever a clock says. */
export const ALL_KNOWN = Number.POSITIVE_INFINITY;

/** An agency in the form in which agencies are compared; what is no code stays as sent. */
export function agencyForm(code: string): string {
  return normaliseAgencyCode(code) ?? code;
}

const LEVEL_OF_KIND: ReadonlyMap<string, string> = new Map([
  ['PROVINCE', 'PROVINCE'],
  ['DISTRICT', 'DISTRICT'],
  ['COMMUNE', 'COMMUNE'],
]);

/** PROVINCE, DISTRICT, COMMUNE …; null where the registry does not say. Levels by number say nothing, a kind may. */
export function levelOf(code: string, agencies: Agencies): string | null {
  const agency = agencies.find(code);
  if (agency === undefined) return null;
  if (agency.level !== undefined && /^[A-Z]/.test(agency.level)) return agency.level;
  return LEVEL_OF_KIND.get((agency.kind ?? '').toUpperCase()) ?? null;
}
