/** Row 3: a seller with three land certificates loses one; Hà and Đức own parcel B. */
import { concern, oneStopEvents, type SaidEvent, sharedPapers } from './cloud-event.ts';
import { DUC, HA, SELLER } from './people.ts';
import { as, type PapersAsk, type PreCheckQuestion, type Row } from './row.ts';
import { LAND_OFFICE } from './units.ts';

const DOSSIER = `${LAND_OFFICE.agencyCode}-260415-0031`;
const PARCELS = {
  A: { type: 'PARCEL', key: '25-07900-12-117' },
  B: { type: 'PARCEL', key: '25-07900-12-118' },
  C: { type: 'PARCEL', key: '25-07900-15-041' },
} as const;
export const PARCEL_B = PARCELS.B;
/** The certificate that Hà and Đức hold. */
export const CERTIFICATE_NUMBER = 'DP 731209';

function sharedCertificate(parcel: keyof typeof PARCELS, number: string, issuedOn: string): SaidEvent {
  return {
    id: `land-certificate-${number.replace(' ', '-')}`,
    agency: LAND_OFFICE.agencyCode,
    type: 'vn.gov.shared.paper-shared.v1',
    time: '2026-04-02T02:00:00.000Z',
    data: {
      concerns: [concern('OWNER', SELLER)],
      paper: {
        paperKind: 'LAND_CERTIFICATE',
        number,
        issuer: { agencyCode: LAND_OFFICE.agencyCode, name: LAND_OFFICE.agencyName },
        issuedOn,
        signatureStatus: 'VALID',
        object: PARCELS[parcel],
      },
    },
  };
}

function ofTransfer(id: string, type: SaidEvent['type'], time: string, data: SaidEvent['data']): SaidEvent {
  return { id: `${DOSSIER}-${id}`, agency: LAND_OFFICE.agencyCode, type, subject: DOSSIER, time, data };
}

const transfer: readonly SaidEvent[] = [
  ofTransfer('submitted', 'vn.gov.one-stop-shop.dossier-submitted.v1', '2026-04-15T01:20:00.000Z', {
    concerns: [concern('APPLICANT', HA), concern('APPLICANT', DUC)],
    procedureCode: '1.013831',
    channel: 'ONLINE',
  }),
  ofTransfer('accepted', 'vn.gov.one-stop-shop.dossier-accepted.v1', '2026-04-15T02:00:00.000Z', {
    dueAt: '2026-05-20T10:00:00.000Z',
  }),
  ofTransfer('certificate', 'vn.gov.one-stop-shop.result-issued.v1', '2026-05-12T02:30:00.000Z', {
    concerns: [concern('SELLER', SELLER), concern('OWNER', HA), concern('OWNER', DUC)],
    dossierCode: DOSSIER,
    procedureCode: '1.013831',
    paper: {
      resultCode: 'KQ.G10.001147',
      number: CERTIFICATE_NUMBER,
      issuer: { agencyCode: LAND_OFFICE.agencyCode, name: LAND_OFFICE.agencyName },
      issuedOn: '2026-05-12',
      signatureStatus: 'VALID',
      object: PARCELS.B,
    },
  }),
  ofTransfer('returned', 'vn.gov.one-stop-shop.result-returned.v1', '2026-05-12T03:15:00.000Z', {}),
];

const papersOfSeller: Omit<PapersAsk, 'before' | 'answer'> = {
  kind: 'PAPERS',
  title: 'Papers of the seller',
  of: SELLER,
  on: '2026-06-01',
};
const allThree = [
  'LAND_CERTIFICATE CK 402117 HELD',
  'LAND_CERTIFICATE CK 402118 HELD',
  'LAND_CERTIFICATE CP 115930 HELD',
];
const oneSold = allThree.map((paper) => paper.replace('402118 HELD', '402118 STALE/SUPERSEDED'));

const residence: PreCheckQuestion = {
  procedureCode: '1.004222',
  subjects: [as('APPLICANT', HA)],
  on: '2026-06-01',
};

export const ROW_03: Row = {
  number: 3,
  title: 'They buy parcel B, one of the seller’s three',
  steps: [
    {
      key: '03-seller',
      title: 'The land office shares the seller’s three certificates',
      messages: [
        sharedPapers(
          sharedCertificate('A', 'CK 402117', '2018-06-04'),
          sharedCertificate('B', 'CK 402118', '2018-06-04'),
          sharedCertificate('C', 'CP 115930', '2019-11-21'),
        ),
      ],
      asks: [{ ...papersOfSeller, before: [], answer: allThree, last: oneSold }],
    },
    {
      key: '03-transfer',
      title: 'The transfer of parcel B is returned on 12 May',
      messages: [oneStopEvents(...transfer)],
      asks: [
        { ...papersOfSeller, before: allThree, answer: oneSold },
        {
          kind: 'PRE_CHECK',
          title: 'Permanent residence, Hà',
          question: residence,
          before: { papers: ['NOT_REUSABLE', 'CONDITIONAL', 'HELD'], toBring: [1] },
          answer: {
            papers: ['NOT_REUSABLE', `HELD ${CERTIFICATE_NUMBER}`, 'HELD'],
            toBring: [1],
            prefill: {
              fullName: HA.name,
              personalId: HA.subject.id,
              parcel: PARCELS.B.key,
              landCertificateNumber: CERTIFICATE_NUMBER,
            },
          },
          filed: true,
        },
      ],
    },
  ],
};
