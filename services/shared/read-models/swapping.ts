/**
 * Which generation answers, changed in one transaction: a rebuild takes the live one's place, or the one before comes
 * back. Promises: a rebuild is swapped in only at or past the live position on every partition; nothing is half
 * swapped, whoever is killed meanwhile.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { GroupName } from '#schemas/read-models/groups.ts';
import { type Pool, type Queryable, sql, type Transaction, transaction } from '#shared/postgres/pool.ts';
import { noteAction } from './delivery-actions.ts';
import { dropSchema, type Generation, generationStates, tableOf } from './generation.ts';
import { type NextOffsets, readNextOffsets, recordsBehind, targetsOf } from './generation-positions.ts';
import { liveGenerations, lockGenerations } from './generations.ts';
import type { Decision } from './pausing.ts';
import { DeliveryRefusal } from './refusal.ts';
import { recreateViews } from './views.ts';

export interface SwapOptions extends Decision {
  /** Only if it is still this one that is being built. */
  readonly generation?: number;
  /** Where the log of the group's topic ends. */
  readonly ends: NextOffsets;
  /** Swap in although it has set aside far more records than the live one. */
  readonly acceptsNewDeadLetters: boolean;
}

/** A rebuild with so many dead letters more than live is a fault of the program, not of the data. */
export const NEW_DEAD_LETTERS_MAX = 20;
/** The live projector waits meanwhile; its lock timeout is 5 s, and it tries again. */
const LAST_STRETCH_MS = 3_000;
const LOOK_MS = 20;
/** Readers in the middle of a question hold the views up, and those who come wait behind the swap. */
const LOCK_MS = 2_000;

/**
 * Makes the rebuild the live generation; the one before is kept. A rebuild that is nearly there is waited for. A halt
 * of the one before ends with it, a pause is the operator's and stays.
 * @returns the generation that answers now.
 * @throws DeliveryRefusal NO_REBUILD, REBUILD_BEHIND, REBUILD_DOUBTFUL; nothing has changed then. What passes (a lock
 * that others hold) may be tried again.
 */
export async function swapIn(pool: Pool, options: SwapOptions): Promise<number> {
  const { group, by } = options;
  return transaction(pool, async (tx) => {
    await beginSwap(tx);
    const { live, built } = await generationsOf(tx, options);
    const [state] = await generationStates(tx, [live]);
    const isThere = state !== 'GONE';
    if (isThere) await tx.query(sql`lock table ${tableOf(live, 'position')} in share mode`);
    await untilThere(
      tx,
      built,
      targetsOf(isThere ? await readNextOffsets(tx, live) : undefined, options.ends),
    );
    if (isThere) {
      if (!options.acceptsNewDeadLetters) await refuseNewDeadLetters(tx, live, built);
      await keepFailureTimes(tx, live, built);
    }
    await tx.query(sql`
      update records.projection
      set live_generation = ${built.number}, earlier_generation = ${isThere ? live.number : null}::int,
        building_generation = null, rebuild_asked_at = null, rebuild_asked_by = null, rebuild_automatic = false,
        rebuild_note = null, halted_at = null, halt_code = null, halt_reason = null, changed_at = now()
      where name = ${group}`);
    await recreateViews(tx, await liveGenerations(tx), group);
    await noteAction(tx, { action: 'SWAPPED', group, by, generation: built.number });
    return built.number;
  });
}

/**
 * Makes the generation before the live one live again; it goes on from its own positions. The one that it replaces is
 * kept in its turn.
 * @returns the generation that answers now.
 * @throws DeliveryRefusal NO_EARLIER_GENERATION.
 */
export async function rollBack(pool: Pool, { group, by }: Decision): Promise<number> {
  return transaction(pool, async (tx) => {
    await beginSwap(tx);
    const [row] = await tx.query<{ live_generation: number; earlier_generation: number | null }>(sql`
      select live_generation, earlier_generation from records.projection where name = ${group} for update`);
    const earlier = row?.earlier_generation ?? undefined;
    if (row === undefined || earlier === undefined) throw noEarlier(group);
    const both = [row.live_generation, earlier].map((number) => ({ group, number }));
    const [liveState, earlierState] = await generationStates(tx, both);
    if (earlierState === 'GONE') throw noEarlier(group);
    const kept = liveState === 'GONE' ? null : row.live_generation;
    await tx.query(sql`
      update records.projection
      set live_generation = ${earlier}, earlier_generation = ${kept}::int, changed_at = now()
      where name = ${group}`);
    await recreateViews(tx, await liveGenerations(tx), group);
    await noteAction(tx, { action: 'ROLLED_BACK', group, by, generation: earlier });
    return earlier;
  });
}

