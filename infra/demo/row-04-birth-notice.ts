/** Row 4: Khôi is born, and the hospital says so. */
import { concern, sharedPapers } from './cloud-event.ts';
import { DUC, HA, KHOI } from './people.ts';
import { as, type Row } from './row.ts';
import { HOSPITAL } from './units.ts';

export const BIRTH_NOTICE_NUMBER = '1904/2026';

export const ROW_04: Row = {
  number: 4,
  title: 'Khôi is born',
  steps: [
    {
      key: '04-birth-notice',
      title: 'The hospital shares the birth notice',
      messages: [
        sharedPapers({
          id: 'birth-notice-2026-1904',
          agency: HOSPITAL.agencyCode,
          type: 'vn.gov.shared.paper-shared.v1',
          time: '2026-09-03T01:05:00.000Z',
          data: {
            concerns: [
              concern('MOTHER', HA),
              concern('CHILD', KHOI, { birthDate: '2026-09-02', birthPlace: HOSPITAL.agencyName }),
            ],
            paper: {
              paperKind: 'BIRTH_NOTICE',
              number: BIRTH_NOTICE_NUMBER,
              issuer: { agencyCode: HOSPITAL.agencyCode, name: HOSPITAL.agencyName },
              issuedOn: '2026-09-03',
              signatureStatus: 'VALID',
            },
          },
        }),
      ],
      asks: [
        {
          kind: 'PRE_CHECK',
          title: 'Birth registration',
          question: {
            procedureCode: '1.001193',
            subjects: [as('APPLICANT', HA), as('FATHER', DUC), as('MOTHER', HA)],
            on: '2026-09-10',
          },
          before: { papers: ['NOT_REUSABLE', 'MISSING', 'HELD', 'CONDITIONAL'], toBring: [1, 2] },
          answer: {
            papers: ['NOT_REUSABLE', `HELD ${BIRTH_NOTICE_NUMBER}`, 'HELD', 'CONDITIONAL'],
            toBring: [1],
            prefill: {
              fullName: HA.name,
              personalId: HA.subject.id,
              birthDate: '2026-09-02',
              birthPlace: HOSPITAL.agencyName,
            },
          },
          filed: true,
        },
      ],
    },
  ],
};
