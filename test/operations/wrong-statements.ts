// What operators may not state: each with everything that must be told of it, by place and code.

import { AN, LAN, MINH } from '../portal/lives.ts';

const REASON = 'lý do';
const ROW = {
  ordinal: 1,
  name: 'Tờ khai',
  paperKind: 'APPLICATION_FORM',
  aboutRole: 'APPLICANT',
  condition: 'NEVER',
  satisfiedBy: [],
  perObject: false,
  requiresOriginalSurrender: false,
};
const AMENDMENT = {
  procedureCode: '1.001456',
  procedureName: 'Cấp hộ chiếu',
  levels: ['PROVINCE'],
  processingDays: 8,
  avoidable: false,
  validFrom: '2030-01-01',
  papers: [ROW],
};
const SOURCE = `/v1/sources/${encodeURIComponent('/agencies/H44.150/national-sync')}`;

export interface WrongStatement {
  readonly what: string;
  readonly door: string;
  readonly method?: 'PUT';
  readonly body: unknown;
  /** Pointer and code of every fault, in any order. */
  readonly faults: readonly (readonly [pointer: string, code: string])[];
}

const links = (what: string, body: unknown, ...faults: WrongStatement['faults']): WrongStatement => ({
  what: `links: ${what}`,
  door: '/v1/subject-links',
  body,
  faults,
});

const LINKS: readonly WrongStatement[] = [
  links('nothing', {}, ['/subjects', 'REQUIRED'], ['/reason', 'REQUIRED']),
  links('one person', { subjects: [LAN], reason: REASON }, ['/subjects', 'TYPE']),
  links('the same person', { subjects: [LAN, LAN], reason: REASON }, ['/subjects/1', 'DUPLICATE']),
  links(
    'a placeholder, a lost zero, a number for a flag and a member too many',
    {
      subjects: [
        { type: 'PERSON', id: '000000001' },
        { type: 'PERSON', id: '25188000123' },
      ],
      linked: 1,
      why: 'x',
      reason: ' ',
    },
    ['/subjects/0/id', 'PLACEHOLDER'],
    ['/subjects/1/id', 'IDENTIFIER'],
    ['/linked', 'TYPE'],
    ['/why', 'UNKNOWN_MEMBER'],
    ['/reason', 'EMPTY'],
  ),
  links('a list', [], ['', 'TYPE']),
];

const REGISTRY: readonly WrongStatement[] = [
  {
    what: 'an agency with nothing said',
    door: '/v1/agencies',
    body: {},
    faults: [
      ['/agencyCode', 'REQUIRED'],
      ['/agencyName', 'REQUIRED'],
    ],
  },
  {
    what: 'an agency whose last day is before its first, with other faults',
    door: '/v1/agencies',
    body: {
      agencyCode: 'Hà Nội',
      agencyName: 7,
      parent: 'X',
      validFrom: '2026-01-02',
      validTo: '2026-01-01',
    },
    faults: [
      ['/agencyCode', 'FORM'],
      ['/agencyName', 'TYPE'],
      ['/parent', 'FORM'],
      ['/validTo', 'RANGE'],
    ],
  },
  {
    what: 'a succession by itself, on a Vietnamese day',
    door: '/v1/successions',
    body: { agencyCode: 'H44', successor: '000.00.00.H44', effectiveOn: '01/07/2025' },
    faults: [
      ['/effectiveOn', 'FORM'],
      ['/successor', 'CONTRADICTION'],
    ],
  },
  {
    what: 'a succession by a predecessor',
    door: '/v1/successions',
    body: { agencyCode: 'H44', successor: 'H62', effectiveOn: '2026-07-01' },
    faults: [['/successor', 'CONTRADICTION']],
  },
  {
    what: 'trust in no source, for no reason, of no truth',
    door: '/v1/sources/H44',
    method: 'PUT',
    body: { trusted: 'yes' },
    faults: [
      ['/params/source', 'FORM'],
      ['/trusted', 'TYPE'],
      ['/reason', 'REQUIRED'],
    ],
  },
  {
    what: 'trust in another source than the one of the path',
    door: SOURCE,
    method: 'PUT',
    body: { trusted: true, trustedSource: '/agencies/H05/x', reason: REASON },
    faults: [['/trustedSource', 'UNKNOWN_MEMBER']],
  },
  {
    what: 'a grant of an unknown stream to nobody for an agency that is none',
    door: '/v1/grants',
    body: {
      clientId: 'a b',
      stream: 'everything',
      agencyRoot: '*',
      validFrom: '2026-05-01',
      validTo: '2026-04-30',
    },
    faults: [
      ['/clientId', 'FORM'],
      ['/stream', 'NOT_LISTED'],
      ['/agencyRoot', 'FORM'],
      ['/validTo', 'RANGE'],
      ['/reason', 'REQUIRED'],
    ],
  },
  {
    what: 'a grant with an id of its own',
    door: '/v1/grants',
    body: { grantId: 'mine', clientId: 'a', stream: 'shared', agencyRoot: 'H44', reason: REASON },
    faults: [['/grantId', 'UNKNOWN_MEMBER']],
  },
  {
    what: 'a conflict of nobody',
    door: '/v1/conflicts',
    body: {},
    faults: [
      ['/subject', 'REQUIRED'],
      ['/reason', 'REQUIRED'],
    ],
  },
  {
    what: 'a conflict of a business without its check digit',
    door: '/v1/conflicts',
    body: { subject: { type: 'BUSINESS', id: '0100109105' }, reason: REASON, proof: [] },
    faults: [
      ['/subject/id', 'IDENTIFIER'],
      ['/proof', 'UNKNOWN_MEMBER'],
    ],
  },
];

