/** Who is the same office as whom: agency, predecessors and successors, in either form of their codes (rule 18). */
import type { Stated } from '../told.ts';

/** `000.00.16.H23` is `H23.16` (formats.md 5). */
export function oneForm(code: string): string {
  const text = code.trim().toUpperCase();
  const parts = text.split('.');
  if (parts.length !== 4 || !/^[A-Z]\d\d$/.test(parts[3] ?? '')) return text;
  const [third = '', second = '', first = '', root = ''] = parts;
  return [root, ...[first, second, third].filter((part) => Number(part) !== 0)].join('.');
}

export type Successions = readonly (readonly [from: string, to: string])[];

/** Every succession that the hub was told of. */
export function successionsOf(known: readonly Stated[]): Successions {
  return known.flatMap(({ fact: { event } }) =>
    event.eventName === 'AgencySucceeded' ? [[oneForm(event.agencyCode), oneForm(event.successor)]] : [],
  );
}

/** The agency and all that took over from it, one after the other. */
export function successorsAndSelf(code: string, successions: Successions): readonly string[] {
  const line = [oneForm(code)];
  for (const at of line) {
    for (const [from, to] of successions) if (from === at && !line.includes(to)) line.push(to);
  }
  return line;
}

/** One is the other, its predecessor or its successor. */
export function sameOffice(one: string, other: string, successions: Successions): boolean {
  return (
    successorsAndSelf(one, successions).includes(oneForm(other)) ||
    successorsAndSelf(other, successions).includes(oneForm(one))
  );
}
