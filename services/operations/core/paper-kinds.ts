/** The hub's own vocabulary of papers (domain.md 5, and what built-in aliases add): what an alias may mean. Pure. */
import type { Catalogue } from '#shared/once-only/catalogue.ts';
import { UNMAPPED } from '#shared/once-only/unmapped.ts';

const ALWAYS_KNOWN = [
  'APPLICATION_FORM',
  'DRAWINGS',
  'AUTHORISATION',
  'ID_CARD',
  'PASSPORT',
  'BIRTH_NOTICE',
  'BIRTH_CERTIFICATE',
  'SINGLE_STATUS_CONFIRMATION',
  'MARRIAGE_CERTIFICATE',
  'DIVORCE_JUDGMENT',
  'DEATH_NOTICE',
  'DEATH_EXTRACT',
  'CIVIL_STATUS_EXTRACT',
  'RESIDENCE_CONFIRMATION',
  'LAWFUL_DWELLING',
  'KINSHIP',
  'LAND_CERTIFICATE',
  'NOTARISED_CONTRACT',
  'BUILDING_PERMIT',
  'BUSINESS_REGISTRATION',
  'JUDICIAL_RECORD',
  'FEE_EXEMPTION_DECISION',
  'DRIVING_LICENCE',
  'HEALTH_CHECK',
  'VEHICLE_REGISTRATION',
  'E_INVOICE',
  'REGISTRATION_FEE_RECEIPT',
  'SOCIAL_INSURANCE_BOOK',
  'HEALTH_INSURANCE_CARD',
  'MATERNITY_DECISION',
  'RETIREMENT_DECISION',
  'HOUSEHOLD_BOOK',
  'LAND_USE_PAPER',
  'CERTIFIED_COPY',
  'IDENTITY_PAPER',
  'TAX_REGISTRATION',
  'INVESTMENT_CERTIFICATE',
  'POOR_HOUSEHOLD_CERTIFICATE',
  'COMPANY_CHARTER',
] as const;

/** Every kind, in order: the vocabulary, and what procedures ask for, accept or yield beside it. */
export function paperKinds(catalogue: Pick<Catalogue, 'procedures'>): readonly string[] {
  const listed = catalogue
    .procedures()
    .flatMap(({ papers, yields }) => [
      ...papers.flatMap(({ paperKind, satisfiedBy }) => [paperKind, ...satisfiedBy]),
      ...yields.flatMap(({ paperKind }) => paperKind ?? []),
    ])
    .filter((kind) => kind !== '' && kind !== UNMAPPED);
  return [...new Set<string>([...ALWAYS_KNOWN, ...listed])].sort();
}
