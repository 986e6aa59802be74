// Ways to spoil an event, each with the place and the code of the fault that must be told.
import {
  CHILD,
  DOSSIER,
  type ExampleEvent,
  paperShared,
  resultIssued,
  withData,
  withPaper,
  withPerson,
} from './example-events.ts';

import { spoilt } from './unreadable-texts.ts';

const event = (changes: Record<string, unknown>): ExampleEvent => resultIssued(changes);
const without = (attribute: string): unknown =>
  Object.fromEntries(Object.entries(resultIssued()).filter(([name]) => name !== attribute));

/** What, the event, where, which code, and what the hint or expectation says. */
type Refused = readonly [what: string, sent: unknown, pointer: string, code: string, says?: RegExp];

/** With a pattern that any words meet, where none was given. */
export function whole([what, sent, pointer, code, says = /./]: Refused) {
  return [what, sent, pointer, code, says] as const;
}

export const ATTRIBUTES: readonly Refused[] = [
  ['no object', 'text', '', 'TYPE'],
  ['no id', without('id'), '/id', 'REQUIRED'],
  ['a blank id', event({ id: ' ' }), '/id', 'TYPE'],
  ['an id that is a number', event({ id: 7 }), '/id', 'TYPE'],
  ['no source', without('source'), '/source', 'REQUIRED'],
  ['a source without an agency', event({ source: '/systems/x' }), '/source', 'FORM', /agencies/],
  ['a wrong agency form', event({ source: '/agencies/H4/one-stop-shop' }), '/source', 'FORM'],
  ['an agency with a letter too many', event({ source: '/agencies/HH44/x' }), '/source', 'FORM'],
  ['another specversion', event({ specversion: '0.3' }), '/specversion', 'NOT_LISTED'],
  ['no type', without('type'), '/type', 'REQUIRED'],
  ['an unknown type', event({ type: 'vn.gov.one-stop-shop.something-else.v1' }), '/type', 'UNKNOWN_TYPE'],
  [
    'a mistyped type',
    event({ type: 'vn.gov.one-stop-shop.result-isued.v1' }),
    '/type',
    'UNKNOWN_TYPE',
    /did you mean vn\.gov\.one-stop-shop\.result-issued\.v1/,
  ],
  [
    'the name of the event as type',
    event({ type: 'ResultIssued' }),
    '/type',
    'UNKNOWN_TYPE',
    /result-issued/,
  ],
  ['a type called constructor', event({ type: 'constructor' }), '/type', 'UNKNOWN_TYPE'],
  [
    'a type of another stream',
    event({ type: 'vn.gov.civil-servants.retired.v1' }),
    '/type',
    'WRONG_DOOR',
    /civil servants adapter/,
  ],
  [
    'a shared paper',
    event({ type: 'vn.gov.shared.paper-shared.v1' }),
    '/type',
    'WRONG_DOOR',
    /shared-papers/,
  ],
  ["the hub's own event", event({ type: 'vn.gov.hub.agency-succeeded.v1' }), '/type', 'WRONG_DOOR'],
  [
    'a snapshot, which only native doors state',
    event({ type: 'vn.gov.one-stop-shop.snapshot-stated.v1' }),
    '/type',
    'WRONG_DOOR',
  ],
  ['no time', without('time'), '/time', 'REQUIRED'],
  ['a time without an offset', event({ time: '2026-09-15T16:00:00' }), '/time', 'FORM', /\+07:00/],
  ['a native time', event({ time: '20260915160000' }), '/time', 'FORM', /2026-09-15T09:00:00\.000Z/],
  ['a day as time', event({ time: '2026-09-15' }), '/time', 'FORM', /\+07:00/],
  ['30 February', event({ time: '2026-02-30T00:00:00Z' }), '/time', 'FORM'],
  ['no subject', without('subject'), '/subject', 'REQUIRED'],
  ['a subject that is no dossier code', event({ subject: 'A dossier' }), '/subject', 'FORM'],
  [
    'another dossier in data',
    event({ subject: 'H44.150-260914-0013' }),
    '/data/dossierCode',
    'CONTRADICTION',
  ],
  ['an attribute in capitals', event({ Subject: DOSSIER }), '/Subject', 'UNKNOWN_MEMBER', /mean subject/],
  ['an extension that is an object', event({ extra: { a: 1 } }), '/extra', 'TYPE'],
  ['an extension that is a list', event({ extra: [] }), '/extra', 'TYPE'],
  ['an extension that is a fraction', event({ extra: 1.5 }), '/extra', 'TYPE'],
  ['an extension beyond 32 bits', event({ extra: 2 ** 31 }), '/extra', 'TYPE'],
  ['an extension whose name is a number of somebody', event({ [CHILD]: {} }), '', 'TYPE'],
  ['a sequence that is a number', event({ sequence: 7 }), '/sequence', 'TYPE'],
  ['an id that is null', event({ id: null }), '/id', 'REQUIRED'],
  ['a control character in an id', event({ id: 'a\tb' }), '/id', 'CONTROL_CHARACTER'],
  ['another content type', event({ datacontenttype: 'text/xml' }), '/datacontenttype', 'NOT_LISTED'],
  ['data in base64', event({ data_base64: 'e30=' }), '/data_base64', 'UNKNOWN_MEMBER'],
];

