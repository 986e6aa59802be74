/**
 * Invented households as agencies tell of them: a couple, their child and the father's father, persons of the 999
 * series, ten papers each. Every household has one of the fates; two of one fate differ only in words of the same
 * length, so that the facts of one can be copied as those of the other.
 */

/** What became of a household's papers. */
export const FATES = [
  'PLAIN',
  'MARRIAGE_REVOKED',
  'NOTICE_RETRACTED',
  'LAND_DISPUTED',
  'BIRTH_OPEN',
  'DEATH_UNPROVEN',
  'NUMBER_CORRECTED',
  'DUE_DAY_MOVED',
] as const;
export type Fate = (typeof FATES)[number];

export const MEMBERS = ['FATHER', 'MOTHER', 'CHILD', 'ELDER'] as const;
export type Member = (typeof MEMBERS)[number];

export const PAPERS = 40;

export function fateOf(household: number): Fate {
  return FATES[household % FATES.length] ?? 'PLAIN';
}

/** Stands in every name that a household has for itself; found again in the bytes of its facts. */
export function tokenOf(household: number): string {
  return `7${String(household).padStart(6, '0')}`;
}

export function personOf(
  household: number,
  member: Member,
): { readonly type: 'PERSON'; readonly id: string } {
  const number = household * MEMBERS.length + MEMBERS.indexOf(member);
  return { type: 'PERSON', id: `999${String(number).padStart(9, '0')}` };
}

/** The dossiers by what they are about: their codes hold the token. */
export const DOSSIERS = {
  MARRIAGE: '250908-1',
  SINGLE_MOTHER: '250804-2',
  SINGLE_FATHER: '250805-3',
  BIRTH: '251001-4',
  LAND: '250811-5',
  DEATH: '251013-6',
  RECORD: '250825-7',
  LICENCE: '250901-8',
} as const;
export type DossierName = keyof typeof DOSSIERS;

export function dossierCodes(household: number): string[] {
  return Object.values(DOSSIERS).map((dated) => `H44-${dated}${tokenOf(household)}`);
}

export function codeOf(household: number, name: DossierName): string {
  return `H44-${DOSSIERS[name]}${tokenOf(household)}`;
}

/** `250908-1` → `2025-09-08`. */
export function dayOf(name: DossierName): string {
  return DOSSIERS[name].replace(/^(\d\d)(\d\d)(\d\d)-\d$/, '20$1-$2-$3');
}

/** Names are the same in every household: they travel sealed. */
export const NAMES: Readonly<Record<Member, string>> = {
  FATHER: 'Đặng Thử Nghiệm',
  MOTHER: 'Lê Thị Đo Đạc',
  CHILD: 'Đặng Lê Mẫu',
  ELDER: 'Đặng Văn Tải',
};
