/**
 * The key of an official document: `H44,2026-09-01,1201/UBND-KSTT` (rules.md 18). Agency code in the hub's one
 * form, ISO day, notation trimmed and in NFC, because a key that looks the same must be the same.
 */
import { normaliseAgencyCode } from './agency-code.ts';
import { type Day, isDay } from './time.ts';

/** The key of a document known by its parts; undefined if the agency is no code or the notation is blank. */
export function documentKeyFrom(agency: string, day: Day, notation: string): string | undefined {
  const code = normaliseAgencyCode(agency);
  const trimmed = notation.normalize('NFC').trim();
  return code === undefined || trimmed === '' || !isDay(day) ? undefined : `${code},${day},${trimmed}`;
}

/**
 * The key that a DocumentId of the form `agency,date,notation` says (date `yyyy/MM/dd` or `yyyy-MM-dd`);
 * undefined for any other, such as a UUID.
 */
export function documentKeyOfId(documentId: string): string | undefined {
  const match = /^([^,]*),(\d{4})[/-](\d{2})[/-](\d{2}),(.*)$/su.exec(documentId.trim());
  if (match === null) return undefined;
  const [, agency = '', year = '', month = '', date = '', notation = ''] = match;
  return documentKeyFrom(agency, `${year}-${month}-${date}`, notation);
}
