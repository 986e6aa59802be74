// What the facts of an example must say, value by value, wherever they were read: from the translation or from the topic.

import { expect } from 'vitest';
import type { EventData, EventName } from '#schemas/generated/events.ts';
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import { documentKeyOfId } from '#shared/pure/document-key.ts';
import type { ManifestDocument, ManifestStatus } from './edxml-files.ts';

/** A fact with its personal values in the clear. */
export interface SaidFact {
  readonly eventName: EventName;
  readonly key: string;
  readonly source: string;
  readonly agency: string;
  readonly occurredAt: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly text: Readonly<Record<string, unknown>>;
}

const STATUS_NAMES: Readonly<Record<string, EventName>> = {
  '01': 'DocumentArrived',
  '03': 'DocumentReceived',
  '04': 'DocumentAssigned',
  '05': 'DocumentInProcess',
  '06': 'DocumentDone',
  '13': 'RecallRequested',
  '15': 'RecallAccepted',
};

/** Every value that the manifest has of a document, in the facts made of it. */
export function expectDocument(entry: ManifestDocument, facts: readonly SaidFact[]): void {
  const agency = normaliseAgencyCode(entry.from.organId);
  const key = documentKeyOfId(entry.documentId);
  const isUpdate = entry.business.type === '2';
  const document = only(facts, isUpdate ? 'DocumentUpdated' : 'DocumentRegistered');
  for (const fact of facts) {
    expect(fact).toMatchObject({ agency, source: `/agencies/${agency}/edxml` });
  }
  expect(document.key).toBe(key);
  expect(document.occurredAt).toBe(vietnamTime(entry.trace?.[0]?.[1] ?? entry.promulgationDate, isUpdate));
  expect(document.data).toMatchObject(expectedData(entry));
  expectSubject(entry, document);
  expectRecipients(entry, key, facts);
  expectBusiness(entry, key, facts);
}

function expectedData(entry: ManifestDocument): Partial<EventData['DocumentRegistered']> {
  const [code, detail, name] = entry.documentType;
  return {
    documentId: entry.documentId,
    codeNumber: entry.code[0],
    codeNotation: entry.code[1],
    promulgatedOn: isoDay(entry.promulgationDate),
    documentType: { code, detail, name },
    dueOn: entry.dueDate === undefined ? null : isoDay(entry.dueDate),
    priority: entry.priority ?? null,
    sphere: entry.sphere ?? null,
    secrecySuspected: entry.sphere === 'MẬT',
    steeringType: entry.steeringType ?? null,
    taskCodes: entry.taskCodes ?? [],
    toPlaces: entry.toPlaces ?? [],
    senderName: entry.from.name ?? null,
    senderInCharge: entry.from.inCharge ?? null,
    respondsTo: (entry.responseFor ?? []).map((reference) => ({
      agencyCode: normaliseAgencyCode(reference.organId) ?? null,
      notation: reference.code,
      documentId: reference.documentId,
      documentKey: documentKeyOfId(reference.documentId) ?? null,
      promulgatedOn: isoDay(reference.date),
    })),
    attachments: entry.attachments.map((file) => ({
      name: file.name,
      contentId: file.contentId,
      contentType: file.contentType,
      manifestContentType: file.manifestContentType,
      sizeBytes: file.bytes,
      sha256: file.sha256,
      archiveEntry:
        file.zipWrapped === undefined
          ? null
          : {
              extension: file.zipWrapped.entry_ext,
              sizeBytes: file.zipWrapped.bytes,
              sha256: file.zipWrapped.sha256,
            },
    })),
    // The only signature among the examples is a false one.
    signatureStatus: entry.signature === true ? 'INVALID' : 'NONE',
  };
}

function expectSubject(entry: ManifestDocument, document: SaidFact): void {
  const abstract = String(document.text['abstract']);
  expect(codePoints(abstract)).toBe(entry.subjectLength);
  expect(abstract === abstract.normalize('NFC')).toBe(entry.subjectIsNFC);
}

