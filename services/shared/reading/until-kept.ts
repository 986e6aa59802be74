/** Waits until the read models have kept a batch of the log and everything that was in the log before it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { LogBatch } from '#shared/kafka/delivery.ts';
import type { Queryable } from '#shared/postgres/pool.ts';
import type { LogEnds } from '#shared/pure/freshness.ts';
import { readPositions } from './positions.ts';

const LOOK_EVERY_MS = 50;

/**
 * Resolves when the batch is projected, and every record that was in the log when the batch's last one was written:
 * the log's ends are looked at no earlier than then, so that for an old batch there is nothing to wait for.
 * @throws Error after `timeoutMs`, naming a partition that is not there yet: a paused or halted projection.
 */
export async function untilKept(
  on: Queryable,
  logEnds: () => LogEnds | undefined,
  batch: LogBatch,
  timeoutMs: number,
): Promise<void> {
  const { topic, partition, nextOffset, records } = batch;
  const written = Math.min(Date.now(), Math.max(...records.map(({ timestamp }) => timestamp)));
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const seen = logEnds();
    const ends = seen === undefined || seen.lookedAt < written ? undefined : seen.ends;
    const awaited = [...(ends ?? []), { topic, partition, end: nextOffset }];
    const missing = ends === undefined ? "the log's end" : await firstMissing(on, awaited);
    if (missing === undefined) return;
    if (performance.now() > deadline) throw new Error(`${missing} is not projected yet`);
    await delay(LOOK_EVERY_MS);
  }
}

async function firstMissing(on: Queryable, awaited: LogEnds['ends']): Promise<string | undefined> {
  const kept = new Map(
    (await readPositions(on)).map(({ topic, partition, nextOffset }) => [
      `${topic}/${partition}`,
      nextOffset,
    ]),
  );
  const missing = awaited.find(({ topic, partition, end }) => (kept.get(`${topic}/${partition}`) ?? 0) < end);
  return missing === undefined ? undefined : `${missing.topic}/${missing.partition}`;
}
