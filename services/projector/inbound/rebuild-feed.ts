/**
 * Feeds a generation that is being rebuilt, from where it stands, until it is stopped. What ends by itself is begun
 * again with growing pauses, and somebody is told why.
 */
import { setTimeout as delay } from 'node:timers/promises';

/** A rebuild that is being fed. */
export interface Feed {
  /** Why it has ended by itself; never rejects. */
  readonly finished: Promise<string>;
  /** Finishes the batches at hand. */
  readonly stop: () => Promise<void>;
}

export interface RebuildFeedOptions {
  /** Starts to feed. */
  readonly feed: () => Feed;
  /** Told what ended it, and with undefined that it has begun again; never rejects. */
  readonly tell: (trouble: string | undefined) => Promise<void>;
  /** Before each new start; the last one again and again. Milliseconds. */
  readonly restartPausesMs: readonly number[];
}

export class RebuildFeed {
  readonly #options: RebuildFeedOptions;
  readonly #stopping = new AbortController();
  readonly #finished: Promise<void>;
  #fed: Feed | undefined;

  constructor(options: RebuildFeedOptions) {
    this.#options = options;
    this.#finished = this.#run();
  }

  /** Finishes the batches at hand. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#fed?.stop();
    await this.#finished;
  }

  async #run(): Promise<void> {
    const { feed, tell, restartPausesMs } = this.#options;
    const { signal } = this.#stopping;
    for (let restart = 0; !signal.aborted; restart += 1) {
      this.#fed = feed();
      const trouble = await this.#fed.finished;
      if (signal.aborted) return;
      await tell(trouble);
      const pause = restartPausesMs[Math.min(restart, restartPausesMs.length - 1)] ?? 0;
      await delay(pause, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await tell(undefined);
    }
  }
}
