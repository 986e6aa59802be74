/**
 * The catalogue, the agencies, linked identifiers and what operators decided, kept in memory as the read models had
 * them at a position. When that has moved, only what came since is read and decoded, and whoever asks meanwhile waits
 * for the same reading. Of links, trust and decisions a question folds those that it reaches, as known when it asks.
 */
import type { GroupName } from '#schemas/read-models/groups.ts';
import type { Queryable } from '#shared/postgres/pool.ts';
import type { Instant } from '#shared/pure/time.ts';
import { CommonFolds } from './common-folds.ts';
import type { FactReader } from './fact-rows.ts';
import type { GroupPosition } from './positions.ts';
import { REGISTRY_GROUPS } from './registry-facts.ts';
import { type IsSeen, RegistryIndex } from './registry-index.ts';
import { readNewFacts } from './registry-reading.ts';
import { type Registry, registryView } from './registry-view.ts';

interface Kept {
  readonly index: RegistryIndex;
  readonly positions: readonly GroupPosition[];
  readonly signature: string;
  readonly common: CommonFolds;
  /** Of the index, when `common` was made. */
  readonly commonVersion: number;
  /** By what is known; the last used last. They hold what questions asked of them, not the registry. */
  readonly views: Map<Instant, Registry>;
}

const VIEWS_MAX = 32;

export class KnownRegistry {
  readonly #reader: FactReader;
  #kept: Kept | undefined;
  #reading: Promise<void> | undefined;

  constructor(reader: FactReader) {
    this.#reader = reader;
  }

  /** The registry as it was last, which it nearly always still is; undefined before the first reading. */
  last(knownAt?: Instant): Registry | undefined {
    return this.#kept === undefined ? undefined : viewOf(this.#kept, knownAt);
  }

  /** The registry at these positions, read from the same snapshot; as known at an instant, where one is given. */
  async at(on: Queryable, positions: readonly GroupPosition[], knownAt?: Instant): Promise<Registry> {
    const own = positions.filter(({ group }) => isKept(group));
    const asked = signatureOf(own);
    for (;;) {
      const kept = this.#kept;
      if (kept?.signature === asked) return viewOf(kept, knownAt);
      // A slow question may see an older moment than others have seen since.
      if (kept !== undefined && isOlder(own, kept.positions)) return viewOf(earlier(kept, own), knownAt);
      await this.#readOne(on, own);
    }
  }

  /** One reading at a time: each begins where the last one ended. */
  async #readOne(on: Queryable, positions: readonly GroupPosition[]): Promise<void> {
    if (this.#reading !== undefined) {
      await this.#reading.catch(() => undefined);
      return;
    }
    const reading = this.#read(on, positions);
    this.#reading = reading;
    try {
      await reading;
    } finally {
      this.#reading = undefined;
    }
  }

  async #read(on: Queryable, positions: readonly GroupPosition[]): Promise<void> {
    const known = this.#kept;
    const goesOn = known !== undefined && isSameTables(known.positions, positions);
    const index = goesOn ? known.index : new RegistryIndex(this.#reader);
    await readNewFacts(on, this.#reader, index, positions);
    const { commonVersion } = index;
    const common =
      goesOn && known.commonVersion === commonVersion
        ? known.common
        : new CommonFolds(index.common(seenAt(positions)));
    const signature = signatureOf(positions);
    this.#kept = { index, positions, signature, common, commonVersion, views: new Map() };
  }
}

function viewOf(kept: Kept, knownAt: Instant | undefined): Registry {
  const { views } = kept;
  const name = knownAt ?? Number.POSITIVE_INFINITY;
  const view = views.get(name) ?? newView(kept, knownAt);
  views.delete(name);
  views.set(name, view);
  const [oldest] = views.keys();
  if (oldest !== undefined && views.size > VIEWS_MAX) views.delete(oldest);
  return view;
}

function newView({ index, positions, common }: Kept, knownAt: Instant | undefined): Registry {
  const isSeen = seenAt(positions);
  const about = (filed: string) => index.about(filed, isSeen);
  return registryView(common.at(knownAt), index.newestRecordedAt, about, knownAt);
}

/** The registry at positions that were passed since. */
function earlier(kept: Kept, positions: readonly GroupPosition[]): Kept {
  const facts = kept.index.common(seenAt(positions));
  const common = facts.length === kept.common.size ? kept.common : new CommonFolds(facts);
  return { ...kept, positions, signature: signatureOf(positions), common, views: new Map() };
}

function seenAt(positions: readonly GroupPosition[]): IsSeen {
  const ends = new Map<GroupName, number[]>();
  for (const { group, partition, nextOffset } of positions) {
    const ofGroup = ends.get(group) ?? [];
    ofGroup[partition] = nextOffset;
    ends.set(group, ofGroup);
  }
  return ({ group, partition, offset }) => offset < (ends.get(group)?.[partition] ?? 0);
}

function isKept(group: GroupName): boolean {
  return REGISTRY_GROUPS.some((kept) => kept === group);
}

function signatureOf(positions: readonly GroupPosition[]): string {
  return positions
    .map(
      ({ generation, topic, partition, nextOffset }) => `${generation}/${topic}/${partition}/${nextOffset}`,
    )
    .join();
}

function nameOf({ topic, partition, generation }: GroupPosition): string {
  return `${topic}/${partition}/${generation}`;
}

/** Whether every partition of the one is known to the other in the same generation. */
function isSameTables(before: readonly GroupPosition[], after: readonly GroupPosition[]): boolean {
  const names = new Set(after.map(nameOf));
  return before.every((at) => names.has(nameOf(at)));
}

/** Whether no partition is ahead of where the other has it. */
function isOlder(positions: readonly GroupPosition[], than: readonly GroupPosition[]): boolean {
  const ends = new Map(than.map((at) => [nameOf(at), at.nextOffset]));
  return positions.every((at) => at.nextOffset <= (ends.get(nameOf(at)) ?? -1));
}
