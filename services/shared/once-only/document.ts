/** Whether the official document behind a paper was recalled by whoever may (rules.md 18). */
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import { type Day, dayOf, type Instant } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import { standingFacts } from './standing.ts';

/**
 * The recall that counts on a day: asked by the document's issuer, its predecessor or successor. While the document
 * itself is unknown, the paper's issuer decides. Undefined if there is none.
 */
export function recallOf(
  documentKey: string,
  facts: readonly Fact[],
  paperIssuer: string | undefined,
  on: Day,
  knownAt: Instant,
  agencies: Agencies,
): Fact | undefined {
  const standing = standingFacts(facts, knownAt, agencies).facts.map(({ fact }) => fact);
  const issuer = issuerOf(documentKey, standing, agencies) ?? paperIssuer;
  if (issuer === undefined) return undefined;
  return standing.find(
    (fact) =>
      isFactOf(fact, 'RecallRequested') &&
      dayOf(fact.event.occurredAt) <= on &&
      agencies.isSameOffice(fact.event.agency, issuer),
  );
}

/** Who issued the document: a stranger who registers another agency's key does not become its issuer. */
function issuerOf(documentKey: string, standing: readonly Fact[], agencies: Agencies): string | undefined {
  const named = normaliseAgencyCode(documentKey.split(',')[0] ?? '');
  return standing
    .filter((fact) => isFactOf(fact, 'DocumentRegistered'))
    .map(({ event }) => event.agency)
    .find((agency) => named === undefined || agencies.isSameOffice(agency, named));
}
