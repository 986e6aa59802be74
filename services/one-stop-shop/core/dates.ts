/** The dates of a dossier. Plans (due dates, old and new) are no actual dates and never count here (rules.md 6). */
import type { Instant } from '#shared/pure/time.ts';
import type { NativeDossier } from './native-dossier.ts';

/** The greatest actual date inside: orders the snapshots of one sender. */
export function latestActualDate(dossier: NativeDossier): Instant {
  const { filedAt, receivedAt, refusedAt, finishedAt, returnedAt, supplements = [] } = dossier;
  const ofSupplements = supplements.flatMap(({ requestedAt, receivedAt }) => [requestedAt, receivedAt]);
  const dates = [receivedAt, refusedAt, finishedAt, returnedAt, ...ofSupplements];
  return dates.reduce((latest: Instant, date) => Math.max(latest, date ?? latest), filedAt);
}
