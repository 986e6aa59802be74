/** Whose papers satisfy a row: any issuer's, those of the province that handles the dossier, or that agency's own. */
import type { Agencies } from './agencies.ts';
import type { RequiredPaper } from './catalogue.ts';

/** Whether a row can be answered only for an agency that handles the dossier. */
export function needsAgency({ validityScope, condition }: RequiredPaper): boolean {
  return condition !== 'NEVER' && (validityScope === 'PROVINCE' || validityScope === 'ISSUER');
}

/** Whether a paper of this issuer satisfies the row at the agency. An issuer who is not known satisfies no narrow row. */
export function isInScope(
  issuer: string | undefined,
  row: RequiredPaper,
  agency: string | undefined,
  agencies: Agencies,
): boolean {
  if (!needsAgency(row)) return true;
  if (issuer === undefined || agency === undefined) return false;
  return row.validityScope === 'ISSUER'
    ? agencies.isSameOffice(issuer, agency)
    : agencies.provinceOf(issuer) === agencies.provinceOf(agency);
}
