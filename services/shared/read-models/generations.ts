/**
 * Generations of the read models: made, read, swapped, dropped. Promises: the views in `read` and
 * `records.projection` always say the same, because they change in one transaction.
 */
import {
  GROUP_NAMES,
  type GroupName,
  generationDdl,
  isGroupName,
  schemaOf,
  viewsDdl,
} from '#schemas/read-models/groups.ts';
import { type Pool, type Queryable, sql, type Transaction, transaction } from '#shared/postgres/pool.ts';

export type LiveGenerations = ReadonlyMap<GroupName, number>;

/** One at a time: whoever makes or swaps a generation of any group. */
const LOCK = sql`select pg_advisory_xact_lock(hashtext('read-models'))`;

/** Which generation of each group answers; groups that have none yet are absent. */
export async function liveGenerations(on: Queryable): Promise<LiveGenerations> {
  const rows = await on.query<{ name: string; live_generation: number }>(
    sql`select name, live_generation from records.projection`,
  );
  const live = new Map<GroupName, number>();
  for (const row of rows) if (isGroupName(row.name)) live.set(row.name, row.live_generation);
  return live;
}

/**
 * Makes generation 1 of every group that has none, and the views over all. Again: changes nothing.
 * @returns the groups that were made.
 */
export async function createFirstGenerations(pool: Pool): Promise<readonly GroupName[]> {
  return transaction(pool, async (tx) => {
    await tx.query(LOCK);
    const live = await liveGenerations(tx);
    const missing = GROUP_NAMES.filter((group) => !live.has(group));
    for (const group of missing) {
      await runDdl(tx, generationDdl(group, 1));
      await tx.query(
        sql`insert into records.projection (name, live_generation, newest_generation) values (${group}, 1, 1)`,
      );
    }
    if (missing.length > 0) await recreateViews(tx);
    return missing;
  });
}

/**
 * Makes an empty generation beside the live one, for a rebuild to fill. What an earlier rebuild left unfinished is
 * dropped, and its number is not used again.
 */
export async function beginGeneration(pool: Pool, group: GroupName): Promise<number> {
  return transaction(pool, async (tx) => {
    await tx.query(LOCK);
    const [row] = await tx.query<{ newest_generation: number; building_generation: number | null }>(sql`
      select newest_generation, building_generation from records.projection where name = ${group} for update`);
    if (row === undefined) throw new Error(`there are no read models of ${group} yet: run npm run migrate`);
    const left = row.building_generation;
    if (left !== null) await dropSchema(tx, group, left);
    const next = row.newest_generation + 1;
    await runDdl(tx, generationDdl(group, next));
    await tx.query(sql`
      update records.projection set building_generation = ${next}, newest_generation = ${next}
      where name = ${group}`);
    return next;
  });
}

/**
 * Makes a generation the live one, if `isReady` says so while nobody can move the live one's positions.
 * @returns false if it was not ready; nothing has changed then.
 */
export async function swapGeneration(
  pool: Pool,
  group: GroupName,
  generation: number,
  isReady: (tx: Transaction, live: number) => Promise<boolean>,
): Promise<boolean> {
  return transaction(pool, async (tx) => {
    await tx.query(LOCK);
    const live = (await liveGenerations(tx)).get(group);
    if (live === undefined) throw new Error(`there are no read models of ${group}`);
    await tx.query(sql`lock table ${sql.ident(schemaOf(group, live), 'position')} in share mode`);
    if (!(await isReady(tx, live))) return false;
    const changed = await tx.query(sql`
      update records.projection
      set live_generation = ${generation}, building_generation = null, changed_at = now()
      where name = ${group} and building_generation = ${generation}
      returning 1 as changed`);
    if (changed.length === 0) throw new Error(`another rebuild of ${group} has begun; this one gives way`);
    await recreateViews(tx);
    return true;
  });
}

/** Drops a generation that is neither live nor being built. */
export async function dropGeneration(pool: Pool, group: GroupName, generation: number): Promise<void> {
  await transaction(pool, async (tx) => {
    await tx.query(LOCK);
    if ((await liveGenerations(tx)).get(group) === generation)
      throw new Error(`generation ${generation} of ${group} is the live one`);
    await dropSchema(tx, group, generation);
    await tx.query(sql`
      update records.projection set building_generation = null
      where name = ${group} and building_generation = ${generation}`);
  });
}

async function dropSchema(tx: Transaction, group: GroupName, generation: number): Promise<void> {
  await tx.query(sql`drop schema if exists ${sql.ident(schemaOf(group, generation))} cascade`);
}

async function recreateViews(tx: Transaction): Promise<void> {
  await runDdl(tx, viewsDdl(await liveGenerations(tx)));
}

/** DDL comes from our own files and holds no value from outside. */
async function runDdl(tx: Transaction, ddl: string): Promise<void> {
  await tx.query(sql.__dangerous__rawValue(ddl));
}
