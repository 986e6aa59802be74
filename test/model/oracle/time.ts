/** Rules 1 to 4 and design 2.2 in the oracle's own words: instants, days and order. Written from the rules alone. */
import type { HubEvent } from '#schemas/generated/events.ts';
import type { Day, Instant } from '#shared/pure/time.ts';

const HOUR = 3_600_000;

/** Rule 2: the day of an instant is its day in Asia/Ho_Chi_Minh. */
export function rule2Day(instant: Instant): Day {
  const there = new Date(instant + 7 * HOUR);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${there.getUTCFullYear()}-${two(there.getUTCMonth() + 1)}-${two(there.getUTCDate())}`;
}

/** Design 2.2: a clock in the future counts as five minutes after the hub heard it. */
export function happenedAt(event: Pick<HubEvent, 'occurredAt' | 'recordedAt'>): Instant {
  const latest = event.recordedAt + HOUR / 12;
  return event.occurredAt > latest ? latest : event.occurredAt;
}

/** The day before or after, by that many days. */
export function daysLater(day: Day, days: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return rule2Day(Date.UTC(year, month - 1, date + days) - 7 * HOUR);
}

function exists(year: number, month: number, date: number): boolean {
  return new Date(Date.UTC(year, month - 1, date)).getUTCDate() === date;
}

/** Rule 3: months are calendar months; the same day n months on, or the month's last day. */
export function rule3MonthsLater(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const inAll = year * 12 + (month - 1) + months;
  const [thenYear, thenMonth] = [Math.floor(inAll / 12), (inAll % 12) + 1];
  let thenDate = date;
  while (!exists(thenYear, thenMonth, thenDate)) thenDate -= 1;
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${thenYear}-${two(thenMonth)}-${two(thenDate)}`;
}

/** Compares tuples of numbers and texts, one part after the other. */
export function compareParts(
  left: readonly (number | string)[],
  right: readonly (number | string)[],
): number {
  for (const [nth, part] of left.entries()) {
    const other = right[nth] ?? '';
    if (part === other) continue;
    return part < other ? -1 : 1;
  }
  return 0;
}
