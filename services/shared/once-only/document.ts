/** Whether the official document behind a paper was recalled by whoever may (rules.md 18). */
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import { type Day, dayOf, type Instant } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import { standingFacts } from './standing.ts';

/**
 * The recall that counts on a day: asked by the document's issuer, its predecessor or successor. While the document
 * itself is unknown, the paper's issuer decides. Undefined if there is none.
 */
export function recallOf(
  facts: readonly Fact[],
  paperIssuer: string | undefined,
  on: Day,
  knownAt: Instant,
  agencies: Agencies,
): Fact | undefined {
  const standing = standingFacts(facts, knownAt, agencies).facts.map(({ fact }) => fact);
  const registered = standing.find((fact) => isFactOf(fact, 'DocumentRegistered'));
  const issuer = registered?.event.agency ?? paperIssuer;
  if (issuer === undefined) return undefined;
  return standing.find(
    (fact) =>
      isFactOf(fact, 'RecallRequested') &&
      dayOf(fact.event.occurredAt) <= on &&
      agencies.isSameOffice(fact.event.agency, issuer),
  );
}
