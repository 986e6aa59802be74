/** An official document as the portal shows it (contract.md 3), and the chain of what was said of it. */
import type { Agencies } from '#shared/once-only/agencies.ts';
import type { DocumentRecipient, OfficialDocument } from '#shared/once-only/document-record.ts';
import type { Placed } from '#shared/once-only/order.ts';
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import { type Freshness, viewFreshness } from '#shared/pure/freshness.ts';
import { formatInstant } from '#shared/pure/time.ts';
import type { SealedValue } from './sealed-values.ts';
import { viewProof } from './shown-paper.ts';

/** The texts of a document that stand sealed. */
export const DOCUMENT_TEXTS = ['abstract', 'signerName', 'signerPosition'] as const;

/** Where those texts stand, in the order of `DOCUMENT_TEXTS`; none where nobody described the document. */
export function documentTexts({ content }: OfficialDocument): readonly SealedValue[] {
  const keyOwner = content?.event.sealed[0]?.keyOwner;
  if (content === undefined || keyOwner === undefined) return [];
  return DOCUMENT_TEXTS.map((personalField) => ({ event: content.event, keyOwner, personalField }));
}

/** The document with its recipients, its recall and what took its place. */
export function answerDocument(
  document: OfficialDocument,
  texts: readonly (string | undefined)[],
  agencies: Agencies,
  deadLetterOpen: boolean,
  freshness: Freshness,
) {
  const { key, issuer, content, state, recipients, recall, replacedBy, linkedDossiers } = document;
  return {
    documentKey: key,
    ...(issuer !== undefined && { issuer: named(issuer, agencies) }),
    state,
    deadLetterOpen,
    ...(content !== undefined && answerContent(content)),
    ...Object.fromEntries(
      DOCUMENT_TEXTS.flatMap((name, at) => (texts[at] == null ? [] : [[name, texts[at]]])),
    ),
    recipients: recipients.map((recipient) => answerRecipient(recipient, agencies)),
    ...(recall !== undefined && { recall: { by: recall.event.agency, ...provedBy(recall) } }),
    replacedBy,
    dossiers: linkedDossiers,
    ...viewFreshness(freshness),
  };
}

function answerContent(fact: NonNullable<OfficialDocument['content']>) {
  const { event } = fact;
  const { documentId, codeNumber, codeNotation, promulgatedOn, documentType, dueOn, signatureStatus } = event;
  const stated = { codeNumber, codeNotation, promulgatedOn, dueOn, documentType: documentType?.name ?? null };
  return {
    documentId,
    ...Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== null)),
    signatureStatus,
    respondsTo: event.respondsTo.flatMap(({ documentKey }) => documentKey ?? []),
    attachments: event.attachments.map(({ name, contentType, sizeBytes, sha256 }) => ({
      ...(name !== null && { name }),
      ...(contentType !== null && { contentType }),
      sizeBytes,
      sha256,
    })),
    ...provedBy(fact),
  };
}

function answerRecipient(recipient: DocumentRecipient, agencies: Agencies) {
  const { agencyCode, name, isAddressed, state, since, recall } = recipient;
  return {
    ...named(agencyCode, agencies),
    ...(name !== undefined && { name }),
    isAddressed,
    state,
    since: formatInstant(since),
    ...(recall !== undefined && { recall }),
  };
}

/** Everything that was said of the document, in order, each with its event; of a sending the stops on its way. */
export function answerTrace(key: string, standing: readonly Placed[], freshness: Freshness) {
  return {
    documentKey: key,
    entries: standing.map(({ fact, place }) => ({
      at: formatInstant(place.at),
      recordedAt: formatInstant(fact.event.recordedAt),
      eventName: fact.event.eventName,
      agency: fact.event.agency,
      ...sendingOf(fact),
      proof: viewProof({ ...fact.event, eventId: fact.event.id, position: fact.position }),
    })),
    ...viewFreshness(freshness),
  };
}

function sendingOf(fact: Fact) {
  if (!isFactOf(fact, 'DocumentSent')) return {};
  const { recipient, trace } = fact.event;
  return {
    recipient: recipient.agencyCode,
    hops: trace.map(({ agencyCode, at }) => ({ agency: agencyCode, at: formatInstant(at) })),
  };
}

function named(code: string, agencies: Agencies) {
  const name = agencies.find(code)?.name;
  return { code, ...(name !== undefined && { name }) };
}

function provedBy({ event, position }: Fact) {
  return { at: formatInstant(event.occurredAt), proof: viewProof({ ...event, eventId: event.id, position }) };
}
