/** When to come again: not all callers at once, or they would bring down together what they were turned away from. */

/** Seconds that are added at most for each second of the wait, and at all. */
const SPREAD_LEAST = 4;

/** `random` gives a number from 0 up to 1, as Math.random does. */
export function createRetryAfter(random: () => number): (seconds: number) => number {
  return (seconds) => seconds + Math.floor(random() * (seconds + SPREAD_LEAST + 1));
}
