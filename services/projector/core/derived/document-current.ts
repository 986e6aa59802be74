/** The row of an official document in `document_current`. */
import type { DerivedRowOf } from '#schemas/read-models/derived-tables.ts';
import { levelOf } from '#shared/indicators/agency-level.ts';
import { foldDocument } from '#shared/once-only/document-record.ts';
import type { Placed } from '#shared/once-only/order.ts';
import { isFactOf } from '#shared/pure/fact.ts';
import { dayOf, formatInstant } from '#shared/pure/time.ts';
import { agencyForm, type Ground } from './ground.ts';

/** Undefined for a document that its issuer has not described: a bare status under a name that only its sender knows. */
export function documentCurrent(
  key: string,
  standing: readonly Placed[],
  { agencies }: Ground,
): DerivedRowOf<'document_current'> | undefined {
  const { content, recipients, state, secrecySuspected } = foldDocument(key, standing, agencies);
  const [first] = standing;
  if (first === undefined || content === undefined) return undefined;
  const agency = agencyForm(content.event.agency);
  const sent = standing.find(({ fact }) => isFactOf(fact, 'DocumentSent'));
  return {
    document_key: key,
    agency,
    level: levelOf(agency, agencies),
    counted_on: content.event.promulgatedOn ?? dayOf(first.place.at),
    secrecy_suspected: secrecySuspected,
    signature: content.event.signatureStatus,
    sent_at: sent === undefined ? null : formatInstant(sent.place.at),
    recipients: recipients.filter(({ isAddressed }) => isAddressed).length,
    state,
  };
}

/** One statement that looks secret is enough, also where nobody described the document. */
export function isSecret(standing: readonly Placed[]): boolean {
  return standing.some(
    ({ fact }) => isFactOf(fact, 'DocumentRegistered', 'DocumentUpdated') && fact.event.secrecySuspected,
  );
}
