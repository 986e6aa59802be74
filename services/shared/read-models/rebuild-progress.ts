/** How far a rebuild has come, and whether it could take the live one's place now. */
import { setTimeout as delay } from 'node:timers/promises';
import type { GroupName } from '#schemas/read-models/groups.ts';
import type { Queryable } from '#shared/postgres/pool.ts';
import { generationStates } from './generation.ts';
import { type NextOffsets, readNextOffsets, recordsBehind, targetsOf } from './generation-positions.ts';

export interface RebuildProgress {
  readonly positions: NextOffsets;
  /** Where it must come to, as things stand. */
  readonly targets: NextOffsets;
  /** Records that it has yet to keep to be there. */
  readonly behind: number;
}

/** `ends`: where the log of the group's topic ends. */
export async function rebuildProgress(
  on: Queryable,
  group: GroupName,
  { live, built }: { readonly live: number; readonly built: number },
  ends: NextOffsets,
): Promise<RebuildProgress> {
  const liveGeneration = { group, number: live };
  const [state] = await generationStates(on, [liveGeneration]);
  const livePositions = state === 'GONE' ? undefined : await readNextOffsets(on, liveGeneration);
  const targets = targetsOf(livePositions, ends);
  const positions = await readNextOffsets(on, { group, number: built });
  return { positions, targets, behind: recordsBehind(positions, targets) };
}

const WHILE_MS = 1_000;
const LOOK_MS = 25;

/**
 * Records that a rebuild is still behind where the live generation stands now, after at most a second. None: it keeps
 * pace, and what is left is caught up while the live one is held for the swap.
 */
export async function behindAfterAWhile(
  on: Queryable,
  group: GroupName,
  generations: { readonly live: number; readonly built: number },
  ends: NextOffsets,
): Promise<number> {
  const until = performance.now() + WHILE_MS;
  const { targets, ...first } = await rebuildProgress(on, group, generations, ends);
  let { behind } = first;
  while (behind > 0 && performance.now() < until) {
    await delay(LOOK_MS);
    behind = recordsBehind(await readNextOffsets(on, { group, number: generations.built }), targets);
  }
  return behind;
}
