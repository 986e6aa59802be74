/** The row of an official document in `document_current`. */
import type { DerivedRowOf } from '#schemas/read-models/derived-tables.ts';
import { levelOf } from '#shared/indicators/agency-level.ts';
import { type Placed } from '#shared/once-only/order.ts';
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import { dayOf, formatInstant } from '#shared/pure/time.ts';
import { stateOfDocument } from './document-state.ts';
import { agencyForm, type Ground } from './ground.ts';

type Row = DerivedRowOf<'document_current'>;
type Statement = FactOf<'DocumentRegistered' | 'DocumentUpdated'>;

/** Undefined for a document that nobody described: a bare status under a name that only its sender knows. */
export function documentCurrent(key: string, standing: readonly Placed[], ground: Ground): Row | undefined {
  const [first] = standing;
  const facts = standing.map(({ fact }) => fact);
  const statements = facts.filter((fact): fact is Statement =>
    isFactOf(fact, 'DocumentRegistered', 'DocumentUpdated'),
  );
  const issuer = statements.find(({ event }) => isIssuer(event.agency, key, ground)) ?? statements[0];
  if (first === undefined || issuer === undefined) return undefined;
  const agency = agencyForm(issuer.event.agency);
  const sent = standing.find(({ fact }) => isFactOf(fact, 'DocumentSent'));
  const newest = statements.findLast(({ event }) => isIssuer(event.agency, key, ground)) ?? issuer;
  return {
    document_key: key,
    agency,
    level: levelOf(agency, ground.agencies),
    counted_on: newest.event.promulgatedOn ?? dayOf(first.place.at),
    secrecy_suspected: isSecrecySuspected(facts),
    signature: newest.event.signatureStatus,
    sent_at: sent === undefined ? null : formatInstant(sent.place.at),
    recipients: recipients(facts),
    state: stateOfDocument(facts),
  };
}

/** A stranger who registers another agency's key does not become its issuer (rules.md 18). */
function isIssuer(agency: string, key: string, { agencies }: Ground): boolean {
  const named = normaliseAgencyCode(key.split(',')[0] ?? '');
  return named === undefined || agencies.isSameOffice(agency, named);
}

/** One statement that looks secret is enough, whatever later ones say. */
export function isSecrecySuspected(facts: readonly Fact[]): boolean {
  return facts.some(
    (fact) => isFactOf(fact, 'DocumentRegistered', 'DocumentUpdated') && fact.event.secrecySuspected,
  );
}

function recipients(facts: readonly Fact[]): number {
  const sent = facts.filter((fact) => isFactOf(fact, 'DocumentSent'));
  return new Set(sent.map(({ event }) => agencyForm(event.recipient.agencyCode))).size;
}
