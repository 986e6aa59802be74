/** The two times of a question: `on` governs the world, `knownAt` what the hub had recorded (rules.md 1). */
import { type Day, type Instant, isDay, parseInstant } from '#shared/pure/time.ts';
import type { MemberReader } from './member-reader.ts';

export interface Times {
  readonly on: Day;
  /** Absent: everything that is known now. */
  readonly knownAt?: Instant;
}

/** Reads `on` (default: today) and `knownAt` (default: absent); faults at `<at>/on` and `<at>/knownAt`. */
export function readTimes(
  reader: MemberReader,
  at: string,
  on: unknown,
  knownAt: unknown,
  today: Day,
): Times {
  const day = reader.optionalText(on, `${at}/on`, 32);
  if (day !== undefined && !isDay(day)) reader.fault(`${at}/on`, 'FORM', 'an existing day, yyyy-MM-dd');
  const text = reader.optionalText(knownAt, `${at}/knownAt`, 40);
  const instant = text === undefined ? undefined : parseInstant(text);
  if (text !== undefined && instant === undefined) {
    reader.fault(`${at}/knownAt`, 'FORM', 'an instant as in RFC 3339, such as 2026-09-15T08:00:00.000Z');
  }
  return { on: day ?? today, ...(instant !== undefined && { knownAt: instant }) };
}
