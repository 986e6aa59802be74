/** Row 7: Đức builds on parcel B; the permit turns out to be signed by an officer who had left his post. */
import { concern, oneStopEvents, type SaidEvent } from './cloud-event.ts';
import { DUC, DUNG } from './people.ts';
import { as, type PapersAsk, type PreCheckAsk, type Row } from './row.ts';
import { CERTIFICATE_NUMBER, PARCEL_B } from './row-03-land.ts';
import { BIRTH_CERTIFICATE_NUMBER } from './row-05-birth-registration.ts';
import { COMMUNE } from './units.ts';

const DOSSIER = `${COMMUNE.agencyCode}-260916-0040`;
const PERMIT_NUMBER = '57/GPXD';

function ofPermit(id: string, type: SaidEvent['type'], time: string, data: SaidEvent['data']): SaidEvent {
  return { id: `${DOSSIER}-${id}`, agency: COMMUNE.agencyCode, type, subject: DOSSIER, time, data };
}

const filed = ofPermit('submitted', 'vn.gov.one-stop-shop.dossier-submitted.v1', '2026-09-16T02:10:00.000Z', {
  concerns: [concern('APPLICANT', DUC)],
  procedureCode: '1.013225',
  channel: 'ONLINE',
});

const returned: readonly SaidEvent[] = [
  ofPermit('accepted', 'vn.gov.one-stop-shop.dossier-accepted.v1', '2026-09-16T03:00:00.000Z', {
    dueAt: '2026-10-06T10:00:00.000Z',
  }),
  ofPermit('permit', 'vn.gov.one-stop-shop.result-issued.v1', '2026-09-28T02:00:00.000Z', {
    concerns: [concern('HOLDER', DUC)],
    dossierCode: DOSSIER,
    procedureCode: '1.013225',
    paper: {
      resultCode: 'KQ.G17.000311',
      number: PERMIT_NUMBER,
      issuer: { agencyCode: COMMUNE.agencyCode, name: COMMUNE.agencyName },
      issuedOn: '2026-09-28',
      signer: { civilServantCode: DUNG.civilServantCode },
      signedAt: '2026-09-25T08:40:00.000Z',
      signatureStatus: 'VALID',
      object: PARCEL_B,
    },
  }),
  ofPermit('returned', 'vn.gov.one-stop-shop.result-returned.v1', '2026-09-28T03:00:00.000Z', {}),
];

const beforeFiling: PreCheckAsk = {
  kind: 'PRE_CHECK',
  title: 'Building permit for parcel B, before filing',
  question: {
    procedureCode: '1.013225',
    subjects: [as('APPLICANT', DUC)],
    object: PARCEL_B,
    on: '2026-09-16',
  },
  before: { papers: ['NOT_REUSABLE', `HELD ${CERTIFICATE_NUMBER}`, 'NOT_REUSABLE'], toBring: [1, 3] },
  answer: { papers: ['NOT_REUSABLE', `HELD ${CERTIFICATE_NUMBER}`, 'NOT_REUSABLE'], toBring: [1, 3] },
  filed: true,
};

const papersOfDuc: Omit<PapersAsk, 'before' | 'answer'> = {
  kind: 'PAPERS',
  title: 'Papers of Đức',
  of: DUC,
  on: '2026-10-01',
};
const held = [
  `BIRTH_CERTIFICATE ${BIRTH_CERTIFICATE_NUMBER} HELD`,
  `LAND_CERTIFICATE ${CERTIFICATE_NUMBER} HELD`,
  'MARRIAGE_CERTIFICATE - HELD',
];
const permit = (status: string): string[] => [`BUILDING_PERMIT ${PERMIT_NUMBER} ${status}`, ...held].sort();
/** What the following rows add to Đức's papers. */
const later = (papers: readonly string[]): string[] => [...papers, 'BIRTH_CERTIFICATE 77/1986 HELD'].sort();

export const ROW_07: Row = {
  number: 7,
  title: 'Đức builds on parcel B',
  steps: [
    {
      key: '07-filed',
      title: 'He files for a building permit on 16 September',
      messages: [oneStopEvents(filed)],
      asks: [beforeFiling],
    },
    {
      key: '07-permit',
      title: 'The permit is returned on 28 September, signed on the 25th',
      messages: [oneStopEvents(...returned)],
      asks: [
        {
          ...papersOfDuc,
          before: held,
          answer: permit('HELD, signer UNKNOWN'),
          last: later(permit('STALE/SIGNER_NOT_IN_POST, signer NOT_IN_POST')),
        },
      ],
    },
    {
      key: '07-signer',
      title: 'The signer’s record arrives: he had left on the 20th',
      messages: [
        {
          door: 'RECORDS',
          body: {
            code: DUNG.civilServantCode,
            personalId: DUNG.subject.id,
            name: DUNG.name,
            birthDate: '1979-02-11',
            unit: COMMUNE.agencyCode,
            position: 'Phó Chủ tịch Ủy ban nhân dân phường',
            kind: 'OFFICIAL',
            recruitedOn: '2004-08-16',
            contracts: [],
            degrees: [],
            certificates: [],
            salaryRecords: [],
            positions: [
              {
                agencyCode: COMMUNE.agencyCode,
                title: 'Phó Chủ tịch Ủy ban nhân dân phường',
                from: '2025-07-01',
                to: '2026-09-20',
              },
            ],
            leaves: [],
            socialInsuranceNumber: '2504031177',
            status: 'WORKING',
            asOf: '2026-09-30',
          },
        },
      ],
      asks: [
        {
          ...papersOfDuc,
          before: permit('HELD, signer UNKNOWN'),
          answer: permit('STALE/SIGNER_NOT_IN_POST, signer NOT_IN_POST'),
          last: later(permit('STALE/SIGNER_NOT_IN_POST, signer NOT_IN_POST')),
        },
      ],
    },
  ],
};
