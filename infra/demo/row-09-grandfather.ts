/** Row 9: Đức's father dies. The family may ask about him, because a held paper proves who they are to him. */
import { concern, oneStopEvents, type SaidEvent, sharedPapers } from './cloud-event.ts';
import { DUC, LOC, type Person, SELLER } from './people.ts';
import { as, type ExpectedPreCheck, type PreCheckAsk, type Row } from './row.ts';
import { COMMUNE } from './units.ts';

const DOSSIER = `${COMMUNE.agencyCode}-261019-0021`;
const EXTRACT_NUMBER = '96/2026';

function ofDeath(id: string, type: SaidEvent['type'], time: string, data: SaidEvent['data']): SaidEvent {
  return { id: `${DOSSIER}-${id}`, agency: COMMUNE.agencyCode, type, subject: DOSSIER, time, data };
}

const registration: readonly SaidEvent[] = [
  ofDeath('submitted', 'vn.gov.one-stop-shop.dossier-submitted.v1', '2026-10-19T01:40:00.000Z', {
    concerns: [concern('APPLICANT', DUC)],
    procedureCode: '1.000656',
    channel: 'IN_PERSON',
  }),
  ofDeath('accepted', 'vn.gov.one-stop-shop.dossier-accepted.v1', '2026-10-19T01:50:00.000Z', {
    dueAt: '2026-10-21T10:00:00.000Z',
  }),
  ofDeath('extract', 'vn.gov.one-stop-shop.result-issued.v1', '2026-10-20T02:00:00.000Z', {
    concerns: [concern('DECEASED', LOC, { deathDate: '2026-10-18' })],
    dossierCode: DOSSIER,
    procedureCode: '1.000656',
    paper: {
      resultCode: 'KQ.G15.000034',
      number: EXTRACT_NUMBER,
      issuer: { agencyCode: COMMUNE.agencyCode, name: COMMUNE.agencyName },
      issuedOn: '2026-10-20',
      signatureStatus: 'VALID',
    },
  }),
  ofDeath('returned', 'vn.gov.one-stop-shop.result-returned.v1', '2026-10-20T02:30:00.000Z', {}),
];

function survivorsBenefit(
  applicant: Person,
  title: string,
): Pick<PreCheckAsk, 'kind' | 'title' | 'question'> {
  const subjects = [as('APPLICANT', applicant), as('DECEASED', LOC)];
  return { kind: 'PRE_CHECK', title, question: { procedureCode: '2.000821', subjects, on: '2026-10-20' } };
}

const unproven: ExpectedPreCheck = { papers: ['NOT_REUSABLE', 'UNSETTLED/RELATION_UNPROVEN'], toBring: [1] };
const alive: ExpectedPreCheck = { papers: ['NOT_REUSABLE', 'MISSING'], toBring: [1, 2] };
const extractHeld: ExpectedPreCheck = {
  papers: ['NOT_REUSABLE', `HELD ${EXTRACT_NUMBER}`],
  toBring: [1],
  prefill: {
    fullName: DUC.name,
    personalId: DUC.subject.id,
    deathDate: '2026-10-18',
    deathExtractNumber: EXTRACT_NUMBER,
  },
};

export const ROW_09: Row = {
  number: 9,
  title: 'Đức’s father dies',
  steps: [
    {
      key: '09-birth-certificate',
      title: 'Đức’s birth certificate, which names his father, is shared',
      messages: [
        sharedPapers({
          id: 'birth-certificate-1986-77',
          agency: COMMUNE.agencyCode,
          type: 'vn.gov.shared.paper-shared.v1',
          time: '2026-10-15T02:00:00.000Z',
          data: {
            concerns: [concern('CHILD', DUC, { birthDate: '1986-03-09' }), concern('FATHER', LOC)],
            paper: {
              paperKind: 'BIRTH_CERTIFICATE',
              number: '77/1986',
              issuer: { agencyCode: COMMUNE.agencyCode, name: COMMUNE.agencyName },
              issuedOn: '1986-03-14',
              signatureStatus: 'NONE',
            },
          },
        }),
      ],
      asks: [
        {
          ...survivorsBenefit(DUC, 'Survivor’s benefit, Đức'),
          before: unproven,
          answer: alive,
          last: extractHeld,
        },
      ],
    },
    {
      key: '09-death',
      title: 'The death extract is returned on 20 October',
      messages: [oneStopEvents(...registration)],
      asks: [
        {
          ...survivorsBenefit(DUC, 'Survivor’s benefit, Đức'),
          before: alive,
          answer: extractHeld,
          filed: true,
        },
        {
          ...survivorsBenefit(SELLER, 'The same, asked by a stranger'),
          before: unproven,
          answer: unproven,
        },
      ],
    },
  ],
};
