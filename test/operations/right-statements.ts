// What operators may state, each once as it is right, and the event that must come of it.

import type { EventName } from '#schemas/generated/events.ts';
import type { GroupName } from '#schemas/read-models/groups.ts';
import type { Subject } from '#shared/pure/hub-key.ts';
import { LAN, MINH } from '../portal/lives.ts';
import { hubKey } from '../portal/portal-room.ts';

export const OLD = { type: 'OLD_ID', id: '131234567' } as const;
export const REASON = 'theo công văn 12/UBND của ông Nguyễn Văn A';
const SOURCE = '/agencies/H44.150/national-sync';

export interface RightStatement {
  readonly door: string;
  readonly method?: 'PUT';
  readonly body: Record<string, unknown>;
  readonly group: GroupName;
  readonly event: EventName;
  readonly key: string | RegExp;
  readonly data: Record<string, unknown>;
  /** Subject keys of whom it concerns, in any order. */
  readonly concerns?: readonly string[];
}

export const keyOf = (person: Subject): string => hubKey.subjectKey(person);
const BOTH = [keyOf(LAN), keyOf(OLD)].sort();

export const RIGHT: readonly RightStatement[] = [
  {
    door: '/v1/subject-links',
    body: { subjects: [OLD, LAN], legalBasis: 'Luật 91/2025', reason: REASON },
    group: 'subjects',
    event: 'SubjectsLinked',
    key: BOTH[0] ?? '',
    data: { legalBasis: 'Luật 91/2025' },
    concerns: BOTH,
  },
  {
    door: '/v1/subject-links',
    body: { subjects: [LAN, OLD], linked: false, reason: REASON },
    group: 'subjects',
    event: 'SubjectsUnlinked',
    key: BOTH[0] ?? '',
    data: { legalBasis: null },
    concerns: BOTH,
  },
  {
    door: '/v1/agencies',
    body: {
      agencyCode: '000.00.77.H44',
      agencyName: 'UBND xã Mới',
      level: '3',
      parent: 'H44',
      validFrom: '2026-01-01',
    },
    group: 'agencies',
    event: 'AgencyRegistered',
    key: 'H44.77',
    data: { agencyCode: 'H44.77', parent: 'H44', validTo: null },
  },
  {
    door: '/v1/successions',
    body: { agencyCode: 'H44.78', successor: 'H44.77', effectiveOn: '2026-01-01' },
    group: 'agencies',
    event: 'AgencySucceeded',
    key: 'H44.78',
    data: { successor: 'H44.77', effectiveOn: '2026-01-01' },
  },
  {
    door: `/v1/sources/${encodeURIComponent(SOURCE)}`,
    method: 'PUT',
    body: { trusted: true, reason: REASON },
    group: 'agencies',
    event: 'SourceTrustChanged',
    key: `source${SOURCE}`,
    data: { trustedSource: SOURCE, trusted: true },
  },
  {
    door: '/v1/conflicts',
    body: { subject: MINH, reason: REASON },
    group: 'findings',
    event: 'SubjectConflictDetected',
    key: keyOf(MINH),
    data: { conflictKind: 'PERSON', dossierCode: null },
    concerns: [keyOf(MINH)],
  },
  {
    door: '/v1/paper-aliases',
    body: { evidence: 'NAME', value: 'Giấy chứng tử', paperKind: 'DEATH_NOTICE' },
    group: 'procedures',
    event: 'PaperAliasDefined',
    key: 'alias/NAME/Giấy chứng tử',
    data: { evidence: 'NAME', paperKind: 'DEATH_NOTICE' },
  },
  {
    door: '/v1/grants',
    body: {
      clientId: 'one-stop-h44',
      stream: 'one-stop-shop',
      agencyRoot: 'H44',
      validTo: '2030-12-31',
      reason: REASON,
    },
    group: 'agencies',
    event: 'AccessGranted',
    key: /^grant\/[\w-]{22}$/,
    data: { clientId: 'one-stop-h44', agencyRoot: 'H44', validTo: '2030-12-31' },
  },
  {
    door: '/v1/procedures/repeals',
    body: { procedureCode: '1.001456', repealedFrom: '2031-01-01', legalBasis: 'QĐ 1/2030' },
    group: 'procedures',
    event: 'ProcedureRepealed',
    key: '1.001456',
    data: { repealedFrom: '2031-01-01' },
  },
  {
    door: '/v1/procedures/amendments',
    body: {
      procedureCode: '1.001456',
      procedureName: 'Cấp hộ chiếu',
      levels: ['PROVINCE'],
      processingDays: 8,
      avoidable: false,
      validFrom: '2030-01-01',
      papers: [
        {
          ordinal: 1,
          name: 'Tờ khai',
          paperKind: 'APPLICATION_FORM',
          aboutRole: 'APPLICANT',
          condition: 'NEVER',
          satisfiedBy: [],
          perObject: false,
          requiresOriginalSurrender: false,
        },
      ],
    },
    group: 'procedures',
    event: 'ProcedureAmended',
    key: '1.001456',
    data: { processingDays: 8, papers: [{ ordinal: 1, validityScope: 'UNKNOWN', singleUse: false }] },
  },
];
