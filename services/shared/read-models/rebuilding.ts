/**
 * A rebuild as `records` knows it: asked for, cancelled. Whoever asks makes the empty generation; projectors see it
 * within a second and feed it beside the live one, however often they are killed meanwhile.
 */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { type Pool, sql, transaction } from '#shared/postgres/pool.ts';
import { noteAction } from './delivery-actions.ts';
import { createSchema, dropSchema } from './generation.ts';
import { lockGenerations } from './generations.ts';
import type { Decision } from './pausing.ts';
import { DeliveryRefusal } from './refusal.ts';

/**
 * Makes an empty generation beside the live one. The generation before the live one is dropped: two are enough.
 * @returns the generation's number.
 * @throws DeliveryRefusal REBUILD_UNDER_WAY, NOT_MIGRATED.
 */
export async function askForRebuild(
  pool: Pool,
  { group, by, automatic }: Decision & { readonly automatic: boolean },
): Promise<number> {
  return transaction(pool, async (tx) => {
    await lockGenerations(tx);
    const [row] = await tx.query<{
      newest_generation: number;
      building_generation: number | null;
      earlier_generation: number | null;
    }>(sql`
      select newest_generation, building_generation, earlier_generation
      from records.projection where name = ${group} for update`);
    if (row === undefined) throw notMigrated(group);
    if (row.building_generation !== null) {
      const under = `generation ${row.building_generation} of ${group} is being built`;
      throw new DeliveryRefusal('REBUILD_UNDER_WAY', `${under}: swap it in or cancel it first`);
    }
    if (row.earlier_generation !== null) await dropSchema(tx, { group, number: row.earlier_generation });
    const generation = row.newest_generation + 1;
    await createSchema(tx, { group, number: generation });
    await tx.query(sql`
      update records.projection
      set building_generation = ${generation}, newest_generation = ${generation}, earlier_generation = null,
        rebuild_asked_at = now(), rebuild_asked_by = ${by ?? null}, rebuild_automatic = ${automatic},
        rebuild_note = null
      where name = ${group}`);
    const detail = automatic ? 'automatic' : undefined;
    await noteAction(tx, { action: 'REBUILD_ASKED', group, by, generation, detail });
    return generation;
  });
}

/**
 * Drops what was built; the live generation is not touched. `generation`: only if it is still this one.
 * @returns the generation's number.
 * @throws DeliveryRefusal NO_REBUILD.
 */
export async function cancelRebuild(
  pool: Pool,
  { group, by, generation }: Decision & { readonly generation?: number },
): Promise<number> {
  return transaction(pool, async (tx) => {
    await lockGenerations(tx);
    const [row] = await tx.query<{ building_generation: number }>(sql`
      select building_generation from records.projection
      where name = ${group} and building_generation is not null
        and building_generation = coalesce(${generation ?? null}::int, building_generation)
      for update`);
    if (row === undefined) throw new DeliveryRefusal('NO_REBUILD', `no rebuild of ${group} is under way`);
    await tx.query(sql`
      update records.projection
      set building_generation = null, rebuild_asked_at = null, rebuild_asked_by = null, rebuild_automatic = false,
        rebuild_note = null
      where name = ${group}`);
    await dropSchema(tx, { group, number: row.building_generation });
    const { building_generation: number } = row;
    await noteAction(tx, { action: 'REBUILD_CANCELLED', group, by, generation: number });
    return number;
  });
}

/** Says what holds a rebuild up; with `givesUpSwap` it waits for an operator from now on. */
export async function noteOnRebuild(
  pool: Pool,
  group: GroupName,
  generation: number,
  { note, givesUpSwap = false }: { readonly note: string | undefined; readonly givesUpSwap?: boolean },
): Promise<void> {
  await pool.query(sql`
    update records.projection
    set rebuild_note = ${note ?? null}, rebuild_automatic = rebuild_automatic and not ${givesUpSwap}
    where name = ${group} and building_generation = ${generation}`);
}

function notMigrated(group: GroupName): DeliveryRefusal {
  return new DeliveryRefusal('NOT_MIGRATED', `there are no read models of ${group} yet: run npm run migrate`);
}
