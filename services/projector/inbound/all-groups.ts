/** All groups in their order: the catalogue and the registry to their end, then the others; then whatever is swapped. */
import { setTimeout as delay } from 'node:timers/promises';
import { GROUP_NAMES, GROUPS, type GroupName } from '#schemas/read-models/groups.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import type { GroupDelivery } from './group-delivery.ts';

export interface AllGroupsOptions {
  /** Which generation of each group answers. */
  readonly liveGenerations: () => Promise<ReadonlyMap<GroupName, number>>;
  readonly begin: (group: GroupName, generation: number) => GroupDelivery;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const WATCH_MS = 1_000;
const CATCH_UP_LOOK_MS = 100;

/** Begins every group and follows swaps until the signal; never rejects for what may pass by itself. */
export async function feedAllGroups(options: AllGroupsOptions): Promise<void> {
  const { signal, logger } = options;
  const live = await untilMigrated(options);
  const leading = beginAll(options, live, true);
  while (!signal.aborted && !leading.every((group) => group.isCaughtUp()))
    await pause(CATCH_UP_LOOK_MS, signal);
  const groups = [...leading, ...beginAll(options, live, false)];
  while (!signal.aborted) {
    await pause(WATCH_MS, signal);
    await followSwaps(options, groups).catch((err: unknown) =>
      logger.debug({ err }, 'the live generations could not be read'),
    );
  }
}

function beginAll(
  { begin, signal }: AllGroupsOptions,
  live: ReadonlyMap<GroupName, number>,
  first: boolean,
): GroupDelivery[] {
  if (signal.aborted) return [];
  return GROUP_NAMES.filter((group) => GROUPS[group].first === first).flatMap((group) => {
    const generation = live.get(group);
    return generation === undefined ? [] : [begin(group, generation)];
  });
}

async function untilMigrated(options: AllGroupsOptions): Promise<ReadonlyMap<GroupName, number>> {
  const { liveGenerations, logger, signal } = options;
  for (let tries = 0; !signal.aborted; tries += 1) {
    const live = await liveGenerations().catch((err: unknown) => {
      if (tries === 0) logger.warn({ err }, 'there are no read models yet: waiting for npm run migrate');
      return undefined;
    });
    if (live !== undefined && GROUP_NAMES.every((group) => live.has(group))) return live;
    await pause(WATCH_MS, signal);
  }
  return new Map();
}

async function followSwaps(options: AllGroupsOptions, groups: readonly GroupDelivery[]): Promise<void> {
  const live = await options.liveGenerations();
  for (const group of groups) {
    const generation = live.get(group.status().group);
    if (generation !== undefined && !options.signal.aborted) await group.switchTo(generation);
  }
}

async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  await delay(durationMs, undefined, { signal }).catch(() => undefined);
}
