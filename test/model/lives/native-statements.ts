/**
 * A dossier as one message of a national synchronisation states it: content-addressed facts section by section, and
 * the SnapshotStated that lists them, as `services/one-stop-shop/core` makes them of DongBoHoSoMC messages.
 */
import type { DossierStatus } from '#schemas/generated/events.ts';
import { NOTHING_STATED } from '#shared/pure/blank-paper.ts';
import {
  contentAddressed,
  type KeyedStatements,
  type SnapshotSection,
  type Statement,
  snapshotDrafts,
} from '#shared/pure/snapshot.ts';
import { dayOf, type Instant } from '#shared/pure/time.ts';
import type { HandedIn } from './case.ts';
import type { Person, Village } from './village.ts';

const DOOR = 'national-sync';

/** A dossier as one message states it. Lists that are absent state nothing. */
export interface Native {
  readonly code: string;
  readonly sender: string;
  readonly procedureCode: string;
  readonly owners: readonly Person[];
  readonly filedAt: Instant;
  readonly receivedAt: Instant;
  readonly dueAt: Instant;
  readonly finishedAt?: Instant;
  readonly returnedAt?: Instant;
  readonly refusedAt?: Instant;
  readonly status: DossierStatus;
  readonly components?: readonly HandedIn[];
  readonly results?: readonly { readonly resultCode: string; readonly fileRef: string }[];
}

const ONE_STOP = 'vn.gov.one-stop-shop';

/** The names under which senders hand papers in; any other kind is an attachment without a meaning. */
const FILE_NAMES: Readonly<Record<string, readonly string[]>> = {
  BIRTH_NOTICE: ['Giấy chứng sinh.pdf', 'GIẤY CHỨNG SINH'],
  MARRIAGE_CERTIFICATE: ['Giấy chứng nhận kết hôn', 'giấy chứng nhận kết hôn.PDF'],
  BIRTH_CERTIFICATE: ['Giấy khai sinh.jpg'],
  SINGLE_STATUS_CONFIRMATION: ['Giấy xác nhận tình trạng hôn nhân.pdf'],
  DEATH_EXTRACT: ['Trích lục khai tử'],
  LAND_CERTIFICATE: ['Giấy chứng nhận quyền sử dụng đất.pdf'],
  HEALTH_CHECK: ['Giấy khám sức khoẻ', 'Giấy khám sức khỏe.docx'],
  DRIVING_LICENCE: ['Giấy phép lái xe'],
  HOUSEHOLD_BOOK: ['Sổ hộ khẩu.pdf'],
};

/** The greatest actual date inside (rules.md 6). */
export function actualAt(native: Native): Instant {
  const { filedAt, receivedAt, finishedAt = filedAt, returnedAt = filedAt, refusedAt = filedAt } = native;
  return Math.max(filedAt, receivedAt, finishedAt, returnedAt, refusedAt);
}

const concernsOf = ({ owners }: Native) =>
  owners.map(({ subject }) => ({ person: subject, role: 'APPLICANT' as const }));

function submitted(native: Native): Statement {
  return {
    eventName: 'DossierSubmitted',
    type: `${ONE_STOP}.dossier-submitted.v1`,
    occurredAt: native.filedAt,
    concerns: concernsOf(native),
    data: {
      procedureCode: native.procedureCode,
      procedureName: null,
      channel: 'ONLINE',
      fieldCode: null,
      fieldName: null,
      electronicAuthenticationLevel: null,
      declaredFields: null,
      prefilledFields: null,
      unitName: null,
      otherDossierCode: null,
    },
  };
}

const STATUS_FACTS = {
  REFUSED: ['DossierRefused', 'dossier-refused', 'refusedAt'],
  WITHDRAWN: ['DossierWithdrawn', 'dossier-withdrawn', 'finishedAt'],
  STOPPED: ['DossierStopped', 'dossier-stopped', 'finishedAt'],
  COMPLETED: ['DossierCompleted', 'dossier-completed', 'finishedAt'],
  RESULT_RETURNED: ['ResultReturned', 'result-returned', 'returnedAt'],
} as const;

