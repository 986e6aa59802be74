/**
 * Keeps the derived tables up to date for as long as the process lives: spreads changes of the registry, then evaluates
 * whatever is marked, in every live generation and in those that are being built. Several projectors may do so at once.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Generation } from '#shared/read-models/generation.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import type { EvaluatedLane, EvaluationObserver } from '../core/derived/evaluated.ts';

export interface EvaluatorOptions {
  /** Those whose tables are kept, the live ones first. */
  readonly generations: () => Promise<readonly Generation[]>;
  /** Marks what changes of the registry touch; gives how many aggregates those are. */
  readonly spread: (generation: Generation) => Promise<number>;
  readonly waitingLanes: (generation: Generation) => Promise<readonly number[]>;
  readonly evaluate: (
    generation: Generation,
    lane: { readonly lane: number; readonly after: string; readonly failed: ReadonlyMap<string, number> },
  ) => Promise<EvaluatedLane>;
  /** Whether the group is still being fed what came long ago: its aggregates will be marked again soon. */
  readonly isCatchingUp: (generation: Generation) => boolean;
  readonly observer: EvaluationObserver;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const IDLE_MS = 200;
/** Lanes at once: while one waits for PostgreSQL, the other folds. */
const HANDS = 2;
/** Beside a group that catches up, this share of the time is left to the feeding. */
const YIELDED = 3;
/** Aggregates that could not be folded are tried again when they change, and when this many others have failed. */
const FAILED_MAX = 10_000;

/** Evaluates until the signal; never rejects. */
export async function keepEvaluating(options: EvaluatorOptions): Promise<void> {
  const { signal, logger } = options;
  const evaluator = new Evaluator(options);
  let silent = false;
  while (!signal.aborted) {
    let evaluated = 0;
    try {
      evaluated = await evaluator.round();
      silent = false;
    } catch (err) {
      // A generation may be dropped, or PostgreSQL gone: the next round looks anew.
      if (!silent) logger.warn({ err }, 'derived tables could not be evaluated; trying again');
      silent = true;
    }
    if (evaluated === 0) await delay(IDLE_MS, undefined, { signal }).catch(() => undefined);
  }
}

class Evaluator {
  readonly #options: EvaluatorOptions;
  /** By generation and lane. */
  readonly #after = new Map<string, string>();
  /** By generation, the marks of aggregates that could not be folded. */
  readonly #failed = new Map<string, Map<string, number>>();

  constructor(options: EvaluatorOptions) {
    this.#options = options;
  }

  /** One batch of every lane in which something waits. @returns how many aggregates were evaluated. */
  async round(): Promise<number> {
    const { generations, spread, waitingLanes, signal } = this.#options;
    let evaluated = 0;
    for (const generation of await generations()) {
      if (signal.aborted) break;
      await spread(generation);
      const lanes = [...(await waitingLanes(generation))];
      const hand = async (): Promise<void> => {
        for (let lane = lanes.shift(); lane !== undefined && !signal.aborted; lane = lanes.shift())
          evaluated += await this.#evaluate(generation, lane);
      };
      await Promise.all(Array.from({ length: HANDS }, hand));
    }
    return evaluated;
  }

  async #evaluate(generation: Generation, lane: number): Promise<number> {
    const { evaluate, isCatchingUp, observer, signal } = this.#options;
    const { group, number } = generation;
    const name = `${group} ${number} ${lane}`;
    const startedAt = performance.now();
    const failed = this.#failedOf(generation);
    const done = await evaluate(generation, { lane, after: this.#after.get(name) ?? '', failed });
    this.#after.set(name, done.next);
    this.#remember(generation, failed, done);
    const ms = performance.now() - startedAt;
    observer.evaluated(group, done.evaluated, done.failed.length, ms / 1000);
    if (done.evaluated > 0 && isCatchingUp(generation))
      await delay(ms * YIELDED, undefined, { signal }).catch(() => undefined);
    return done.evaluated;
  }

  #failedOf({ group, number }: Generation): Map<string, number> {
    const name = `${group} ${number}`;
    const known = this.#failed.get(name) ?? new Map<string, number>();
    this.#failed.set(name, known);
    if (known.size > FAILED_MAX) known.clear();
    return known;
  }

  #remember({ group }: Generation, known: Map<string, number>, { failed }: EvaluatedLane): void {
    for (const { key, marked, error } of failed) {
      known.set(key, marked);
      this.#options.logger.error(
        { err: error, group },
        'the facts of an aggregate cannot be folded: its derived rows stay as they are',
      );
    }
  }
}
