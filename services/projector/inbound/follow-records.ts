/**
 * Makes so what `records` says of every group, twice a second: the live generation is fed, or paused, or rests after a
 * halt; a rebuild is fed beside it, and swapped in where that is to happen by itself. Everything is in `records`, so a
 * process that was killed goes on where it was.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { GROUP_NAMES, GROUPS, type GroupName } from '#schemas/read-models/groups.ts';
import type { ProjectionRecord, ProjectionRecords } from '#shared/read-models/projection-records.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import type { GroupDelivery, Wanted } from './group-delivery.ts';
import type { RebuildFeed } from './rebuild-feed.ts';

export interface FollowOptions {
  readonly readRecords: () => Promise<ProjectionRecords>;
  /** Begins to feed the live generation. */
  readonly begin: (group: GroupName, wanted: Wanted) => GroupDelivery;
  /** Begins to feed a rebuild. */
  readonly beginRebuild: (group: GroupName, generation: number) => RebuildFeed;
  /** Swaps a rebuild in if it is there already; never rejects. */
  readonly swapIfThere: (record: ProjectionRecord) => Promise<void>;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const LOOK_MS = 500;

/** Follows until the signal, then stops everything; never rejects for what may pass by itself. */
export async function followRecords(options: FollowOptions): Promise<void> {
  const { readRecords, logger, signal } = options;
  const following = new Following(options);
  let silent = false;
  while (!signal.aborted) {
    const askedAt = performance.now();
    try {
      following.follow(await readRecords(), askedAt);
      silent = false;
    } catch (err) {
      if (!silent) logger.warn({ err }, 'records cannot be read: everything goes on as it was');
      silent = true;
    }
    await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
  await following.stop();
}

interface FedRebuild {
  readonly generation: number;
  readonly feed: RebuildFeed;
}

class Following {
  readonly #options: FollowOptions;
  readonly #groups = new Map<GroupName, GroupDelivery>();
  readonly #rebuilds = new Map<GroupName, FedRebuild>();
  /** Of which group something takes its time. */
  readonly #busy = new Set<GroupName>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: FollowOptions) {
    this.#options = options;
  }

  follow(records: ProjectionRecords, askedAt: number): void {
    for (const group of GROUP_NAMES) {
      const record = records.get(group);
      if (record === undefined) continue;
      const delivery = this.#groups.get(group);
      if (delivery !== undefined) delivery.follow(wantedBy(record), askedAt);
      else if (this.#mayBegin(group)) this.#groups.set(group, this.#options.begin(group, wantedBy(record)));
      this.#followRebuild(record);
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#underWay);
    const feeds = [...this.#rebuilds.values()].map(({ feed }) => feed);
    await Promise.all([...this.#groups.values(), ...feeds].map((each) => each.stop()));
  }

  /** What all others are understood by comes first, as far as it may be fed at all. */
  #mayBegin(group: GroupName): boolean {
    if (GROUPS[group].first) return true;
    return GROUP_NAMES.every((each) => !GROUPS[each].first || this.#groups.get(each)?.isSettled() === true);
  }

  #followRebuild(record: ProjectionRecord): void {
    const { group, rebuild } = record;
    const fed = this.#rebuilds.get(group);
    if (this.#busy.has(group)) return;
    if (fed !== undefined && fed.generation !== rebuild?.generation) {
      this.#rebuilds.delete(group);
      this.#take(group, fed.feed.stop());
    } else if (fed === undefined && rebuild !== undefined) {
      const feed = this.#options.beginRebuild(group, rebuild.generation);
      this.#rebuilds.set(group, { generation: rebuild.generation, feed });
    } else if (rebuild?.automatic === true) this.#take(group, this.#options.swapIfThere(record));
  }

  #take(group: GroupName, work: Promise<void>): void {
    this.#busy.add(group);
    const done = work.finally(() => {
      this.#busy.delete(group);
      this.#underWay.delete(done);
    });
    this.#underWay.add(done);
  }
}

function wantedBy({ live, pause, halt, failuresMax }: ProjectionRecord): Wanted {
  return { generation: live, isPaused: pause !== undefined, halt: halt?.reason, failuresMax };
}
