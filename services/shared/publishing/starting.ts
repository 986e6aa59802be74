/**
 * What must have answered before anything is published, while the service answers already: it is alive, not ready, and
 * its doors say so. Promises: what fails for good at the first try is an error as before; what may pass by itself is
 * tried until it passes.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { ProblemError } from '#shared/http/problems.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import type { Publisher } from './publisher.ts';
import { untilAnswered } from './until-answered.ts';

export interface Start {
  /** What is still waited for, as a sentence; undefined once the work is done. */
  readonly missing: () => string | undefined;
  readonly stop: () => void;
}

export interface StartOptions {
  /** Whether an error may pass by itself. */
  readonly passes: (error: unknown) => boolean;
  readonly logger: Logger;
  /** How long the caller waits for the work before it goes on without. Default 2,000 ms. */
  readonly patienceMs?: number;
}

const PAUSE_MS = 1_000;

/**
 * Does the work, or goes on trying in the background.
 * @throws what the work throws first, unless it passes by itself.
 */
export async function beginStart(work: () => Promise<void>, options: StartOptions): Promise<Start> {
  const { passes, logger, patienceMs = 2_000 } = options;
  const enough = new AbortController();
  let missing: string | undefined;
  const stop = (): void => enough.abort();
  try {
    await untilAnswered(work, { what: 'what publishing needs', passes, logger, timeoutMs: patienceMs });
  } catch (error) {
    if (!passes(error)) throw error;
    missing = sentenceOf(error);
    logger.warn({ missing }, 'answering already; nothing is published yet');
    void goOn().catch(() => undefined); // only `stop` ends it
  }

  async function goOn(): Promise<void> {
    while (missing !== undefined) {
      await delay(PAUSE_MS, undefined, { signal: enough.signal });
      missing = await work().then(() => undefined, sentenceOf);
    }
    logger.info('all that publishing needs has answered');
  }

  return { missing: () => missing, stop };
}

/** The publisher, closed until everything has answered: NOT_READY, and nothing was written. */
export function closedUntil(start: Start, publisher: Publisher): Publisher {
  const whenOpen = <T>(call: () => Promise<T>): Promise<T> => {
    const missing = start.missing();
    if (missing === undefined) return call();
    return Promise.reject(new ProblemError('NOT_READY', { cause: new Error(missing) }));
  };
  return {
    publish: (drafts, options) => whenOpen(() => publisher.publish(drafts, options)),
    publishStated: (events, options) => whenOpen(() => publisher.publishStated(events, options)),
    plan: (events) => whenOpen(() => publisher.plan(events)),
  };
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