export const DATA: readonly Refused[] = [
  ['data that is a list', event({ data: [] }), '/data', 'TYPE'],
  ['a member that is missing', withData({ paper: undefined }), '/data/paper', 'REQUIRED'],
  ['a member that is null', withData({ paper: null }), '/data/paper', 'REQUIRED'],
  [
    'a member that is nearly one',
    withPaper({ issuedOm: '2026-09-15' }),
    '/data/paper/issuedOm',
    'UNKNOWN_MEMBER',
    /did you mean issuedOn/,
  ],
  [
    'a member whose name is a number of somebody',
    withPaper({ [CHILD]: 'x' }),
    '/data/paper',
    'UNKNOWN_MEMBER',
    /member 5 of this object/,
  ],
  ['an unknown member', withData({ colour: 'red' }), '/data/colour', 'UNKNOWN_MEMBER'],
  ['an unknown member of the paper', withPaper({ colour: 'red' }), '/data/paper/colour', 'UNKNOWN_MEMBER'],
  [
    'a member called __proto__',
    JSON.parse(spoilt('"number":', '"__proto__":{},"number":')),
    '/data/paper/__proto__',
    'UNKNOWN_MEMBER',
  ],
  ['a number for a text', withPaper({ number: 123 }), '/data/paper/number', 'TYPE', /leading zeros/],
  ['a blank text', withPaper({ number: ' ' }), '/data/paper/number', 'EMPTY'],
  [
    'a text of 20,001 characters',
    withPaper({ number: 'x'.repeat(20_001) }),
    '/data/paper/number',
    'TOO_LONG',
  ],
  [
    'a Vietnamese day',
    withPaper({ issuedOn: '15/09/2026' }),
    '/data/paper/issuedOn',
    'FORM',
    /did you mean 2026-09-15/,
  ],
  [
    'an instant for a day',
    withPaper({ issuedOn: '2026-09-15T00:00:00Z' }),
    '/data/paper/issuedOn',
    'FORM',
    /2026-09-15/,
  ],
  ['31 September', withPaper({ validTo: '2026-09-31' }), '/data/paper/validTo', 'FORM'],
  ['a day for an instant', withPaper({ signedAt: '2026-09-15' }), '/data/paper/signedAt', 'FORM'],
  [
    'a choice that is not listed',
    withPaper({ signatureStatus: 'valid' }),
    '/data/paper/signatureStatus',
    'NOT_LISTED',
    /VALID, INVALID, NONE.*did you mean VALID/,
  ],
  ['a kind in small letters', withPaper({ paperKind: 'birth' }), '/data/paper/paperKind', 'FORM'],
  [
    'an issuer with a wrong agency form',
    withPaper({ issuer: { agencyCode: 'Hà Nội' } }),
    '/data/paper/issuer/agencyCode',
    'FORM',
  ],
  ['a hash that is none', withPaper({ fileSha256: 'abc' }), '/data/paper/fileSha256', 'FORM'],
  [
    'an object without a key',
    withPaper({ object: { type: 'PARCEL' } }),
    '/data/paper/object/key',
    'REQUIRED',
  ],
];

