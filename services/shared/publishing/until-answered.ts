/** Waits at start for what comes up beside us: tries again while the fault is one that passes by itself. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '#shared/telemetry/logger.ts';

export interface Patience {
  /** What is waited for, for the log: `the schema registry`. */
  readonly what: string;
  /** Whether an error may pass by itself. */
  readonly passes: (error: unknown) => boolean;
  readonly logger: Logger;
  /** Default 60,000 ms. */
  readonly timeoutMs?: number;
}

const PAUSE_MS = 500;

/** @throws the last error, when it does not pass or time is up. */
export async function untilAnswered<T>(work: () => Promise<T>, patience: Patience): Promise<T> {
  const { what, passes, logger, timeoutMs = 60_000 } = patience;
  const until = Date.now() + timeoutMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (err) {
      if (!passes(err) || Date.now() + PAUSE_MS > until) throw err;
      if (tries === 1) logger.warn({ err }, `${what} does not answer yet; trying again`);
    }
    await delay(PAUSE_MS);
  }
}
