/**
 * Instants and days. An instant is milliseconds since 1970-01-01T00:00:00Z; a day is `yyyy-MM-dd`.
 * The day of an instant is its day in Asia/Ho_Chi_Minh, which has been UTC+7 without summer time since 1975.
 */

/** Milliseconds since the epoch, UTC. */
export type Instant = number;
/** A calendar day, `yyyy-MM-dd`. */
export type Day = string;

const HO_CHI_MINH_OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** The day on which an instant falls in Vietnam. */
export function dayOf(instant: Instant): Day {
  return new Date(instant + HO_CHI_MINH_OFFSET_MS).toISOString().slice(0, 10);
}

/** The first instant of a day in Vietnam. */
export function startOfDay(day: Day): Instant {
  return Date.parse(`${day}T00:00:00Z`) - HO_CHI_MINH_OFFSET_MS;
}

/** RFC 3339 in UTC with milliseconds: `2026-09-14T01:30:15.000Z`. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}

const RFC3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** An RFC 3339 date-time (§5.6) as an instant; undefined if it is not one. Digits below a millisecond are cut. */
export function parseInstant(text: string): Instant | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [, day = '', hour = '', minute = '', second = '', fraction = '', sign, offsetHour, offsetMinute] =
    match;
  const at = clockInstant(day, Number(hour), Number(minute), Number(second));
  if (at === undefined) return undefined;
  const millis = Number(fraction.slice(0, 3).padEnd(3, '0'));
  if (sign === undefined) return at + millis;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000;
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined;
  return at + millis - (sign === '-' ? -offset : offset);
}

function clockInstant(day: Day, hour: number, minute: number, second: number): Instant | undefined {
  if (!isDay(day) || hour > 23 || minute > 59 || second > 59) return undefined;
  return Date.parse(`${day}T00:00:00Z`) + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** Whether a text is an existing calendar day, `yyyy-MM-dd`: 30 February is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

/** A one-stop time `yyyyMMddHHmmss`, local time of Vietnam, as an instant; undefined if it is not one. */
export function parseNativeTime(text: string): Instant | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', date = '', hour = '', minute = '', second = ''] = match;
  const at = clockInstant(`${year}-${month}-${date}`, Number(hour), Number(minute), Number(second));
  return at === undefined ? undefined : at - HO_CHI_MINH_OFFSET_MS;
}

/** A day as many days later (or earlier, when negative). */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The same day of the month that many calendar months later, clamped to the month's last day. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, last)))
    .toISOString()
    .slice(0, 10);
}
