/** Feeds a generation that is being rebuilt, from the beginning of the log. */
import { setTimeout as delay } from 'node:timers/promises';
import { type ConsumeOptions, consumePartitionedTopic, type TopicDelivery } from '#shared/kafka/consumer.ts';

/** Where the rebuild must come to: next offset per partition. */
export type Targets = ReadonlyMap<number, number>;

export interface ShadowOptions extends Omit<ConsumeOptions, 'paused'> {
  /** How far the rebuild has come. */
  readonly progress: () => Promise<Targets>;
}

export interface ShadowDelivery {
  /** Resolves with whether the targets were reached within the time; rejects when delivery ended by itself. */
  readonly reached: (targets: Targets, timeoutMs: number) => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

const LOOK_MS = 50;

/** Starts feeding. */
export function startShadowDelivery({ progress, ...options }: ShadowOptions): ShadowDelivery {
  const delivery = consumePartitionedTopic(options);
  const ended = delivery.finished.then(failUnlessStopped);
  ended.catch(() => undefined); // seen by whoever waits for a target

  async function isAtOrPast(targets: Targets): Promise<boolean> {
    const positions = await progress();
    return [...targets].every(([partition, next]) => (positions.get(partition) ?? 0) >= next);
  }

  return {
    async reached(targets, timeoutMs) {
      const until = performance.now() + timeoutMs;
      for (;;) {
        if (await Promise.race([isAtOrPast(targets), ended])) return true;
        if (performance.now() >= until) return false;
        await delay(LOOK_MS);
      }
    },
    stop: delivery.stop,
  };
}

function failUnlessStopped(end: Awaited<TopicDelivery['finished']>): never {
  const cause = end.kind === 'halted' ? end.halt : end.kind === 'gave-up' ? end.error : undefined;
  throw new Error('the rebuild was stopped', { cause });
}
