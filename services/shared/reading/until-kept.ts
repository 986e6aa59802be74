/** Waits until the read models have kept everything that was in the log at an instant. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Queryable } from '#shared/postgres/pool.ts';
import type { LogEnds } from '#shared/pure/freshness.ts';
import type { Instant } from '#shared/pure/time.ts';
import { readPositions } from './positions.ts';

const LOOK_EVERY_MS = 50;

/**
 * Resolves when every record is projected that was in the log at an instant, which is looked at no earlier than then:
 * for an instant that is long past there is nothing to wait for. A clock ahead of this one is waited for no longer.
 * @throws Error after `timeoutMs`, naming a partition that is not there yet: a paused or halted projection.
 */
export async function untilKept(
  on: Queryable,
  logEnds: () => LogEnds | undefined,
  at: Instant,
  timeoutMs: number,
): Promise<void> {
  const asked = Math.min(at, Date.now());
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const ends = logEnds();
    const missing = ends !== undefined && ends.lookedAt >= asked ? await firstMissing(on, ends) : 'the log';
    if (missing === undefined) return;
    if (performance.now() > deadline) throw new Error(`${missing} is not projected yet`);
    await delay(LOOK_EVERY_MS);
  }
}

async function firstMissing(on: Queryable, { ends }: LogEnds): Promise<string | undefined> {
  const kept = new Map(
    (await readPositions(on)).map(({ topic, partition, nextOffset }) => [
      `${topic}/${partition}`,
      nextOffset,
    ]),
  );
  const missing = ends.find(({ topic, partition, end }) => (kept.get(`${topic}/${partition}`) ?? 0) < end);
  return missing === undefined ? undefined : `${missing.topic}/${missing.partition}`;
}
