// The persons and facts that the portal's tests ask about: a couple, their child, a parcel, a personnel record.

import type { FactDraft } from '#shared/pure/draft.ts';
import { type Day, startOfDay } from '#shared/pure/time.ts';
import { paper } from '../support/facts.ts';
import { draft } from './portal-room.ts';

export const LAN = { type: 'PERSON', id: '001190000011' } as const;
export const MINH = { type: 'PERSON', id: '001088000022' } as const;
export const AN = { type: 'PERSON', id: '001226000033' } as const;
export const STRANGER = { type: 'PERSON', id: '001075000044' } as const;

export const MARRIAGE_DOSSIER = 'H44.150-260310-0021';
export const PARCEL = { type: 'PARCEL', key: '11-22-33' } as const;

const at = (day: Day, hour = 9): number => startOfDay(day) + hour * 3_600_000;
const ISSUER = { agencyCode: 'H44', name: 'UBND tỉnh Phú Thọ' };

const ONE_STOP = 'vn.gov.one-stop-shop';
const SUBMITTED = {
  procedureName: null,
  channel: 'ONLINE',
  fieldCode: null,
  fieldName: null,
  electronicAuthenticationLevel: null,
  declaredFields: null,
  prefilledFields: null,
  unitName: null,
  otherDossierCode: null,
} as const;

/** The commune that registers marriages and employs LAN. */
export function commune(): FactDraft[] {
  return [
    draft('AgencyRegistered', 'vn.gov.hub.agency-registered.v1', {
      id: 'commune',
      key: 'H44.150',
      agency: 'H44',
      at: at('2025-07-01'),
      data: {
        agencyCode: 'H44.150',
        agencyName: 'UBND xã Cao Phong',
        level: 'COMMUNE',
        agencyKind: null,
        parent: 'H44',
        validFrom: '2025-07-01',
        validTo: null,
        legacyCode: null,
        dataSource: null,
      },
    }),
  ];
}

/** LAN and MINH marry on 2026-03-20. */
export function marriage(): FactDraft[] {
  const key = MARRIAGE_DOSSIER;
  return [
    draft('DossierSubmitted', `${ONE_STOP}.dossier-submitted.v1`, {
      id: `${key}-submitted`,
      key,
      at: at('2026-03-10'),
      concerns: [
        { person: LAN, role: 'APPLICANT', personal: { name: 'Lý Ngọc Lan' } },
        { person: MINH, role: 'APPLICANT', personal: { name: 'Đỗ Quang Minh' } },
      ],
      data: { procedureCode: '1.000894', ...SUBMITTED },
    }),
    draft('ResultIssued', `${ONE_STOP}.result-issued.v1`, {
      id: `${key}-result`,
      key,
      at: at('2026-03-20'),
      concerns: [
        { person: LAN, role: 'HOLDER' },
        { person: MINH, role: 'SPOUSE' },
      ],
      data: {
        paper: paper({
          resultCode: 'KQ.G15.000032',
          number: '45/2026',
          issuer: { agencyCode: 'H44.150', name: null },
          issuedOn: '2026-03-20',
          signatureStatus: 'VALID',
        }),
        resultKey: null,
        dossierCode: key,
        procedureCode: '1.000894',
      },
    }),
    draft('ResultReturned', `${ONE_STOP}.result-returned.v1`, {
      id: `${key}-returned`,
      key,
      at: at('2026-03-20', 10),
      data: {},
    }),
  ];
}

/** A land certificate of MINH, shared by the province. */
export function landCertificate(number = 'DD 100200', issuedOn: Day = '2026-04-01'): FactDraft[] {
  return [
    draft('PaperShared', 'vn.gov.shared.paper-shared.v1', {
      id: `land-${number}`,
      agency: 'H44',
      at: at(issuedOn),
      concerns: [{ person: MINH, role: 'OWNER' }],
      data: {
        paper: paper({ paperKind: 'LAND_CERTIFICATE', number, issuer: ISSUER, issuedOn, object: PARCEL }),
      },
    }),
  ];
}

/** AN's birth certificate, naming both parents; birth date and name sealed. */
export function birthCertificate(): FactDraft[] {
  return [
    draft('PaperShared', 'vn.gov.shared.paper-shared.v1', {
      id: 'birth-an',
      agency: 'H44',
      at: at('2026-06-10'),
      concerns: [
        { person: AN, role: 'CHILD', personal: { name: 'Đỗ Lý An', birthDate: '2026-06-01' } },
        { person: LAN, role: 'MOTHER', personal: { name: 'Lý Ngọc Lan' } },
        { person: MINH, role: 'FATHER', personal: { name: 'Đỗ Quang Minh' } },
      ],
      data: {
        paper: paper({
          paperKind: 'BIRTH_CERTIFICATE',
          number: '77/2026',
          issuer: ISSUER,
          issuedOn: '2026-06-10',
        }),
      },
    }),
  ];
}

/** LAN's personnel record: teacher, on maternity leave from 2026-06-01. */
export function personnelRecord(): FactDraft[] {
  const key = 'H44-CC-0901';
  return [
    draft('CivilServantRegistered', 'vn.gov.civil-servants.civil-servant-registered.v1', {
      id: `${key}-header`,
      key,
      agency: 'H44',
      at: at('2026-01-05'),
      concerns: [
        {
          person: LAN,
          role: 'HOLDER',
          personal: { name: 'Lý Ngọc Lan', socialInsuranceNumber: '0101234567' },
        },
      ],
      data: {
        kind: 'PUBLIC_EMPLOYEE',
        unit: 'H44.150',
        position: 'Giáo viên',
        recruitedOn: '2015-09-01',
        status: 'ON_LEAVE',
        statusFrom: '2026-06-01',
      },
    }),
    draft('LeaveStarted', 'vn.gov.civil-servants.leave-started.v1', {
      id: `${key}-leave`,
      key,
      agency: 'H44',
      at: at('2026-06-01'),
      data: { leaveKind: 'MATERNITY', startsOn: '2026-06-01', endsOn: null },
    }),
  ];
}
