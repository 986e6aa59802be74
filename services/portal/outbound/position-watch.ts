/**
 * Waits until the read models have reached positions. One short poll serves everybody who waits, however many, and
 * only while somebody does; every wait ends at its own deadline.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { ProblemError } from '#shared/http/problems.ts';
import type { KeptPosition } from '#shared/pure/freshness.ts';
import { type AwaitableTopics, type Awaited, howFar, missingPositions } from '../core/awaited-positions.ts';

/** What an answer waits at most beyond the moment at which its position was kept; a look costs some 0.2 ms. */
const POLL_MS = 5;
const WAITERS_MAX = 500;

interface Waiter {
  readonly awaited: Awaited;
  /** On the monotonic clock. */
  readonly deadlineMs: number;
  readonly settled: PromiseWithResolvers<void>;
}

export class PositionWatch {
  readonly topics: AwaitableTopics;
  readonly #read: () => Promise<readonly KeptPosition[]>;
  readonly #waiters = new Set<Waiter>();
  #polling = false;

  constructor(topics: AwaitableTopics, read: () => Promise<readonly KeptPosition[]>) {
    this.topics = topics;
    this.#read = read;
  }

  /**
   * Resolves when every awaited position has been kept.
   * @throws ProblemError NOT_CAUGHT_UP that says how far it is, when the time is over; OVERLOADED when too many wait.
   */
  async reached(awaited: Awaited): Promise<void> {
    if (this.#waiters.size >= WAITERS_MAX) throw new ProblemError('OVERLOADED');
    const settled = Promise.withResolvers<void>();
    this.#waiters.add({ awaited, deadlineMs: performance.now() + awaited.waitMs, settled });
    if (!this.#polling) void this.#poll();
    await settled.promise;
  }

  /** Never rejects: whatever goes wrong is told to those who wait. */
  async #poll(): Promise<void> {
    this.#polling = true;
    while (this.#waiters.size > 0) {
      try {
        this.#tell(await this.#read());
      } catch (error) {
        for (const waiter of this.#waiters) waiter.settled.reject(error);
        this.#waiters.clear();
      }
      if (this.#waiters.size > 0) await delay(POLL_MS);
    }
    this.#polling = false;
  }

  #tell(kept: readonly KeptPosition[]): void {
    for (const waiter of this.#waiters) {
      const missing = missingPositions(waiter.awaited.positions, kept);
      if (missing.length > 0 && performance.now() < waiter.deadlineMs) continue;
      this.#waiters.delete(waiter);
      if (missing.length === 0) waiter.settled.resolve();
      else waiter.settled.reject(new ProblemError('NOT_CAUGHT_UP', { detail: howFar(missing, kept) }));
    }
  }
}
