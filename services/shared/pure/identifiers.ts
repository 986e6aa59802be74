/**
 * Identifiers of persons, bodies and dossiers (domain.md 3): what their form is, and which of them name nobody.
 * A doubtful value is refused at the CloudEvents doors; native doors keep what they were sent.
 */
import type { Subject, SubjectType } from './hub-key.ts';

/** `000000001`, all zeros: what systems write for somebody unknown. Such a one is never a key nor a subject. */
export function isPlaceholder(subject: Pick<Subject, 'id'>): boolean {
  const first = subject.id.charCodeAt(0);
  // Nearly nobody's number begins with anything else than a digit that settles it.
  if (first > ONE && first <= NINE) return false;
  return /^0*1?$/.test(subject.id.trim());
}

const ONE = 0x31;
const NINE = 0x39;

/** What is wrong with an identifier: what was expected, and a hint. Undefined if nothing is. */
export interface IdentifierFault {
  readonly expected: string;
  readonly hint?: string;
}

/** Checks the form of a person's or body's identifier. Never says anything about a birth date or sex. */
export function identifierFault(subject: Subject): IdentifierFault | undefined {
  const { form, expected } = FORMS[subject.type];
  if (!form.test(subject.id)) {
    const other = SUGGESTIONS.find(({ from, when }) => from === subject.type && when.test(subject.id));
    return other === undefined ? { expected } : { expected, hint: other.hint };
  }
  if (subject.type === 'BUSINESS' && !hasCheckDigit(subject.id)) {
    return {
      expected,
      hint: 'the tenth digit does not follow from the first nine: look for a mistyped digit',
    };
  }
  return undefined;
}

const FORMS: Readonly<Record<SubjectType, { readonly form: RegExp; readonly expected: string }>> = {
  PERSON: { form: /^\d{12}$/, expected: '12 digits, as a string' },
  OLD_ID: { form: /^\d{9}$/, expected: '9 digits, as a string' },
  BUSINESS: { form: /^\d{10}(-\d{3})?$/, expected: '10 digits with a check digit, and -ddd for a branch' },
  PASSPORT: { form: /^[A-Z0-9]{5,20}$/, expected: '5 to 20 capital letters and digits' },
};

const SUGGESTIONS = [
  { from: 'PERSON', when: /^\d{9}$/, hint: 'nine digits are an old identity card: type OLD_ID' },
  { from: 'PERSON', when: /^\d{10}(-\d{3})?$/, hint: 'ten digits are a business code: type BUSINESS' },
  {
    from: 'PERSON',
    when: /^\d{11}$/,
    hint: 'eleven digits: a leading zero was lost; send identifiers as strings',
  },
  { from: 'OLD_ID', when: /^\d{12}$/, hint: 'twelve digits are a personal number: type PERSON' },
  {
    from: 'OLD_ID',
    when: /^\d{8}$/,
    hint: 'eight digits: a leading zero was lost; send identifiers as strings',
  },
  { from: 'PASSPORT', when: /^[a-z0-9]{5,20}$/i, hint: 'write letters as capitals' },
] as const;

const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3] as const;

/** The check digit of circular 105/2020/TT-BTC: ten less the weighted sum modulo eleven. */
function hasCheckDigit(code: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(code[at]), 0);
  return 10 - (sum % 11) === Number(code[9]);
}

const DOSSIER_CODE = /^(?:\d{3}\.\d{2,3}\.\d{2,3}\.)?[A-Z]\d{2}(?:\.\d{1,4}){0,4}-\d{6}-\d{1,8}$/;

/** Whether a dossier code has the form `{agencyCode}-{yyMMdd}-{sequence}`. */
export function isDossierCode(text: string): boolean {
  return DOSSIER_CODE.test(aggregateForm(text));
}

/** A code as the key of its aggregate: trimmed, upper case. The code itself is kept as sent. */
export function aggregateForm(code: string): string {
  return code.trim().toUpperCase();
}
