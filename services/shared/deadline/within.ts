/** A bound on waiting for whatever cannot be called back: a query, a send. The work goes on, and nobody hears of it. */

/**
 * What `work` gives, if it gives it within `waitMs` milliseconds.
 * @throws what `late` makes when the time is over; what `work` throws before that.
 */
export async function within<T>(work: Promise<T>, waitMs: number, late: () => Error): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), waitMs);
  work.catch(() => undefined); // after its time nobody waits for it
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
