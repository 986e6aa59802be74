/** Section HEADER of a dossier: who filed what, that it was taken in and when it is due, and where it stands. */
import type { DossierStatus } from '#schemas/generated/events.ts';
import type { KeyedStatements, Statement } from '#shared/pure/snapshot.ts';
import type { Instant } from '#shared/pure/time.ts';
import { latestActualDate } from './dates.ts';
import type { NativeDossier } from './native-dossier.ts';
import { type Owners, ownersOf } from './owners.ts';

/** `submitted`; `accepted` unless the dossier is only registered or was refused; `status` where it adds something. */
export function headerFacts(dossier: NativeDossier): readonly KeyedStatements[] {
  const statements: readonly [string, Statement | undefined][] = [
    ['submitted', submitted(dossier, ownersOf(dossier))],
    ['accepted', accepted(dossier)],
    ['status', statusOf(dossier)],
  ];
  return statements.flatMap(([key, statement]) =>
    statement === undefined ? [] : [{ key, state: () => [statement] }],
  );
}

const CHANNELS = new Map([
  ['1', 'IN_PERSON'],
  ['2', 'ONLINE'],
  ['3', 'POSTAL'],
] as const);

/** How a dossier was filed, by KenhThucHien. */
export function channelOf({ channelCode }: Pick<NativeDossier, 'channelCode'>) {
  for (const [code, channel] of CHANNELS) if (code === channelCode) return channel;
  return 'UNKNOWN';
}

function submitted(dossier: NativeDossier, owners: Owners): Statement {
  return {
    eventName: 'DossierSubmitted',
    type: 'vn.gov.one-stop-shop.dossier-submitted.v1',
    occurredAt: dossier.filedAt,
    concerns: owners.ofDossier,
    text: {
      ...owners.ofNobody,
      abstract: dossier.abstract ?? null,
      note: dossier.notes.length === 0 ? null : dossier.notes.join('\n'),
    },
    data: {
      procedureCode: dossier.procedureCode,
      procedureName: dossier.procedureName ?? null,
      channel: channelOf(dossier),
      fieldCode: dossier.fieldCode ?? null,
      fieldName: dossier.fieldName ?? null,
      electronicAuthenticationLevel: null,
      declaredFields: null,
      prefilledFields: null,
      unitName: dossier.unitName ?? null,
      otherDossierCode: dossier.otherDossierCode ?? null,
    },
  };
}

const NOT_ACCEPTED: ReadonlySet<DossierStatus> = new Set(['REGISTERED', 'REFUSED']);

function accepted({ receivedAt, dueAt, status }: NativeDossier): Statement | undefined {
  if (receivedAt === undefined || NOT_ACCEPTED.has(status)) return undefined;
  return {
    eventName: 'DossierAccepted',
    type: 'vn.gov.one-stop-shop.dossier-accepted.v1',
    occurredAt: receivedAt,
    concerns: [],
    data: { dueAt: dueAt ?? null },
  };
}

/** Nothing for 1 and 2, which the other two facts say, nor for 0, which says nothing. Dates: rules.md 6. */
function statusOf(dossier: NativeDossier): Statement | undefined {
  const { status, refusedAt, finishedAt, returnedAt, returnNote } = dossier;
  const latest = latestActualDate(dossier);
  const ended = (occurredAt: Instant | undefined) => ({
    occurredAt: occurredAt ?? latest,
    concerns: [],
    data: {},
  });
  switch (status) {
    case 'UNKNOWN':
    case 'REGISTERED':
    case 'ACCEPTED':
      return undefined;
    case 'REFUSED':
      return {
        eventName: 'DossierRefused',
        type: 'vn.gov.one-stop-shop.dossier-refused.v1',
        ...ended(refusedAt),
      };
    case 'WITHDRAWN':
      return {
        eventName: 'DossierWithdrawn',
        type: 'vn.gov.one-stop-shop.dossier-withdrawn.v1',
        ...ended(finishedAt),
      };
    case 'STOPPED':
      return {
        eventName: 'DossierStopped',
        type: 'vn.gov.one-stop-shop.dossier-stopped.v1',
        ...ended(finishedAt),
      };
    case 'COMPLETED':
      return {
        eventName: 'DossierCompleted',
        type: 'vn.gov.one-stop-shop.dossier-completed.v1',
        ...ended(finishedAt),
      };
    case 'RESULT_RETURNED':
      return {
        eventName: 'ResultReturned',
        type: 'vn.gov.one-stop-shop.result-returned.v1',
        ...ended(returnedAt),
        ...(returnNote !== undefined && { text: { reason: returnNote } }),
      };
    case 'PROCESSING':
    case 'SUPPLEMENT_REQUESTED':
    case 'FEE_REQUESTED':
      return {
        eventName: 'ProcessingStepRecorded',
        type: 'vn.gov.one-stop-shop.processing-step-recorded.v1',
        occurredAt: latest,
        concerns: [],
        data: { status, startedAt: null, dueAt: null, unitName: dossier.unitName ?? null },
      };
    default:
      return status satisfies never;
  }
}
