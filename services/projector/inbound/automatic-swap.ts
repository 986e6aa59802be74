/** A rebuild that was asked to take the live one's place by itself: done as soon as it can be. */
import { isTransient } from '#shared/postgres/errors.ts';
import type { Pool } from '#shared/postgres/pool.ts';
import type { NextOffsets } from '#shared/read-models/generation-positions.ts';
import type { ProjectionRecord } from '#shared/read-models/projection-records.ts';
import { behindAfterAWhile } from '#shared/read-models/rebuild-progress.ts';
import { noteOnRebuild } from '#shared/read-models/rebuilding.ts';
import { DeliveryRefusal } from '#shared/read-models/refusal.ts';
import { swapIn } from '#shared/read-models/swapping.ts';

/** Swaps if the rebuild is there; what nobody but a person can decide is noted and left to one. */
export async function swapIfThere(
  pool: Pool,
  { group, live, rebuild }: ProjectionRecord,
  logEnds: () => Promise<NextOffsets>,
): Promise<void> {
  if (rebuild === undefined) return;
  const { generation } = rebuild;
  const ends = await logEnds();
  if ((await behindAfterAWhile(pool, group, { live, built: generation }, ends)) > 0) return;
  try {
    await swapIn(pool, { group, generation, by: 'projector', ends, acceptsNewDeadLetters: false });
  } catch (error) {
    if (isTransient(error)) return;
    if (!(error instanceof DeliveryRefusal)) throw error;
    if (error.code === 'REBUILD_DOUBTFUL')
      await noteOnRebuild(pool, group, generation, { note: error.message, givesUpSwap: true });
  }
}
