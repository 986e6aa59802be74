/**
 * Working days: Monday to Friday. Public holidays move from year to year by decision and no stream of the hub states
 * them, so they count as working days.
 */
import { addDays, type Day } from '#shared/pure/time.ts';

/** The last of that many working days after a day; the day itself is not one of them. */
export function afterWorkingDays(day: Day, workingDays: number): Day {
  let last = day;
  for (let left = workingDays; left > 0; ) {
    last = addDays(last, 1);
    if (isWorkingDay(last)) left -= 1;
  }
  return last;
}

function isWorkingDay(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
