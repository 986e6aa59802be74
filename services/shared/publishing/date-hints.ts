/** What a sender may have meant by a day or an instant in another form. Not asked about personal values. */
import { type Day, isDay, parseNativeTime } from '#shared/pure/time.ts';

const OTHER_DAYS = [
  /^(?<date>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>\d{4})$/,
  /^(?<year>\d{4})[/.-](?<month>\d{1,2})[/.-](?<date>\d{1,2})$/,
  /^(?<year>\d{4})(?<month>\d{2})(?<date>\d{2})$/,
  /^(?<year>\d{4})-(?<month>\d{2})-(?<date>\d{2})[T ].*$/,
] as const;

/** `did you mean 1990-05-12?` for a day in another form; undefined where none can be guessed. */
export function dayHint(text: string): string | undefined {
  for (const form of OTHER_DAYS) {
    const { year = '', month = '', date = '' } = form.exec(text.trim())?.groups ?? {};
    const day: Day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
    if (isDay(day)) return `did you mean ${day}?`;
  }
  return undefined;
}

/** The same for an instant. A time without an offset is not guessed at: whose noon would it be? */
export function instantHint(text: string): string | undefined {
  const native = parseNativeTime(text);
  if (native !== undefined) return `did you mean ${new Date(native).toISOString()} (local time of Vietnam)?`;
  if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(text)) {
    return 'add seconds and the offset: Z for UTC, +07:00 for Vietnam';
  }
  if (isDay(text)) return `a day is no instant; its first one in Vietnam is ${text}T00:00:00+07:00`;
  return undefined;
}
