/**
 * A document message becomes: the document itself (once per key, without recipients and trace, so that sending it
 * again to others is no conflict), one fact per distinct recipient, and what the message does to other documents.
 */
import type { EventName, EventPersonal } from '#schemas/generated/events.ts';
import type { DraftOf } from '#shared/pure/draft.ts';
import { startOfDay } from '#shared/pure/time.ts';
import { bodyOf, dataOf, textOf } from './document-fields.ts';
import type { Business } from './edxml-business.ts';
import type { EdxmlDocument } from './edxml-document.ts';
import { documentKeyOf } from './edxml-parts.ts';
import { DOOR, type EdxmlDraft, envelopeOf, type TranslationContext } from './translation-context.ts';

type Hashed<N extends EventName> = DraftOf<N> & { readonly hashed: object };
type BusinessOf<T extends Business['type']> = Extract<Business, { readonly type: T }>;

/** The facts of a document message: the document's own first, what it does to others last. */
export function translateDocument(document: EdxmlDocument, context: TranslationContext): EdxmlDraft[] {
  return new DocumentTranslation(document, context).facts();
}

class DocumentTranslation {
  readonly #document: EdxmlDocument;
  readonly #context: TranslationContext;
  readonly #key: string;

  constructor(document: EdxmlDocument, context: TranslationContext) {
    this.#document = document;
    this.#context = context;
    this.#key = this.#keyOf(document.documentId);
  }

  facts(): EdxmlDraft[] {
    const { business } = this.#document;
    if (business.type === 'UPDATE') return this.#updateFacts(business);
    const own = [this.#registered(), ...this.#sent()];
    if (business.type === 'RECALL') return [...own, this.#recallRequested(business)];
    return business.type === 'REPLACE' ? [...own, ...this.#replaced(business)] : own;
  }

  #registered(): Hashed<'DocumentRegistered'> {
    return {
      ...this.#said(),
      eventName: 'DocumentRegistered',
      type: 'vn.gov.document-management.document-registered.v1',
      key: this.#key,
      id: this.#key,
      occurredAt: this.#promulgatedAt(),
      text: textOf(this.#document),
      data: dataOf(this.#document),
      hashed: bodyOf(this.#document),
    };
  }

  /** Only who it was sent to tells two of them apart: another trace or spelling is the same sending. */
  #sent(): Hashed<'DocumentSent'>[] {
    const recipients = new Map(this.#document.to.toReversed().map((organ) => [organ.agencyCode, organ]));
    const trace = this.#document.trace;
    return [...recipients.values()].toReversed().map(({ agencyCode, name = null, inCharge = null }) => ({
      ...this.#said(),
      eventName: 'DocumentSent',
      type: 'vn.gov.document-management.document-sent.v1',
      key: this.#key,
      id: `${this.#key};to=${agencyCode}`,
      occurredAt: this.#promulgatedAt(),
      data: { recipient: { agencyCode, name, inCharge }, trace },
      hashed: { recipient: agencyCode },
    }));
  }

  #recallRequested(business: BusinessOf<'RECALL'>): Hashed<'RecallRequested'> {
    const key = this.#keyOf(business.documentId);
    return {
      ...this.#said(),
      eventName: 'RecallRequested',
      type: 'vn.gov.document-management.recall-requested.v1',
      key,
      id: `${this.#key};recalls=${key}`,
      occurredAt: this.#statedAt(),
      text: { ...this.#reason(), ...this.#staff() },
      data: { statusCode: null, recallDocumentId: this.#document.documentId },
      hashed: this.#reason(),
    };
  }

  #replaced(business: BusinessOf<'REPLACE'>): Hashed<'DocumentReplaced'>[] {
    const targets = new Map(business.replaced.map((target) => [this.#keyOf(target.documentId), target]));
    return [...targets].map(([key, { receivers }]) => ({
      ...this.#said(),
      eventName: 'DocumentReplaced',
      type: 'vn.gov.document-management.document-replaced.v1',
      key,
      id: `${this.#key};replaces=${key}`,
      occurredAt: this.#statedAt(),
      text: { ...this.#reason(), ...this.#staff() },
      data: { replacedBy: this.#key, receivers },
      hashed: { receivers, ...this.#reason() },
    }));
  }

  /** An update travels under the id of the document it changes: then it does not register that document again. */
  #updateFacts(business: BusinessOf<'UPDATE'>): EdxmlDraft[] {
    const target = business.documentId === undefined ? this.#key : this.#keyOf(business.documentId);
    const own = target === this.#key ? [] : [this.#registered()];
    return [...own, ...this.#sent(), this.#updated(business, target)];
  }

  /** A document may be updated many times, so the id follows from what the update says. */
  #updated(business: BusinessOf<'UPDATE'>, key: string): Hashed<'DocumentUpdated'> {
    const { receivers, contentChanged } = business;
    const body = { ...bodyOf(this.#document), receivers, contentChanged, ...this.#reason() };
    const agency = this.#document.from.agencyCode;
    return {
      ...this.#said(),
      eventName: 'DocumentUpdated',
      type: 'vn.gov.document-management.document-updated.v1',
      key,
      id: this.#context.hubKey.contentId([agency, DOOR, key, 'update', body]),
      occurredAt: this.#statedAt(),
      text: { ...textOf(this.#document), ...this.#reason() },
      data: { receivers, contentChanged, ...dataOf(this.#document) },
      hashed: body,
    };
  }

  #said() {
    return envelopeOf(this.#document.from.agencyCode, this.#context);
  }

  /** A document is dated by the day; its first instant in Vietnam stands for it. */
  #promulgatedAt(): number {
    return startOfDay(this.#document.promulgatedOn);
  }

  /** When the message was sent, if it says so: its first stop is its sender's, whatever way it took after that. */
  #statedAt(): number {
    return this.#document.trace[0]?.at ?? this.#promulgatedAt();
  }

  #reason(): Pick<EventPersonal['RecallRequested'], 'reason'> {
    return { reason: this.#document.business.reason ?? null };
  }

  #staff(): Pick<EventPersonal['RecallRequested'], 'staffName' | 'staffEmail' | 'staffPhone'> {
    const { name = null, email = null, phone = null } = this.#document.business.staff;
    return { staffName: name, staffEmail: email, staffPhone: phone };
  }

  /** An opaque id may be the message's own, or explained by one of its references. */
  #keyOf(documentId: string): string {
    const { from, codeNumber, codeNotation, promulgatedOn, respondsTo } = this.#document;
    const notation =
      codeNumber === undefined || codeNotation === undefined ? undefined : `${codeNumber}/${codeNotation}`;
    const own = {
      agencyCode: from.agencyCode,
      documentId: this.#document.documentId,
      notation,
      promulgatedOn,
    };
    const named = [own, ...respondsTo].find((reference) => reference.documentId === documentId);
    const unexplained = { agencyCode: undefined, documentId, notation: undefined, promulgatedOn: undefined };
    return documentKeyOf(named ?? unexplained) ?? documentId;
  }
}
