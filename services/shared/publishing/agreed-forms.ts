/**
 * Members whose form the whole hub agrees on, by name: agency codes come in two forms and mean one, paper kinds
 * are capitals, a SHA-256 is 64 hex digits. Everything else stays as sent.
 */
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import { documentKeyOfId } from '#shared/pure/document-key.ts';
import type { IdentifierFault } from '#shared/pure/identifiers.ts';

/** The text in the one form, or what is wrong with it. */
export interface AgreedForm {
  readonly text: string;
  readonly fault?: IdentifierFault;
}

/** The text of a member in the form that the hub keeps. */
export function agreedForm(name: string, text: string): AgreedForm {
  const form = FORMS[name];
  if (form === undefined) return { text };
  const agreed = form.read(text);
  return agreed === undefined ? { text, fault: form.fault } : { text: agreed };
}

/** How the text of a member is brought into the form that the hub keeps; undefined where it stays as sent. */
export function formOf(name: string): Form['read'] | undefined {
  return FORMS[name]?.read;
}

interface Form {
  readonly read: (text: string) => string | undefined;
  readonly fault: IdentifierFault;
}

const matching =
  (pattern: RegExp) =>
  (text: string): string | undefined =>
    pattern.test(text) ? text : undefined;

const paperKind: Form = {
  read: matching(/^[A-Z][A-Z0-9_]{1,63}$/),
  fault: {
    expected: 'a paper kind in capitals, e.g. BIRTH_CERTIFICATE',
    hint: 'a code or a name of your own goes into code or name',
  },
};

const agency: Form = {
  read: normaliseAgencyCode,
  fault: { expected: 'an agency code, e.g. H44 or H44.150' },
};

const FORMS: Readonly<Record<string, Form>> = {
  agencyCode: {
    read: normaliseAgencyCode,
    fault: { ...agency.fault, hint: 'a body without a code is named by its name alone' },
  },
  parent: agency,
  successor: agency,
  agencyRoot: agency,
  clientId: {
    read: matching(/^[A-Za-z0-9._-]{1,100}$/),
    fault: { expected: 'the name of a client: letters, digits and . _ -' },
  },
  paperKind,
  documentKey: {
    read: documentKeyOfId,
    fault: { expected: 'agency, day and notation, e.g. H44,2026-09-01,1201/UBND-KSTT' },
  },
  fileSha256: {
    read: (text) => matching(/^[0-9a-f]{64}$/)(text.toLowerCase()),
    fault: { expected: '64 hex digits' },
  },
};
