/** Parts that documents and status messages have in common, as QCVN 102:2016 names them. */
import { documentKeyFrom, documentKeyOfId } from '#shared/pure/document-key.ts';
import type { Day } from '#shared/pure/time.ts';
import type { ElementReader } from './element-reader.ts';

/** A sending or receiving agency. */
export interface Organ {
  /** In the hub's one form. */
  readonly agencyCode: string;
  readonly name: string | undefined;
  readonly inCharge: string | undefined;
  readonly address: string | undefined;
  readonly email: string | undefined;
  readonly phone: string | undefined;
}

/** Who handled the message. */
export interface Staff {
  readonly department: string | undefined;
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly phone: string | undefined;
}

/** Another document that a message speaks about. */
export interface DocumentReference {
  readonly agencyCode: string | undefined;
  readonly notation: string | undefined;
  /** As sent. */
  readonly documentId: string | undefined;
  readonly promulgatedOn: Day | undefined;
}

export function readOrgan(element: ElementReader): Organ {
  return {
    agencyCode: element.requiredAgency('OrganId'),
    name: element.line('OrganName'),
    inCharge: element.line('OrganizationInCharge'),
    address: element.line('OrganAdd'),
    email: element.line('Email'),
    phone: element.line('Telephone'),
  };
}

export function readStaff(element: ElementReader): Staff {
  return {
    department: element.line('Department'),
    name: element.line('Staff'),
    email: element.line('Email'),
    phone: element.line('Mobile'),
  };
}

export function readReference(element: ElementReader): DocumentReference {
  return {
    agencyCode: element.agency('OrganId'),
    notation: element.line('Code'),
    documentId: element.line('DocumentId'),
    promulgatedOn: element.day('PromulgationDate'),
  };
}

/**
 * The key of a document that a message names. A DocumentId of the usual form says it. Any other (a UUID) is opaque:
 * then agency, day and notation say it, so that those who know only the notation find the same document; and only
 * where these are missing is the id itself the key. DocumentRegistered keeps the id as sent, which leads a reader
 * from one key to the other.
 */
export function documentKeyOf(reference: DocumentReference): string | undefined {
  const { agencyCode, documentId, notation, promulgatedOn } = reference;
  const said = documentId === undefined ? undefined : documentKeyOfId(documentId);
  if (said !== undefined) return said;
  if (agencyCode !== undefined && promulgatedOn !== undefined && notation !== undefined) {
    const made = documentKeyFrom(agencyCode, promulgatedOn, notation);
    if (made !== undefined) return made;
  }
  return documentId?.normalize('NFC');
}
