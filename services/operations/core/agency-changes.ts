/** What may not be said of agencies: a succession that turns back, a last day before the first. Pure. */
import type { Agencies } from '#shared/once-only/agencies.ts';
import type { Fault } from '#shared/pure/fault.ts';

/** A period that ends before it begins. */
export function periodFaults(validFrom: unknown, validTo: unknown): Fault[] {
  if (typeof validFrom !== 'string' || typeof validTo !== 'string' || validFrom <= validTo) return [];
  return [{ pointer: '/validTo', code: 'RANGE', expected: `a day that is not before ${validFrom}` }];
}

/** An agency cannot be succeeded by itself, nor by one that it succeeded. */
export function successionFaults(agencyCode: string, successor: string, agencies: Agencies): Fault[] {
  if (agencyCode === '' || successor === '') return [];
  if (agencyCode === successor) {
    return [{ pointer: '/successor', code: 'CONTRADICTION', expected: 'another agency than agencyCode' }];
  }
  if (!follows(agencyCode, successor, agencies)) return [];
  const expected = 'an agency that agencyCode did not succeed';
  return [{ pointer: '/successor', code: 'CONTRADICTION', expected }];
}

/** Whether `later` succeeded `earlier`, over any number of steps. */
function follows(later: string, earlier: string, agencies: Agencies): boolean {
  const seen = new Set<string>();
  const open = [earlier];
  for (let code = open.pop(); code !== undefined; code = open.pop()) {
    if (code === later) return true;
    if (seen.has(code)) continue;
    seen.add(code);
    open.push(...(agencies.find(code)?.successors ?? []));
  }
  return false;
}
