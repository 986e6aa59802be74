/** Why personal data are read (rules.md 26): every read states one of these. */

export const PURPOSES = [
  'PRE_CHECK',
  'DOSSIER_PROCESSING',
  'CITIZEN_SELF',
  'INSPECTION',
  'STATISTICS',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Whether a text is a purpose. */
export function isPurpose(text: string): text is Purpose {
  return (PURPOSES as readonly string[]).includes(text);
}
