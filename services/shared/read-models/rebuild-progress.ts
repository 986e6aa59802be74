/** How far a rebuild has come, and whether it could take the live one's place now. */
import { setTimeout as delay } from 'node:timers/promises';
import type { GroupName } from '#schemas/read-models/groups.ts';
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import { type Generation, generationStates, tableOf } from './generation.ts';
import { type NextOffsets, readNextOffsets, recordsBehind, targetsOf } from './generation-positions.ts';

export interface RebuildProgress {
  readonly positions: NextOffsets;
  /** Where it must come to, as things stand. */
  readonly targets: NextOffsets;
  /** Records that it has yet to keep to be there. */
  readonly behind: number;
  /** Aggregates whose derived rows are yet to be made, beyond those of the live generation; counted to 10,000. */
  readonly unevaluated: number;
}

/** `ends`: where the log of the group's topic ends. */
export async function rebuildProgress(
  on: Queryable,
  group: GroupName,
  { live, built }: { readonly live: number; readonly built: number },
  ends: NextOffsets,
): Promise<RebuildProgress> {
  const [before, after] = [
    { group, number: live },
    { group, number: built },
  ];
  const [state] = await generationStates(on, [before]);
  const isThere = state !== 'GONE';
  const targets = targetsOf(isThere ? await readNextOffsets(on, before) : undefined, ends);
  const positions = await readNextOffsets(on, after);
  // Without the live tables there are no views, so nothing can be evaluated before the swap brings them back.
  const unevaluated = isThere ? (await countMarked(on, after)) - (await countMarked(on, before)) : 0;
  return {
    positions,
    targets,
    behind: recordsBehind(positions, targets),
    unevaluated: Math.max(0, unevaluated),
  };
}

const MARKED_MAX = 10_000;

async function countMarked(on: Queryable, generation: Generation): Promise<number> {
  const [row] = await on.query<{ count: number }>(sql`
    select count(*)::int as count
    from (select from ${tableOf(generation, 'dirty')} limit ${MARKED_MAX}) marked`);
  return row?.count ?? 0;
}

const WHILE_MS = 1_000;
const LOOK_MS = 25;

/** So few aggregates are evaluated in the moment after a swap; derived rows are for lists and counts only. */
const UNEVALUATED_MAX = 100;

/**
 * What a rebuild still lacks of where the live generation stands now, after at most a second: records, then aggregates
 * to be evaluated. Nothing: it keeps pace, and what is left is caught up while the live one is held for the swap.
 */
export async function behindAfterAWhile(
  on: Queryable,
  group: GroupName,
  generations: { readonly live: number; readonly built: number },
  ends: NextOffsets,
): Promise<number> {
  const until = performance.now() + WHILE_MS;
  const { targets, unevaluated, ...first } = await rebuildProgress(on, group, generations, ends);
  let { behind } = first;
  while (behind > 0 && performance.now() < until) {
    await delay(LOOK_MS);
    behind = recordsBehind(await readNextOffsets(on, { group, number: generations.built }), targets);
  }
  return behind > 0 || unevaluated <= UNEVALUATED_MAX ? behind : unevaluated;
}
