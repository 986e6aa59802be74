/** Every role that a person may be named in (design 2.7), without the stand-in for those of a newer version. */
import type { Role } from '#schemas/generated/events.ts';

export const ROLES = [
  'APPLICANT',
  'HOLDER',
  'OWNER',
  'SPOUSE',
  'CHILD',
  'FATHER',
  'MOTHER',
  'DECEASED',
  'SELLER',
  'BUYER',
  'REPRESENTATIVE',
] as const satisfies readonly Role[];
