/**
 * The forms in which senders write a time: `yyyyMMddHHmmss`, or a date-time of their platform (`2026-09-14T10:15:00`,
 * with fractions, with or without an offset). Without an offset it is local time of Vietnam. Days alone and forms in
 * which day and month could change places are none.
 */
import { type Instant, parseInstant, parseNativeTime } from '#shared/pure/time.ts';

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)([Zz]|[+-]\d{2}:\d{2})?$/;
/** What a platform writes for a date that nobody has set. */
const UNSET = /^(?:00010101000000|0001-01-01[T ]00:00:00(?:\.0+)?(?:[Zz]|[+-]\d{2}:\d{2})?)$/;

/** The instant of a trimmed text; undefined if it is no time. */
export function parseSentTime(text: string): Instant | undefined {
  const native = parseNativeTime(text);
  if (native !== undefined) return native;
  const [, day = '', clock = '', offset = '+07:00'] = DATE_TIME.exec(text) ?? [];
  return parseInstant(`${day}T${clock}${offset}`);
}

/** Whether a trimmed text is the empty date of a platform, which says as little as a blank. */
export function isUnsetTime(text: string): boolean {
  return UNSET.test(text);
}

/** Whether a value is a time that does not say in which zone it is. */
export function isZoneless(value: unknown): boolean {
  if (typeof value === 'number') return true;
  const text = typeof value === 'string' ? value.trim() : '';
  return text !== '' && !isUnsetTime(text) && !/(?:[Zz]|[+-]\d{2}:\d{2})$/.test(text);
}
