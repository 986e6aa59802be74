/** The end of a rebuild: wait until it is at or past the live generation, compare, swap; again if it fell behind. */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { isTransient } from '#shared/postgres/errors.ts';
import type { Transaction } from '#shared/postgres/pool.ts';
import { type ComparedTable, rebuildReport } from '../core/rebuild-report.ts';
import type { ShadowDelivery, Targets } from './shadow-delivery.ts';

export interface SwapWhenReady {
  readonly group: GroupName;
  readonly shadow: ShadowDelivery;
  readonly liveGeneration: () => Promise<number>;
  /** Where a live generation stands now. */
  readonly targetsOf: (generation: number) => Promise<Targets>;
  /** Swaps if `isReady` says so while the live generation cannot move. */
  readonly swap: (isReady: (tx: Transaction, live: number) => Promise<boolean>) => Promise<boolean>;
  readonly compare: (tx: Transaction, live: number) => Promise<readonly ComparedTable[]>;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** A rebuild with this many dead letters more than live is a fault of the program: it is not swapped in. */
const NEW_DEAD_LETTERS_MAX = 20;
const CATCH_UP_SLICE_MS = 1_000;
/** The live projector waits meanwhile; its lock timeout is 5 s, and it tries again. */
const LAST_STRETCH_MS = 3_000;

/**
 * The rebuild goes on being fed until the caller stops it, so that a swap which readers held up can be tried again.
 * @returns the generation that was live before.
 * @throws Error when the rebuild ended by itself, was stopped, or holds more dead letters than can be data's fault.
 */
export async function swapWhenReady(options: SwapWhenReady): Promise<number> {
  const { shadow, liveGeneration, targetsOf, signal } = options;
  for (;;) {
    signal.throwIfAborted();
    const live = await liveGeneration();
    if (!(await shadow.reached(await targetsOf(live), CATCH_UP_SLICE_MS))) continue;
    if (await swapOnce(options)) return live;
  }
}

async function swapOnce(options: SwapWhenReady): Promise<boolean> {
  const { shadow, targetsOf, swap, compare, say } = options;
  try {
    return await swap(async (tx, live) => {
      if (!(await shadow.reached(await targetsOf(live), LAST_STRETCH_MS))) return false;
      report(options, await compare(tx, live));
      return true;
    });
  } catch (error) {
    if (!isTransient(error)) throw error;
    say('  the swap was held up by others; trying again');
    return false;
  }
}

function report({ group, say }: SwapWhenReady, tables: readonly ComparedTable[]): void {
  for (const line of rebuildReport(tables)) say(line);
  const letters = tables.find(({ table }) => table === 'dead_letter')?.onlyRebuilt ?? 0;
  if (letters <= NEW_DEAD_LETTERS_MAX) return;
  throw new Error(`${letters} records of ${group} became dead letters that the live generation has kept`);
}
