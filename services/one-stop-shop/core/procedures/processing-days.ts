/** How long a procedure takes: the longest channel, in calendar days (rules.md 4). */
import type { ChannelRow } from './channel-rows.ts';

const WORKING_HOURS_A_DAY = 8;
const LONGEST_MONTH_DAYS = 31;
/** Beyond any procedure; a number with a digit too many stays a number. */
const DAYS_MAX = 36_500;

/** Calendar days; undefined where no channel states a time. */
export function processingDaysOf(rows: readonly ChannelRow[]): number | undefined {
  const days = rows.flatMap(({ time }) => (time === undefined ? [] : [calendarDays(time)]));
  return days.length === 0 ? undefined : Math.min(Math.max(...days), DAYS_MAX);
}

/** A number without a unit counts working days; hours are working hours, a begun day counts. */
function calendarDays({ count, unit = 'WORKING_DAY' }: NonNullable<ChannelRow['time']>): number {
  switch (unit) {
    case 'WORKING_DAY':
      return fromWorkingDays(count);
    case 'DAY':
      return Math.ceil(count);
    case 'HOUR':
      return fromWorkingDays(Math.ceil(count / WORKING_HOURS_A_DAY));
    case 'MONTH':
      return Math.ceil(count * LONGEST_MONTH_DAYS);
    default:
      return unit satisfies never;
  }
}

function fromWorkingDays(days: number): number {
  return Math.ceil((days * 7) / 5);
}