const CATALOGUE: readonly WrongStatement[] = [
  {
    what: 'an alias of no evidence',
    door: '/v1/paper-aliases',
    body: { value: '', paperKind: 'birth' },
    faults: [
      ['/evidence', 'REQUIRED'],
      ['/value', 'EMPTY'],
      ['/paperKind', 'FORM'],
    ],
  },
  {
    what: 'an alias of an unknown evidence for an unknown kind',
    door: '/v1/paper-aliases',
    body: { evidence: 'UNKNOWN', value: 'x', paperKind: 'BIRTH_CERTIFICAT' },
    faults: [
      ['/evidence', 'NOT_LISTED'],
      ['/paperKind', 'NOT_LISTED'],
    ],
  },
  {
    what: 'the repeal of a procedure that nobody knows',
    door: '/v1/procedures/repeals',
    body: { procedureCode: '9.999999', repealedFrom: 'tomorrow' },
    faults: [
      ['/procedureCode', 'NOT_LISTED'],
      ['/repealedFrom', 'FORM'],
    ],
  },
  {
    what: 'an amendment without its members',
    door: '/v1/procedures/amendments',
    body: { procedureCode: '1.001456', origin: 'ELSEWHERE' },
    faults: [
      ['/procedureName', 'REQUIRED'],
      ['/processingDays', 'REQUIRED'],
      ['/avoidable', 'REQUIRED'],
      ['/validFrom', 'REQUIRED'],
      ['/origin', 'NOT_LISTED'],
    ],
  },
  {
    what: 'an amendment whose rows nobody can be asked by',
    door: '/v1/procedures/amendments',
    body: {
      ...AMENDMENT,
      processingDays: -1,
      validTo: '2029-12-31',
      papers: [ROW, { ...ROW, aboutRole: 'UNCLE' }, { ...ROW, ordinal: 0, condition: undefined }],
    },
    faults: [
      ['/processingDays', 'RANGE'],
      ['/validTo', 'RANGE'],
      ['/papers/1/ordinal', 'DUPLICATE'],
      ['/papers/1/aboutRole', 'NOT_LISTED'],
      ['/papers/2/ordinal', 'RANGE'],
      ['/papers/2/condition', 'REQUIRED'],
    ],
  },
  {
    what: 'an amendment with a row of another form',
    door: '/v1/procedures/amendments',
    body: { ...AMENDMENT, papers: [{ ...ROW, paperKind: 'form', colour: 'red' }] },
    faults: [
      ['/papers/0/paperKind', 'FORM'],
      ['/papers/0/colour', 'UNKNOWN_MEMBER'],
    ],
  },
];

export const WRONG: readonly WrongStatement[] = [...LINKS, ...REGISTRY, ...CATALOGUE];

/** What no refusal may repeat. */
export const PERSONAL = [LAN.id, MINH.id, AN.id, '25188000123', '0100109105'];