function expectRecipients(
  entry: ManifestDocument,
  key: string | undefined,
  facts: readonly SaidFact[],
): void {
  const distinct = new Map(entry.to.map((organ) => [normaliseAgencyCode(organ.organId), organ]));
  const sent = facts.filter(({ eventName }) => eventName === 'DocumentSent');
  expect(sent.map((fact) => fact.data['recipient'])).toEqual(
    [...distinct].map(([agencyCode, organ]) => ({
      agencyCode,
      name: organ.name ?? null,
      inCharge: organ.inCharge ?? null,
    })),
  );
  const trace = (entry.trace ?? []).map(([organId, at]) => ({
    agencyCode: normaliseAgencyCode(organId),
    at: vietnamTime(at, true),
  }));
  for (const fact of sent) expect(fact).toMatchObject({ key, data: { trace } });
}

function expectBusiness(entry: ManifestDocument, key: string | undefined, facts: readonly SaidFact[]): void {
  const { type, reason, documentId = '', receivers = [], replaces = [] } = entry.business;
  const count = 1 + new Set(entry.to.map(({ organId }) => normaliseAgencyCode(organId))).size;
  expect(facts).toHaveLength(count + (type === '1' ? 1 : 0) + replaces.length);
  if (type === '1') {
    expect(only(facts, 'RecallRequested')).toMatchObject({
      key: documentKeyOfId(documentId),
      data: { recallDocumentId: entry.documentId, statusCode: null },
      text: { reason },
    });
  }
  if (type === '2') {
    expect(only(facts, 'DocumentUpdated')).toMatchObject({
      key: documentKeyOfId(documentId),
      data: {
        receivers: receivers.map((receiver) => ({
          agencyCode: receiver.organId,
          change: receiver.type === '1' ? 'ADDED' : 'REMOVED',
        })),
      },
      text: { reason },
    });
  }
  const replaced = facts.filter(({ eventName }) => eventName === 'DocumentReplaced');
  expect(replaced).toMatchObject(
    replaces.map((target) => ({
      key: documentKeyOfId(target.documentId),
      data: { replacedBy: key, receivers: target.organIds },
      text: { reason },
    })),
  );
}

/** Every value that the manifest has of a status message, in the one fact made of it. */
export function expectStatus(entry: ManifestStatus, facts: readonly SaidFact[]): void {
  const agency = normaliseAgencyCode(entry.from.organId);
  expect(facts).toHaveLength(1);
  const [fact] = facts;
  expect(fact).toMatchObject({
    eventName: STATUS_NAMES[entry.statusCode],
    key: documentKeyOfId(entry.responseFor.documentId),
    agency,
    source: `/agencies/${agency}/edxml`,
    occurredAt: vietnamTime(entry.timestamp, true),
    data: { statusCode: entry.statusCode },
  });
  expect(fact?.text['staffName'] ?? null).toBe(entry.staff ?? null);
  expect(codePoints(String(fact?.text['description']))).toBe(entry.descriptionLength);
}

function only(facts: readonly SaidFact[], eventName: EventName): SaidFact {
  const found = facts.filter((fact) => fact.eventName === eventName);
  expect(found.map((fact) => fact.eventName)).toEqual([eventName]);
  const [fact] = found;
  if (fact === undefined) throw new Error(`no ${eventName}`);
  return fact;
}

/** The manifest counts code points. */
function codePoints(text: string): number {
  return Array.from(text).length;
}

function isoDay(day: string): string {
  return day.replaceAll('/', '-');
}

/** `yyyy/MM/dd[ HH:mm:ss]` of Vietnam in milliseconds; its first instant where only the day counts. */
function vietnamTime(text: string, withTime: boolean): number {
  const [day = '', time = '00:00:00'] = text.split(' ');
  return Date.parse(`${isoDay(day)}T${withTime ? time : '00:00:00'}+07:00`);
}
