/** Agencies and who succeeded whom: the issuer of a paper, its predecessors and its successors are one office. */
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import type { Day, Instant } from '#shared/pure/time.ts';
import type { Placed } from './order.ts';
import { standingFacts } from './standing.ts';

export interface Agency {
  readonly code: string;
  readonly name: string;
  readonly level?: string;
  readonly kind?: string;
  readonly parent?: string;
  readonly validFrom?: Day;
  /** The last day of the code. */
  readonly validTo?: Day;
  readonly successors: readonly string[];
  readonly predecessors: readonly string[];
}

export class Agencies {
  readonly #byCode: ReadonlyMap<string, Agency>;

  constructor(agencies: readonly Agency[]) {
    this.#byCode = new Map(agencies.map((agency) => [agency.code, agency]));
  }

  find(code: string): Agency | undefined {
    return this.#byCode.get(code);
  }

  all(): readonly Agency[] {
    return [...this.#byCode.values()];
  }

  /** The agency that answers for a code today: its last successor, or itself. */
  current(code: string): string {
    return this.#furthest(oneForm(code), (agency) => agency.successors);
  }

  /** Whether two codes are one office: the same, or one succeeded the other, over any number of steps. */
  isSameOffice(one: string, other: string): boolean {
    const [left, right] = [oneForm(one), oneForm(other)];
    return left === right || this.#reaches(left, right) || this.#reaches(right, left);
  }

  /** The province, or the body of the centre, that an agency is below today. */
  provinceOf(code: string): string {
    return this.current(oneForm(code).split('.')[0] ?? code);
  }

  #reaches(from: string, target: string): boolean {
    const seen = new Set<string>();
    const open = [from];
    for (let code = open.pop(); code !== undefined; code = open.pop()) {
      if (code === target) return true;
      if (seen.has(code)) continue;
      seen.add(code);
      open.push(...(this.#byCode.get(code)?.successors ?? []));
    }
    return false;
  }

  #furthest(code: string, next: (agency: Agency) => readonly string[]): string {
    const seen = new Set<string>();
    let at = code;
    while (!seen.has(at)) {
      seen.add(at);
      const agency = this.#byCode.get(at);
      const following = agency === undefined ? undefined : next(agency)[0];
      if (following === undefined) return at;
      at = following;
    }
    return at;
  }
}

/** No agency is known. */
export const NO_AGENCIES = new Agencies([]);

/** Both forms of a code are one agency; what is no code stays as sent. */
function oneForm(code: string): string {
  return normaliseAgencyCode(code) ?? code;
}

/**
 * Agencies as registered by then; what was retracted does not count. A unit below a closed agency (`H62.12`) has no
 * successor unless one is stated; a succession counts although nobody registered the agencies.
 */
export function foldAgencies(facts: readonly Fact[], knownAt: Instant = Number.POSITIVE_INFINITY): Agencies {
  const agencies = agenciesOf(standingFacts(facts, knownAt, NO_AGENCIES).facts);
  // A successor corrects what its predecessor stated, so the successions must be known first.
  if (!facts.some((fact) => isFactOf(fact, 'FactCorrected', 'FactRetracted'))) return agencies;
  return agenciesOf(standingFacts(facts, knownAt, agencies).facts);
}

function agenciesOf(standing: readonly Placed[]): Agencies {
  const registered = new Map<string, Omit<Agency, 'successors' | 'predecessors'>>();
  const successors = new Map<string, Set<string>>();
  const predecessors = new Map<string, Set<string>>();
  for (const { fact } of standing) {
    if (isFactOf(fact, 'AgencyRegistered')) {
      const { agencyCode, agencyName, level, agencyKind, parent, validFrom, validTo } = fact.event;
      registered.set(agencyCode, {
        code: agencyCode,
        name: agencyName,
        ...(level !== null && { level }),
        ...(agencyKind !== null && { kind: agencyKind }),
        ...(parent !== null && { parent }),
        ...(validFrom !== null && { validFrom }),
        ...(validTo !== null && { validTo }),
      });
    } else if (isFactOf(fact, 'AgencySucceeded')) {
      add(successors, fact.event.agencyCode, fact.event.successor);
      add(predecessors, fact.event.successor, fact.event.agencyCode);
    }
  }
  const codes = new Set([...registered.keys(), ...successors.keys(), ...predecessors.keys()]);
  return new Agencies(
    [...codes].map((code) => ({
      ...(registered.get(code) ?? { code, name: code }),
      successors: [...(successors.get(code) ?? [])],
      predecessors: [...(predecessors.get(code) ?? [])],
    })),
  );
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key) ?? new Set<string>();
  map.set(key, values.add(value));
}
