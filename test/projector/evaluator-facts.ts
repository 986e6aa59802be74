// What the evaluator's tests say: dossiers, procedures, agencies, what operators decide.
import type { EventData, HubEvent } from '#schemas/generated/events.ts';
import { at, paper } from '../support/facts.ts';
import { event } from './hub.ts';

/** A fact with the key under which it stands. */
export type Stated = readonly [key: string, event: HubEvent];

/** A version of the single-status procedure, whose result is listed. */
export function published(
  more: Partial<EventData['ProcedurePublished']> = {},
  recordedAt = Date.UTC(2025, 6, 1),
): HubEvent {
  return event(
    'ProcedurePublished',
    {
      procedureCode: '1.004873',
      procedureName: 'Cấp Giấy xác nhận tình trạng hôn nhân',
      nameEn: null,
      levels: ['COMMUNE'],
      processingDays: 5,
      applicantRole: 'HOLDER',
      avoidable: false,
      avoidableBy: [],
      validFrom: '2025-07-01',
      validTo: null,
      legalBasis: null,
      yields: [
        { resultCode: SINGLE, paperKind: 'SINGLE_STATUS_CONFIRMATION', effect: 'GRANTS', validMonths: 6 },
      ],
      papers: [],
      prefill: [],
      fieldName: 'Hộ tịch',
      withFee: null,
      payableOnline: null,
      origin: 'BUILT_IN',
      defects: [],
      ...more,
    },
    { stream: 'catalogue', agency: 'G22', at: recordedAt, recordedAt },
  );
}

export const SINGLE = 'KQ.G15.000038';

export function registered(agencyCode: string, level: string): HubEvent {
  return event(
    'AgencyRegistered',
    {
      agencyCode,
      agencyName: agencyCode,
      level,
      agencyKind: null,
      parent: null,
      validFrom: null,
      validTo: null,
      legacyCode: null,
      dataSource: null,
    },
    { stream: 'hub', agency: 'G22' },
  );
}

/** A dossier that was filed and accepted. */
export function opened(code: string, dueAt: number | null = null): readonly Stated[] {
  const day = '2026-03-02';
  const submitted = event(
    'DossierSubmitted',
    {
      procedureCode: '1.004873',
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
    { at: at(day), concerns: [[`subject of ${code}`, 'APPLICANT']] },
  );
  return [
    [code, submitted],
    [code, event('DossierAccepted', { dueAt }, { at: at(day, 9) })],
  ];
}
export function handedIn(code: string, name: string): Stated {
  const data: EventData['ComponentSubmitted'] = {
    paper: paper({ name }),
    componentKey: name,
    form: 'ORIGINAL',
    digitised: false,
    reuse: 'NONE',
    replacesResultCode: null,
  };
  return [
    code,
    event('ComponentSubmitted', data, {
      at: at('2026-03-02'),
      concerns: [[`subject of ${code}`, 'APPLICANT']],
    }),
  ];
}

export function said(
  code: string,
  eventName: 'DossierCompleted' | 'ResultReturned' | 'DossierWithdrawn',
): Stated {
  return [code, event(eventName, {}, { at: at('2026-03-05', 10) })];
}

export function resulting(code: string, resultCode: string): Stated {
  return [
    code,
    event(
      'ResultIssued',
      { paper: paper({ resultCode }), resultKey: null, dossierCode: code, procedureCode: null },
      { at: at('2026-03-05'), concerns: [[`subject of ${code}`, 'HOLDER']] },
    ),
  ];
}

export function alias(evidence: 'NAME' | 'CODE', value: string): HubEvent {
  return event(
    'PaperAliasDefined',
    { evidence, value, paperKind: 'LAND_USE_PAPER' },
    { stream: 'catalogue' },
  );
}

let told = 0;
export function trusting(trusted: boolean): HubEvent {
  told += 1;
  const when = Date.UTC(2026, 8, 14, 2) + told * 60_000;
  return event(
    'SourceTrustChanged',
    { trustedSource: '/agencies/H44.150/events', trusted },
    { stream: 'hub', at: when, recordedAt: when },
  );
}
