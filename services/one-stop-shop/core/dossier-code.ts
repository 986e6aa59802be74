/** The code of a dossier, `{agencyCode}-{yyMMdd}-{sequence}`: never rewritten, only trimmed and upper-cased as key. */
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';

const DOSSIER_CODE = /^([^-\s]{3,30})-\d{6}-\S{1,60}$/;

export interface DossierCode {
  /** The aggregate's key. */
  readonly key: string;
  /** The agency at the start of the code, in the hub's one form: `000.00.16.H23` is `H23.16`. */
  readonly agency: string;
}

/** A dossier code taken apart; undefined if it is none. */
export function parseDossierCode(text: string): DossierCode | undefined {
  const key = text.trim().toUpperCase();
  const prefix = DOSSIER_CODE.exec(key)?.[1];
  const agency = prefix === undefined ? undefined : normaliseAgencyCode(prefix);
  return agency === undefined ? undefined : { key, agency };
}