function statusFact(native: Native): Statement | undefined {
  const { status } = native;
  if (status === 'REGISTERED' || status === 'ACCEPTED' || status === 'UNKNOWN') return undefined;
  if (status === 'PROCESSING' || status === 'SUPPLEMENT_REQUESTED' || status === 'FEE_REQUESTED') {
    return {
      eventName: 'ProcessingStepRecorded',
      type: `${ONE_STOP}.processing-step-recorded.v1`,
      occurredAt: actualAt(native),
      concerns: [],
      data: { status, startedAt: null, dueAt: null, unitName: null },
    };
  }
  const [eventName, name, dated] = STATUS_FACTS[status];
  return {
    eventName,
    type: `${ONE_STOP}.${name}.v1`,
    occurredAt: native[dated] ?? actualAt(native),
    concerns: [],
    data: {},
  };
}

function header(native: Native): readonly KeyedStatements[] {
  const { receivedAt, dueAt, status } = native;
  const stated = (key: string, statement: Statement): KeyedStatements => ({ key, state: () => [statement] });
  const said = statusFact(native);
  return [
    stated('submitted', submitted(native)),
    ...(status === 'REGISTERED' || status === 'REFUSED'
      ? []
      : [
          stated('accepted', {
            eventName: 'DossierAccepted',
            type: `${ONE_STOP}.dossier-accepted.v1`,
            occurredAt: receivedAt,
            concerns: [],
            data: { dueAt },
          }),
        ]),
    ...(said === undefined ? [] : [stated('status', said)]),
  ];
}

function component(native: Native, { kind, fileRef }: HandedIn): KeyedStatements {
  const names = FILE_NAMES[kind];
  return {
    key: `component:${fileRef}`,
    state: () => [
      {
        eventName: 'ComponentSubmitted',
        type: `${ONE_STOP}.component-submitted.v1`,
        occurredAt: native.filedAt,
        concerns: concernsOf(native),
        data: {
          paper: { ...NOTHING_STATED, name: names?.[fileRef.length % names.length] ?? 'Dinhkem', fileRef },
          componentKey: fileRef,
          form: 'ELECTRONIC',
          digitised: true,
          reuse: 'NONE',
          replacesResultCode: null,
        },
      },
    ],
  };
}

function result(
  native: Native,
  { resultCode, fileRef }: { resultCode: string; fileRef: string },
): KeyedStatements {
  const issuedAt = native.finishedAt ?? native.returnedAt;
  return {
    key: `result:${fileRef}`,
    state: () => [
      {
        eventName: 'ResultIssued',
        type: `${ONE_STOP}.result-issued.v1`,
        occurredAt: issuedAt ?? actualAt(native),
        concerns: concernsOf(native),
        data: {
          paper: {
            ...NOTHING_STATED,
            resultCode,
            issuer: { agencyCode: native.sender, name: null },
            issuedOn: issuedAt === undefined ? null : dayOf(issuedAt),
            fileRef,
          },
          resultKey: fileRef,
          dossierCode: native.code,
          procedureCode: native.procedureCode,
        },
      },
    ],
  };
}

/** States the whole dossier, as the hub heard it at an instant. */
export function stateNative(village: Village, native: Native, recordedAt: Instant): void {
  const sections: SnapshotSection[] = [{ name: 'HEADER', stated: header(native) }];
  const { components, results } = native;
  if (components !== undefined) {
    sections.push({ name: 'COMPONENTS', stated: components.map((each) => component(native, each)) });
  }
  if (results !== undefined) {
    sections.push({ name: 'RESULTS', stated: results.map((each) => result(native, each)) });
  }
  const snapshot = {
    sender: native.sender,
    door: DOOR,
    aggregate: native.code,
    recordedAt,
    type: `${ONE_STOP}.snapshot-stated.v1`,
    actualAt: actualAt(native),
    sections,
  } as const;
  for (const draft of snapshotDrafts(village.hubKey, snapshot)) village.take(draft);
}

/** A row of a progress message: evidence of its own, of no snapshot. */
export function stateProgress(village: Village, native: Native, status: DossierStatus, at: Instant): void {
  const origin = { sender: native.sender, door: DOOR, aggregate: native.code, recordedAt: village.heard(at) };
  village.take(
    contentAddressed(village.hubKey, origin, 'step', {
      eventName: 'ProcessingStepRecorded',
      type: `${ONE_STOP}.processing-step-recorded.v1`,
      occurredAt: at,
      concerns: [],
      data: { status, startedAt: null, dueAt: null, unitName: null },
    }),
  );
}
