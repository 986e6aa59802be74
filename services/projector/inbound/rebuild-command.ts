/**
 * `npm run rebuild`: asks for a rebuild, follows it, shows the difference, swaps. The work is the projector's; the
 * command only asks and watches, as an operator would over HTTP.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { GroupName } from '#schemas/read-models/groups.ts';
import { isTransient } from '#shared/postgres/errors.ts';
import type { Pool } from '#shared/postgres/pool.ts';
import { differences } from '#shared/read-models/difference.ts';
import { generationStates } from '#shared/read-models/generation.ts';
import type { NextOffsets } from '#shared/read-models/generation-positions.ts';
import { readProjections } from '#shared/read-models/projection-records.ts';
import { behindAfterAWhile } from '#shared/read-models/rebuild-progress.ts';
import { askForRebuild, cancelRebuild } from '#shared/read-models/rebuilding.ts';
import { DeliveryRefusal } from '#shared/read-models/refusal.ts';
import { swapIn } from '#shared/read-models/swapping.ts';
import { rebuildReport } from '../core/rebuild-report.ts';

export interface RebuildCommand {
  readonly pool: Pool;
  readonly group: GroupName;
  /** Where the log of the group's topic ends now. */
  readonly logEnds: () => Promise<NextOffsets>;
  /** Ends the rebuild; the live generation stays. */
  readonly signal: AbortSignal;
  /** Takes a line for a person. */
  readonly say: (line: string) => void;
}

const BY = 'npm run rebuild';
const LOOK_MS = 200;
const STANDS_STILL_MS = 10_000;

/**
 * Returns when the rebuild is live. One that is under way already is followed instead of begun.
 * @throws DeliveryRefusal or Error when it cannot be swapped in; the live generation is untouched then.
 */
export async function runRebuild(command: RebuildCommand): Promise<void> {
  const { pool, group, signal, say } = command;
  const built = await askOrFollow(command);
  try {
    const live = await untilThere(command, built);
    await compare(command, live, built);
    await swap(command, built);
    say(`${group}: generation ${built} is live`);
  } catch (error) {
    const isDoubtful = error instanceof DeliveryRefusal && error.code === 'REBUILD_DOUBTFUL';
    if (signal.aborted || isDoubtful)
      await cancelRebuild(pool, { group, by: BY, generation: built }).catch(() => undefined);
    throw error;
  }
}

async function askOrFollow({ pool, group, say }: RebuildCommand): Promise<number> {
  try {
    const built = await askForRebuild(pool, { group, by: BY, automatic: false });
    say(`${group}: rebuilding generation ${built} from the beginning of the log`);
    return built;
  } catch (error) {
    if (!(error instanceof DeliveryRefusal) || error.code !== 'REBUILD_UNDER_WAY') throw error;
    const built = (await readProjections(pool)).get(group)?.rebuild?.generation;
    if (built === undefined) throw error;
    say(`${group}: generation ${built} is being rebuilt already: following it`);
    return built;
  }
}

/** Gives the live generation's number. */
async function untilThere(command: RebuildCommand, built: number): Promise<number> {
  const { pool, group, logEnds, signal, say } = command;
  let least = Number.POSITIVE_INFINITY;
  let movedAt = performance.now();
  for (;;) {
    signal.throwIfAborted();
    const live = await liveBeside(command, built);
    const behind = await behindAfterAWhile(pool, group, { live, built }, await logEnds());
    if (behind === 0) return live;
    if (behind < least) movedAt = performance.now();
    least = Math.min(least, behind);
    if (performance.now() - movedAt > STANDS_STILL_MS) {
      say(`  ${behind} records behind, and nothing moves: is the projector running?`);
      movedAt = performance.now();
    }
  }
}

/** @throws Error if the rebuild is not under way any more. */
async function liveBeside({ pool, group }: RebuildCommand, built: number): Promise<number> {
  const record = (await readProjections(pool)).get(group);
  if (record?.rebuild?.generation !== built)
    throw new Error(`somebody else has ended the rebuild of generation ${built}`);
  return record.live;
}

async function compare({ pool, group, say }: RebuildCommand, live: number, built: number): Promise<void> {
  const before = { group, number: live };
  const [state] = await generationStates(pool, [before]);
  const lines =
    state === 'GONE'
      ? ['  the live tables are gone: there is nothing to compare with']
      : rebuildReport(await differences(pool, before, { group, number: built }));
  for (const line of lines) say(line);
}

/** Again while it falls behind or others hold it up. */
async function swap(command: RebuildCommand, generation: number): Promise<void> {
  const { pool, group, logEnds, signal, say } = command;
  for (;;) {
    signal.throwIfAborted();
    try {
      const ends = await logEnds();
      await swapIn(pool, { group, generation, by: BY, ends, acceptsNewDeadLetters: false });
      return;
    } catch (error) {
      const isBehind = error instanceof DeliveryRefusal && error.code === 'REBUILD_BEHIND';
      if (!isBehind && !isTransient(error)) throw error;
      say('  the swap was held up by others; trying again');
      await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