/**
 * Drops the generation before the live one.
 * @returns its number.
 * @throws DeliveryRefusal NO_EARLIER_GENERATION.
 */
export async function dropEarlier(pool: Pool, { group, by }: Decision): Promise<number> {
  return transaction(pool, async (tx) => {
    await lockGenerations(tx);
    const [row] = await tx.query<{ earlier_generation: number }>(sql`
      select earlier_generation from records.projection
      where name = ${group} and earlier_generation is not null for update`);
    if (row === undefined) throw noEarlier(group);
    const { earlier_generation: generation } = row;
    await dropSchema(tx, { group, number: generation });
    await tx.query(sql`update records.projection set earlier_generation = null where name = ${group}`);
    await noteAction(tx, { action: 'EARLIER_DROPPED', group, by, generation });
    return generation;
  });
}

async function beginSwap(tx: Transaction): Promise<void> {
  await tx.query(sql`select set_config('lock_timeout', ${String(LOCK_MS)}, true)`);
  await lockGenerations(tx);
}

async function generationsOf(
  tx: Transaction,
  { group, generation }: SwapOptions,
): Promise<{ readonly live: Generation; readonly built: Generation }> {
  const [row] = await tx.query<{ live_generation: number; building_generation: number | null }>(sql`
    select live_generation, building_generation from records.projection where name = ${group} for update`);
  const building = row?.building_generation ?? undefined;
  if (row === undefined || building === undefined || building !== (generation ?? building))
    throw new DeliveryRefusal('NO_REBUILD', `no rebuild of ${group} is under way`);
  return { live: { group, number: row.live_generation }, built: { group, number: building } };
}

/** Whoever feeds the rebuild goes on meanwhile. */
async function untilThere(tx: Transaction, built: Generation, targets: NextOffsets): Promise<void> {
  const until = performance.now() + LAST_STRETCH_MS;
  for (;;) {
    const behind = recordsBehind(await readNextOffsets(tx, built), targets);
    if (behind === 0) return;
    if (performance.now() >= until) {
      const what = `generation ${built.number} of ${built.group} is ${behind} records behind the live one`;
      throw new DeliveryRefusal('REBUILD_BEHIND', what);
    }
    await delay(LOOK_MS);
  }
}

async function refuseNewDeadLetters(on: Queryable, live: Generation, built: Generation): Promise<void> {
  const [row] = await on.query<{ count: number }>(sql`
    select count(*)::int as count from ${tableOf(built, 'dead_letter')} b
    where not exists (
      select from ${tableOf(live, 'dead_letter')} l
      where (l.topic, l.partition, l.record_offset) = (b.topic, b.partition, b.record_offset)
    ) and exists (
      select from ${tableOf(live, 'position')} p where p.partition = b.partition and b.record_offset < p.next_offset
    )`);
  const count = row?.count ?? 0;
  if (count <= NEW_DEAD_LETTERS_MAX) return;
  const what = `${count} records of ${live.group} became dead letters that the live generation has kept`;
  throw new DeliveryRefusal('REBUILD_DOUBTFUL', what);
}

/**
 * Gives rebuilt dead letters the time at which they first failed: otherwise the storm that halts a projection would
 * be seen in every rebuild.
 */
async function keepFailureTimes(on: Queryable, live: Generation, built: Generation): Promise<void> {
  await on.query(sql`
    update ${tableOf(built, 'dead_letter')} b set failed_at = l.failed_at
    from ${tableOf(live, 'dead_letter')} l
    where (b.topic, b.partition, b.record_offset) = (l.topic, l.partition, l.record_offset)`);
}

function noEarlier(group: GroupName): DeliveryRefusal {
  return new DeliveryRefusal('NO_EARLIER_GENERATION', `no earlier generation of ${group} is kept`);
}
