/** Sources whose bare "completed" (status 9) an operator told the hub to believe (rules.md 9, 27). */
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import { standingFacts } from './standing.ts';

/** Tells the sources that are believed. */
export type TrustedSources = Pick<ReadonlySet<string>, 'has'>;

/** The sources that are believed, from the registry's facts as known by then; the last statement about each counts. */
export function foldSourceTrust(
  facts: readonly Fact[],
  agencies: Agencies,
  knownAt: Instant = Number.POSITIVE_INFINITY,
): ReadonlySet<string> {
  const trusted = new Set<string>();
  for (const { fact } of standingFacts(facts, knownAt, agencies).facts) {
    if (!isFactOf(fact, 'SourceTrustChanged')) continue;
    const { trustedSource } = fact.event;
    if (fact.event.trusted) trusted.add(trustedSource);
    else trusted.delete(trustedSource);
  }
  return trusted;
}
