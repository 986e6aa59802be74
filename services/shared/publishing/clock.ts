/** The hub's clock at the doors: what `recordedAt` is. */
import type { Instant } from '#shared/pure/time.ts';

export interface HubClock {
  /** The instant of now; never earlier than one given before, also when the machine's clock is set back. */
  now(): Instant;
  /** Later than every instant given before: two snapshots of one sender keep their order. */
  next(): Instant;
}

/** A clock over the machine's own, or over `read` in tests. */
export function createHubClock(read: () => Instant = Date.now): HubClock {
  let last = Number.NEGATIVE_INFINITY;
  return {
    now() {
      last = Math.max(last, read());
      return last;
    },
    next() {
      last = Math.max(last + 1, read());
      return last;
    },
  };
}
