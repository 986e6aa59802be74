/** Catalogue and agencies, by which everything is understood, as known at the instants that questions ask about. */
import { foldAgencies } from '#shared/once-only/agencies.ts';
import { foldCatalogue } from '#shared/once-only/catalogue.ts';
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { CommonRegistry } from './registry-view.ts';

/** Two instants between which nothing was recorded share a fold; so many folds are kept beside the newest. */
const EARLIER_MAX = 8;

export class CommonFolds {
  readonly #facts: readonly Fact[];
  /** When each of the facts was recorded, in order. */
  readonly #recordedAt: readonly Instant[];
  readonly #complete: boolean;
  readonly #newest: CommonRegistry;
  /** By how many of the facts were recorded; the last used last. */
  readonly #earlier = new Map<number, CommonRegistry>();

  constructor(facts: readonly Fact[]) {
    this.#facts = facts;
    this.#recordedAt = facts.map(({ event }) => event.recordedAt).toSorted((a, b) => a - b);
    this.#complete =
      facts.some((fact) => isFactOf(fact, 'ProcedurePublished')) &&
      facts.some((fact) => isFactOf(fact, 'AgencyRegistered'));
    this.#newest = this.#fold(Number.POSITIVE_INFINITY);
  }

  /** How many facts there are. */
  get size(): number {
    return this.#facts.length;
  }

  /** As known at an instant, else now. */
  at(knownAt?: Instant): CommonRegistry {
    const count = knownAt === undefined ? this.#facts.length : countUntil(this.#recordedAt, knownAt);
    if (knownAt === undefined || count === this.#facts.length) return this.#newest;
    const known = this.#earlier.get(count) ?? this.#fold(knownAt);
    this.#earlier.delete(count);
    this.#earlier.set(count, known);
    const [oldest] = this.#earlier.keys();
    if (oldest !== undefined && this.#earlier.size > EARLIER_MAX) this.#earlier.delete(oldest);
    return known;
  }

  #fold(knownAt: Instant): CommonRegistry {
    const agencies = foldAgencies(this.#facts, knownAt);
    const catalogue = foldCatalogue(this.#facts, knownAt, agencies);
    return { agencies, catalogue, complete: this.#complete };
  }
}

/** How many of the instants, which are in order, are not later. */
function countUntil(instants: readonly Instant[], last: Instant): number {
  let [from, to] = [0, instants.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((instants[middle] ?? 0) <= last) from = middle + 1;
    else to = middle;
  }
  return from;
}
