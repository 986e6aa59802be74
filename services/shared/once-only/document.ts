/** Whether the official document behind a paper was recalled by whoever may (rules.md 18). */
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import { documentKeyOfId } from '#shared/pure/document-key.ts';
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import type { Day, Instant } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import { dayOfFact } from './order.ts';
import { standingFacts } from './standing.ts';
import type { FactsByAggregate } from './world.ts';

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
  return standing.find((fact) => isRecallBy(issuer, fact, agencies) && dayOfFact(fact) <= on);
}

/** Whether a fact recalls a document and comes from whoever may: its issuer, the predecessor or the successor. */
export function isRecallBy(
  issuer: string,
  fact: Fact,
  agencies: Agencies,
): fact is FactOf<'RecallRequested'> {
  return isFactOf(fact, 'RecallRequested') && agencies.isSameOffice(fact.event.agency, issuer);
}

/** Who issued the document: a stranger who registers another agency's key does not become its issuer. */
export function issuerOf(
  documentKey: string,
  standing: readonly Fact[],
  agencies: Agencies,
): string | undefined {
  return registrations(documentKey, standing, agencies)[0]?.event.agency;
}

function registrations(
  documentKey: string,
  facts: readonly Fact[],
  agencies: Agencies,
): FactOf<'DocumentRegistered'>[] {
  const named = normaliseAgencyCode(documentKey.split(',')[0] ?? '');
  return facts
    .filter((fact) => isFactOf(fact, 'DocumentRegistered'))
    .filter(({ event }) => named === undefined || agencies.isSameOffice(event.agency, named));
}

/**
 * Opaque ids (UUIDs) by which their issuers call the documents: messages that know no other name, such as a recall,
 * stand under these keys.
 */
export function documentAliases(documents: FactsByAggregate, agencies: Agencies): string[] {
  const ids = [...documents].flatMap(([key, facts]) => aliasesOf(key, facts, agencies));
  return [...new Set(ids)].filter((id) => !documents.has(id));
}

/** All that was known of one document by then: under its key and under its opaque ids. */
export function factsOfDocument(
  documentKey: string,
  documents: FactsByAggregate,
  knownAt: Instant,
  agencies: Agencies,
): readonly Fact[] {
  return namesOfDocument(documentKey, documents, knownAt, agencies).flatMap(
    (name) => documents.get(name) ?? [],
  );
}

/** Every name that the document was known by then to have: its key, and its issuer's opaque ids. */
export function namesOfDocument(
  documentKey: string,
  documents: FactsByAggregate,
  knownAt: Instant,
  agencies: Agencies,
): readonly string[] {
  const facts = (documents.get(documentKey) ?? []).filter(({ event }) => event.recordedAt <= knownAt);
  return [documentKey, ...aliasesOf(documentKey, facts, agencies)];
}

function aliasesOf(documentKey: string, facts: readonly Fact[], agencies: Agencies): string[] {
  const ids = registrations(documentKey, facts, agencies).map(({ event }) =>
    event.documentId.normalize('NFC'),
  );
  return [...new Set(ids)].filter((id) => id !== documentKey && documentKeyOfId(id) === undefined);
}
