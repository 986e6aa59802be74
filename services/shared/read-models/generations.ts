/**
 * Generations of the read models: which one answers, the first of each, and the repair of what is missing. Promises:
 * the views in `read` and `records.projection` always say the same, because they change in one transaction.
 */
import { GROUP_NAMES, type GroupName } from '#schemas/read-models/groups.ts';
import { type Pool, type Queryable, sql, type Transaction, transaction } from '#shared/postgres/pool.ts';
import { createSchema, generationStates } from './generation.ts';
import { readProjections } from './projection-records.ts';
import { recreateViews, viewsFit } from './views.ts';

export type LiveGenerations = ReadonlyMap<GroupName, number>;

/** One at a time: whoever makes, swaps or drops a generation of any group. */
export async function lockGenerations(tx: Transaction): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtext('read-models'))`);
}

/** Which generation of each group answers; groups that have none yet are absent. */
export async function liveGenerations(on: Queryable): Promise<LiveGenerations> {
  return new Map([...(await readProjections(on))].map(([group, { live }]) => [group, live]));
}

export interface Brought {
  /** Groups whose first generation was made. */
  readonly made: readonly GroupName[];
  /** Whether the views were made anew. */
  readonly views: boolean;
  /** Groups whose live generation has lost tables: nobody answers from them until they are rebuilt. */
  readonly gone: readonly GroupName[];
  /** Groups whose live generation was made by other DDL than this version's: they answer until they are rebuilt. */
  readonly outdated: readonly GroupName[];
}

/**
 * Makes generation 1 of every group that has none, and the views over all. Again: changes nothing. What was lost
 * cannot be made here: only the log knows it.
 */
export async function bringUpGenerations(pool: Pool): Promise<Brought> {
  return transaction(pool, async (tx) => {
    await lockGenerations(tx);
    const before = await liveGenerations(tx);
    const made = GROUP_NAMES.filter((group) => !before.has(group));
    for (const group of made) {
      await createSchema(tx, { group, number: 1 });
      await tx.query(
        sql`insert into records.projection (name, live_generation, newest_generation) values (${group}, 1, 1)`,
      );
    }
    const live = await liveGenerations(tx);
    const views = !(await viewsFit(tx, live));
    if (views) await recreateViews(tx, live);
    const generations = [...live].map(([group, number]) => ({ group, number }));
    const states = await generationStates(tx, generations);
    const inState = (state: string): readonly GroupName[] =>
      generations.filter((_, index) => states[index] === state).map(({ group }) => group);
    return { made, views, gone: inState('GONE'), outdated: inState('OUTDATED') };
  });
}
