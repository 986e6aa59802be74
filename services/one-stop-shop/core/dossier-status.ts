/** The status codes of the national synchronisation, 1–10; 0 is sent for words that have no code, and says nothing. */
import type { DossierStatus } from '#schemas/generated/events.ts';

const STATUSES: readonly DossierStatus[] = [
  'UNKNOWN',
  'REGISTERED',
  'ACCEPTED',
  'REFUSED',
  'PROCESSING',
  'SUPPLEMENT_REQUESTED',
  'FEE_REQUESTED',
  'WITHDRAWN',
  'STOPPED',
  'COMPLETED',
  'RESULT_RETURNED',
];

/** The status of a code such as `"9"`; undefined if there is no such code. */
export function parseDossierStatus(code: string): DossierStatus | undefined {
  return /^\d{1,2}$/.test(code) ? STATUSES[Number(code)] : undefined;
}
