/** PROVINCE, DISTRICT, COMMUNE …: the level by which indicators are asked for. */
import type { Agencies } from '#shared/once-only/agencies.ts';

const LEVEL_OF_KIND: ReadonlyMap<string, string> = new Map([
  ['PROVINCE', 'PROVINCE'],
  ['DISTRICT', 'DISTRICT'],
  ['COMMUNE', 'COMMUNE'],
]);

/** Null where the registry does not say. A level by number is that of the code, not of the office: a kind may say. */
export function levelOf(code: string, agencies: Agencies): string | null {
  const agency = agencies.find(code);
  if (agency === undefined) return null;
  if (agency.level !== undefined && /^[A-Z]/.test(agency.level)) return agency.level;
  return LEVEL_OF_KIND.get((agency.kind ?? '').toUpperCase()) ?? null;
}
