/** Who answers for a dossier: the agency in its code, after that agency's last day its successor (rules.md 25). */
import type { Agencies } from '#shared/once-only/agencies.ts';
import type { Day } from '#shared/pure/time.ts';

/** The agency itself while it lives or where nothing is known of it; else who succeeded it, over any number of steps. */
export function answeringAgency(agencies: Agencies, code: string, on: Day): string {
  const seen = new Set<string>();
  for (let at = code; ; ) {
    seen.add(at);
    const agency = agencies.find(at);
    if (agency?.validTo === undefined || on <= agency.validTo) return at;
    const successor = agency.successors[0];
    if (successor === undefined || seen.has(successor)) return at;
    at = successor;
  }
}
