/**
 * Whose dossier it is. Identity numbers are told by their shape, because senders without a usable one send
 * 000000001: such a placeholder is nobody and never becomes a key, and what is said of nobody known stays text.
 */
import type { EventPersonal } from '#schemas/generated/events.ts';
import type { DraftConcern } from '#shared/pure/draft.ts';
import type { Subject } from '#shared/pure/hub-key.ts';
import { isPlaceholder } from '#shared/pure/identifiers.ts';
import type { NativeDossier } from './native-dossier.ts';

type OwnerFields = Pick<
  NativeDossier,
  'ownerKind' | 'ownerNumber' | 'ownerName' | 'owners' | 'email' | 'phone'
>;

export interface Owners {
  /** Every owner once, in the order sent; name and contacts on the one owner they belong to. */
  readonly ofDossier: readonly DraftConcern<'DossierSubmitted'>[];
  /** The same for the facts that bring a paper, which know no contacts. */
  readonly ofPapers: readonly DraftConcern<'ComponentSubmitted'>[];
  /** Name, contacts and number of an owner who is nobody known. */
  readonly ofNobody: Partial<EventPersonal['DossierSubmitted']>;
}

const CITIZEN = '1';

/** The owners by DinhDanhCHS, else by SoGiayToChuHoSo. */
export function ownersOf(dossier: OwnerFields): Owners {
  const listed = dossier.owners.map((number) => subjectOf(number, dossier.ownerKind));
  const single = subjectOf(dossier.ownerNumber, dossier.ownerKind);
  const known = distinct([...listed, ...(listed.every((owner) => owner === undefined) ? [single] : [])]);
  const named = known.find((person) => person.id === dossier.ownerNumber) ?? firstOf(listed, single);
  const name = dossier.ownerName ?? null;
  const contacts = { email: dossier.email ?? null, phone: dossier.phone ?? null };
  const isNamed = (person: Subject): boolean => person.id === named?.id;
  return {
    ofDossier: known.map((person) => concern(person, isNamed(person) ? { name, ...contacts } : undefined)),
    ofPapers: known.map((person) => concern(person, isNamed(person) ? { name } : undefined)),
    ofNobody: named === undefined ? { name, ...contacts, personId: strangeNumber(dossier) ?? null } : {},
  };
}

function concern<P>(person: Subject, personal: P | undefined) {
  return { person, role: 'APPLICANT' as const, ...(personal !== undefined && { personal }) };
}

/** The person or body of an identity number; undefined for a placeholder or a number of no known shape. */
export function subjectOf(number: string | undefined, ownerKind: string | undefined): Subject | undefined {
  if (number === undefined || isPlaceholder({ id: number })) return undefined;
  if (/^\d{12}$/.test(number)) return { type: 'PERSON', id: number };
  if (/^\d{9}$/.test(number)) return { type: 'OLD_ID', id: number };
  const isBody = ownerKind !== undefined && ownerKind !== CITIZEN;
  return isBody && /^\d{10}(-\d{3})?$/.test(number) ? { type: 'BUSINESS', id: number } : undefined;
}

/** The name belongs to the first owner sent; if that one is nobody, to none of the others. */
function firstOf(listed: readonly (Subject | undefined)[], single: Subject | undefined): Subject | undefined {
  return listed.every((owner) => owner === undefined) ? single : listed[0];
}

function distinct(owners: readonly (Subject | undefined)[]): readonly Subject[] {
  const byNumber = new Map<string, Subject>();
  for (const owner of owners)
    if (owner !== undefined && !byNumber.has(owner.id)) byNumber.set(owner.id, owner);
  return [...byNumber.values()];
}

/** A number that is of no known shape and yet no placeholder: kept with the text, for whoever clears the case up. */
function strangeNumber({ owners, ownerNumber, ownerKind }: OwnerFields): string | undefined {
  return [...owners, ownerNumber].find(
    (number) =>
      number !== undefined && !isPlaceholder({ id: number }) && subjectOf(number, ownerKind) === undefined,
  );
}
