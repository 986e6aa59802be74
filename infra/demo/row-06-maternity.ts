/** Row 6: Hà, a teacher and civil servant, is on maternity leave; her personnel record fills in the form. */
import { HA, HA_CIVIL_SERVANT_CODE, KHOI } from './people.ts';
import { as, type ExpectedPreCheck, type Row } from './row.ts';
import { BIRTH_CERTIFICATE_NUMBER } from './row-05-birth-registration.ts';
import { PROVINCE } from './units.ts';

const SOCIAL_INSURANCE_NUMBER = '2512048813';

const withoutRecord: ExpectedPreCheck = {
  papers: ['NOT_REUSABLE', `HELD ${BIRTH_CERTIFICATE_NUMBER}`],
  toBring: [1],
  prefill: {
    fullName: HA.name,
    personalId: HA.subject.id,
    childPersonalId: KHOI.subject.id,
    childBirthDate: '2026-09-02',
  },
};

export const ROW_06: Row = {
  number: 6,
  title: 'Hà takes maternity leave',
  steps: [
    {
      key: '06-maternity',
      title: 'Her personnel record arrives',
      messages: [
        {
          door: 'RECORDS',
          body: {
            code: HA_CIVIL_SERVANT_CODE,
            personalId: HA.subject.id,
            name: HA.name,
            birthDate: '1988-05-17',
            unit: PROVINCE.agencyCode,
            position: 'Giáo viên trung học phổ thông',
            kind: 'PUBLIC_EMPLOYEE',
            recruitedOn: '2012-09-01',
            contracts: [{ kind: 'INDEFINITE', number: '118/HĐLV', from: '2013-09-01' }],
            degrees: [
              {
                level: 'UNIVERSITY',
                field: 'Sư phạm Ngữ văn',
                institution: 'Trường Đại học Hùng Vương',
                year: 2011,
              },
            ],
            certificates: [],
            salaryRecords: [{ rank: 'V.07.05.15', step: 5, coefficient: '3.66', from: '2025-09-01' }],
            positions: [
              {
                agencyCode: PROVINCE.agencyCode,
                title: 'Giáo viên trung học phổ thông',
                from: '2012-09-01',
              },
            ],
            leaves: [{ kind: 'MATERNITY', from: '2026-09-02', to: '2027-03-01' }],
            socialInsuranceNumber: SOCIAL_INSURANCE_NUMBER,
            status: 'ON_LEAVE',
            statusFrom: '2026-09-02',
            asOf: '2026-09-16',
          },
        },
      ],
      asks: [
        {
          kind: 'PRE_CHECK',
          title: 'Maternity benefit',
          question: {
            procedureCode: '2.000693',
            subjects: [as('APPLICANT', HA), as('CHILD', KHOI)],
            on: '2026-09-20',
          },
          before: withoutRecord,
          answer: {
            ...withoutRecord,
            prefill: {
              ...withoutRecord.prefill,
              agency: PROVINCE.agencyCode,
              position: 'Giáo viên trung học phổ thông',
              socialInsuranceNumber: SOCIAL_INSURANCE_NUMBER,
              leaveFrom: '2026-09-02',
            },
          },
          filed: true,
        },
      ],
    },
  ],
};
