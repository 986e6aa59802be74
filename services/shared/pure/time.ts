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

/** Days whose text is remembered; events of one day come together. */
const DAYS_MAX = 1_000;
const dayTexts = new Map<number, Day>();

/** RFC 3339 in UTC with milliseconds: `2026-09-14T01:30:15.000Z`. */
export function formatInstant(instant: Instant): string {
  const days = Math.floor(instant / DAY_MS);
  const text = dayTexts.get(days) ?? rememberDay(days);
  const millis = instant - days * DAY_MS;
  const minutes = Math.floor(millis / 60_000);
  const seconds = Math.floor((millis % 60_000) / 1000);
  const clock = `${padded(Math.floor(minutes / 60))}:${padded(minutes % 60)}:${padded(seconds)}`;
  return `${text}T${clock}.${String(millis % 1000).padStart(3, '0')}Z`;
}

/** Without the time; a day of more than four digits of years, as ISO has it, too. */
function rememberDay(days: number): Day {
  const [text = ''] = new Date(days * DAY_MS).toISOString().split('T');
  if (dayTexts.size >= DAYS_MAX) dayTexts.clear();
  dayTexts.set(days, text);
  return text;
}

function padded(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

/** Places of an RFC 3339 date-time: 2026-09-14T01:30:15 */
const TIME_AT = 10;
const CLOCK_END = 19;

/** An RFC 3339 date-time (§5.6) as an instant; undefined if it is not one. Digits below a millisecond are cut. */
export function parseInstant(text: string): Instant | undefined {
  const separator = text.charCodeAt(TIME_AT) | LOWER;
  const days = separator === LETTER_T && text.length > CLOCK_END ? daysAt(text) : undefined;
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const wrong = !(hour <= 23 && minute <= 59 && second <= 59);
  if (days === undefined || wrong || text.charAt(13) !== ':' || text.charAt(16) !== ':') return undefined;
  const at = days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000;
  return text.charCodeAt(CLOCK_END) === POINT ? withFraction(text, at) : withOffset(text, CLOCK_END, at);
}

const FRACTION_MAX = 9;

function withFraction(text: string, at: number): Instant | undefined {
  let end = CLOCK_END + 1;
  let millis = 0;
  let worth = 100;
  for (; isDigit(text.charCodeAt(end)); end += 1) {
    millis += (text.charCodeAt(end) - ZERO) * Math.floor(worth);
    worth /= 10;
  }
  const digits = end - CLOCK_END - 1;
  return digits < 1 || digits > FRACTION_MAX ? undefined : withOffset(text, end, at + millis);
}

function withOffset(text: string, from: number, at: number): Instant | undefined {
  const sign = text.charAt(from);
  if (sign === 'Z' || sign === 'z') return text.length === from + 1 ? at : undefined;
  if ((sign !== '+' && sign !== '-') || text.length !== from + 6 || text.charAt(from + 3) !== ':')
    return undefined;
  const hours = twoDigits(text, from + 1);
  const minutes = twoDigits(text, from + 4);
  if (!(hours <= 23 && minutes <= 59)) return undefined;
  const offset = (hours * 60 + minutes) * 60_000;
  return sign === '-' ? at + offset : at - offset;
}

const ZERO = 0x30;
const POINT = 0x2e;
const HYPHEN = 0x2d;
const LETTER_T = 0x74;
const LOWER = 0x20;

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}

/** NaN where there are none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at);
  const ones = text.charCodeAt(at + 1);
  return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + ones - ZERO : Number.NaN;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** Days from 1 March of the year 0 to 1970-01-01. */
const EPOCH_DAYS = 719_468;

/** Days from 1970-01-01 to the day that a text begins with; undefined if it begins with none. */
function daysAt(text: string): number | undefined {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const date = twoDigits(text, 8);
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN || Number.isNaN(year)) return undefined;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const last = (MONTH_DAYS[month - 1] ?? 0) + (month === 2 && isLeap ? 1 : 0);
  if (!(date >= 1 && date <= last)) return undefined;
  // Counted from March, so that a leap day is the last of its year.
  const years = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1;
  const leaps = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return years * 365 + leaps + dayOfYear - EPOCH_DAYS;
}

/** Days from 1970-01-01 to a day; undefined if the text is no day. */
export function daysOfDay(text: string): number | undefined {
  return text.length === TIME_AT ? daysAt(text) : undefined;
}

/** Whether a text is an existing calendar day, `yyyy-MM-dd`: 30 February is none. */
export function isDay(text: string): boolean {
  return daysOfDay(text) !== undefined;
}

function clockInstant(day: Day, hour: number, minute: number, second: number): Instant | undefined {
  const days = daysOfDay(day);
  if (days === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  return days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000;
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