export const PERSONS: readonly Refused[] = [
  ['nobody', withData({ concerns: undefined }), '/data/concerns', 'REQUIRED'],
  ['an empty list', withData({ concerns: [] }), '/data/concerns', 'REQUIRED'],
  ['no list', withData({ concerns: {} }), '/data/concerns', 'TYPE'],
  [
    'only the placeholder 000000001',
    withPerson({ person: { type: 'PERSON', id: '000000001' } }),
    '/data/concerns',
    'REQUIRED',
    /placeholder/,
  ],
  [
    'only zeros',
    withPerson({ person: { type: 'PERSON', id: '000000000000' } }),
    '/data/concerns',
    'REQUIRED',
  ],
  ['no role', withPerson({ role: undefined }), '/data/concerns/0/role', 'NOT_LISTED'],
  ['the role UNKNOWN', withPerson({ role: 'UNKNOWN' }), '/data/concerns/0/role', 'NOT_LISTED'],
  ['no person', withPerson({ person: undefined }), '/data/concerns/0/person', 'TYPE'],
  [
    'a person of an unknown type',
    withPerson({ person: { type: 'CITIZEN', id: CHILD } }),
    '/data/concerns/0/person/type',
    'NOT_LISTED',
  ],
  [
    'an identifier as a number',
    withPerson({ person: { type: 'PERSON', id: Number(CHILD) } }),
    '/data/concerns/0/person/id',
    'TYPE',
    /leading zeros/,
  ],
  [
    'an identifier that lost its zero',
    withPerson({ person: { type: 'PERSON', id: CHILD.slice(1) } }),
    '/data/concerns/0/person/id',
    'IDENTIFIER',
    /leading zero/,
  ],
  [
    'an old number as a new one',
    withPerson({ person: { type: 'PERSON', id: '123456789' } }),
    '/data/concerns/0/person/id',
    'IDENTIFIER',
    /OLD_ID/,
  ],
  [
    'full-width digits',
    withPerson({ person: { type: 'PERSON', id: '０１２３４５６７８９０１' } }),
    '/data/concerns/0/person/id',
    'IDENTIFIER',
  ],
  [
    'a business code with a wrong digit',
    withPerson({ person: { type: 'BUSINESS', id: '0100109105' } }),
    '/data/concerns/0/person/id',
    'IDENTIFIER',
    /tenth digit/,
  ],
  [
    'a birth date in another form',
    withPerson({ birthDate: '12/05/1990' }),
    '/data/concerns/0/birthDate',
    'FORM',
    /year, month and date in this order/,
  ],
  [
    'a role that is nearly one',
    withPerson({ role: 'Child' }),
    '/data/concerns/0/role',
    'NOT_LISTED',
    /mean CHILD/,
  ],
  [
    'an unknown member of a person',
    withPerson({ colour: 'red' }),
    '/data/concerns/0/colour',
    'UNKNOWN_MEMBER',
  ],
  [
    'an identifier beside the person',
    withPerson({ personId: CHILD }),
    '/data/concerns/0/personId',
    'UNKNOWN_MEMBER',
  ],
];

export const SHARED: readonly Refused[] = [
  [
    'no kind and no code',
    paperShared({ data: { ...paperShared().data, paper: { number: '7' } } }),
    '/data/paper/paperKind',
    'REQUIRED',
  ],
  ['nobody', paperShared({ data: { paper: { paperKind: 'BIRTH_NOTICE' } } }), '/data/concerns', 'REQUIRED'],
  [
    'a placeholder',
    paperShared({
      data: {
        paper: { paperKind: 'BIRTH_NOTICE' },
        concerns: [{ person: { type: 'PERSON', id: '000000001' }, role: 'HOLDER' }],
      },
    }),
    '/data/concerns',
    'REQUIRED',
  ],
  ['an event of a dossier', resultIssued(), '/type', 'WRONG_DOOR', /one-stop shop adapter/],
];
