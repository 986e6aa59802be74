/** Under which codes an office is found in what was recorded: its own, and those of the offices that it succeeded. */
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import type { Agencies } from './agencies.ts';

/** The code in its one form, then every predecessor over any number of steps. */
export function officeCodes(code: string, agencies: Agencies): readonly string[] {
  const codes = new Set<string>();
  const open = [normaliseAgencyCode(code) ?? code];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (codes.has(next)) continue;
    codes.add(next);
    open.push(...(agencies.find(next)?.predecessors ?? []));
  }
  return [...codes];
}
