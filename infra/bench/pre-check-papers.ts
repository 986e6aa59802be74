/** The papers of a household: what each dossier takes and yields, and what other bodies share. */
import type { DossierName, Member } from './pre-check-households.ts';

export type Concern = readonly [role: string, member: Member, said?: Readonly<Record<string, string>>];

export interface DossierLife {
  readonly name: DossierName;
  readonly procedureCode: string;
  readonly applicant: Member;
  readonly components: readonly (readonly [paperKind: string, holder: Member])[];
  readonly resultCode: string;
  readonly concerns: readonly Concern[];
}

/** Those told as CloudEvents; the marriage comes as a native message. */
export const LIVES: readonly DossierLife[] = [
  {
    name: 'SINGLE_MOTHER',
    procedureCode: '1.004873',
    applicant: 'MOTHER',
    components: [['RESIDENCE_CONFIRMATION', 'MOTHER']],
    resultCode: 'KQ.G15.000038',
    concerns: [['HOLDER', 'MOTHER']],
  },
  {
    name: 'SINGLE_FATHER',
    procedureCode: '1.004873',
    applicant: 'FATHER',
    components: [['DIVORCE_JUDGMENT', 'FATHER']],
    resultCode: 'KQ.G15.000038',
    concerns: [['HOLDER', 'FATHER']],
  },
  {
    name: 'BIRTH',
    procedureCode: '1.001193',
    applicant: 'MOTHER',
    components: [
      ['BIRTH_NOTICE', 'MOTHER'],
      ['MARRIAGE_CERTIFICATE', 'MOTHER'],
    ],
    resultCode: 'KQ.G15.000031',
    concerns: [
      ['CHILD', 'CHILD', { birthDate: '2025-09-25', birthPlace: 'Phú Thọ' }],
      ['FATHER', 'FATHER'],
      ['MOTHER', 'MOTHER'],
    ],
  },
  {
    name: 'LAND',
    procedureCode: '1.013831',
    applicant: 'FATHER',
    components: [['NOTARISED_CONTRACT', 'FATHER']],
    resultCode: 'KQ.G10.001147',
    concerns: [
      ['OWNER', 'FATHER'],
      ['OWNER', 'MOTHER'],
    ],
  },
  {
    name: 'DEATH',
    procedureCode: '1.000656',
    applicant: 'FATHER',
    components: [['DEATH_NOTICE', 'ELDER']],
    resultCode: 'KQ.G15.000034',
    concerns: [['DECEASED', 'ELDER', { deathDate: '2025-10-11' }]],
  },
  {
    name: 'RECORD',
    procedureCode: '3.000333',
    applicant: 'FATHER',
    components: [['ID_CARD', 'FATHER']],
    resultCode: 'KQ.G01.000199',
    concerns: [['HOLDER', 'FATHER']],
  },
  {
    name: 'LICENCE',
    procedureCode: '3.000347',
    applicant: 'MOTHER',
    components: [
      ['HEALTH_CHECK', 'MOTHER'],
      ['DRIVING_LICENCE', 'MOTHER'],
    ],
    resultCode: 'KQ.G01.000185',
    concerns: [['HOLDER', 'MOTHER']],
  },
];

/** Papers that other bodies share, by their first holder. */
export const SHARED: Readonly<
  Record<Member, readonly (readonly [paperKind: string, ...concerns: Concern[]])[]>
> = {
  FATHER: [
    ['BIRTH_CERTIFICATE', ['CHILD', 'FATHER', { birthDate: '1986-03-09' }], ['FATHER', 'ELDER']],
    ...held('FATHER', 'ID_CARD', 'HEALTH_INSURANCE_CARD', 'SOCIAL_INSURANCE_BOOK', 'DRIVING_LICENCE'),
    ...held('FATHER', 'RESIDENCE_CONFIRMATION', 'BUSINESS_REGISTRATION', 'TAX_REGISTRATION'),
  ],
  MOTHER: [
    [
      'BIRTH_NOTICE',
      ['MOTHER', 'MOTHER'],
      ['CHILD', 'CHILD', { birthDate: '2025-09-25', birthPlace: 'Phú Thọ' }],
    ],
    ...held('MOTHER', 'ID_CARD', 'HEALTH_INSURANCE_CARD', 'SOCIAL_INSURANCE_BOOK', 'PASSPORT'),
    ...held('MOTHER', 'RESIDENCE_CONFIRMATION', 'HEALTH_CHECK'),
  ],
  CHILD: held('CHILD', 'HEALTH_INSURANCE_CARD', 'RESIDENCE_CONFIRMATION'),
  ELDER: [
    ...held('ELDER', 'ID_CARD', 'HEALTH_INSURANCE_CARD', 'SOCIAL_INSURANCE_BOOK'),
    ...held('ELDER', 'LAND_CERTIFICATE', 'VEHICLE_REGISTRATION'),
  ],
};

function held(member: Member, ...paperKinds: readonly string[]): [string, Concern][] {
  return paperKinds.map((paperKind) => [paperKind, ['HOLDER', member]]);
}
