/**
 * The catalogue, the agencies, linked identifiers and what operators decided, kept in memory as the read models had
 * them at a position. When that has moved, only what came since is read and decoded, and whoever asks meanwhile waits
 * for the same reading. A question about an earlier knowledge folds those of the facts that were recorded by then; the
 * last few such folds are kept.
 */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { type Agencies, foldAgencies } from '#shared/once-only/agencies.ts';
import { type Catalogue, foldCatalogue } from '#shared/once-only/catalogue.ts';
import { type Decisions, foldDecisions } from '#shared/once-only/decisions.ts';
import { foldSourceTrust } from '#shared/once-only/source-trust.ts';
import { foldSubjectLinks, type SubjectLinks } from '#shared/once-only/subject-links.ts';
import type { Queryable } from '#shared/postgres/pool.ts';
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { FactReader, FactRow } from './fact-rows.ts';
import type { GroupPosition } from './positions.ts';
import { nameOfRow, REGISTRY_GROUPS, readRegistryFacts, readRegistryNames } from './registry-facts.ts';

export interface Registry {
  readonly catalogue: Catalogue;
  readonly agencies: Agencies;
  readonly links: SubjectLinks;
  readonly decisions: Decisions;
  readonly trustedSources: ReadonlySet<string>;
  /** When the newest of its facts was recorded. */
  readonly newestRecordedAt: Instant;
  /** Procedures and agencies have been projected. */
  readonly complete: boolean;
}

type FactsByName = ReadonlyMap<string, Fact>;

interface Kept {
  readonly positions: readonly GroupPosition[];
  readonly facts: FactsByName;
  /** When each of the facts was recorded, in order. */
  readonly recordedAt: readonly Instant[];
  readonly registry: Registry;
  /** As known when so many of the facts were recorded; the last used last. */
  readonly earlier: Map<number, Registry>;
}

const EARLIER_MAX = 8;

export class KnownRegistry {
  readonly #reader: FactReader;
  #kept: Kept | undefined;
  #loading: { readonly at: string; readonly kept: Promise<Kept> } | undefined;

  constructor(reader: FactReader) {
    this.#reader = reader;
  }

  /** The registry as it was last, which it nearly always still is; undefined before the first reading. */
  last(knownAt?: Instant): Registry | undefined {
    return this.#kept === undefined ? undefined : asKnown(this.#kept, knownAt);
  }

  /** The registry at these positions, read from the same snapshot; as known at an instant, where one is given. */
  async at(on: Queryable, positions: readonly GroupPosition[], knownAt?: Instant): Promise<Registry> {
    const own = positions.filter(({ group }) => isKept(group));
    const at = signature(own);
    if (this.#kept !== undefined && signature(this.#kept.positions) === at)
      return asKnown(this.#kept, knownAt);
    if (this.#loading?.at !== at) this.#loading = { at, kept: this.#load(on, own) };
    const loading = this.#loading;
    try {
      return asKnown(await loading.kept, knownAt);
    } finally {
      if (this.#loading === loading) this.#loading = undefined;
    }
  }

  async #load(on: Queryable, positions: readonly GroupPosition[]): Promise<Kept> {
    const facts = await this.#factsNow(on);
    const kept = {
      positions,
      facts,
      recordedAt: [...facts.values()].map(({ event }) => event.recordedAt).toSorted((a, b) => a - b),
      registry: fold([...facts.values()]),
      earlier: new Map<number, Registry>(),
    };
    // A slow question may see an older moment than others have seen since.
    if (this.#kept === undefined || isPast(positions, this.#kept.positions)) this.#kept = kept;
    return kept;
  }

  async #factsNow(on: Queryable): Promise<FactsByName> {
    const known = this.#kept?.facts;
    if (known === undefined) return this.#read(await readRegistryFacts(on));
    const rows = await readRegistryNames(on);
    const unknown = rows.filter((row) => !known.has(nameOfRow(row))).map(({ fact_id }) => fact_id);
    const read = await this.#read(unknown.length === 0 ? [] : await readRegistryFacts(on, unknown));
    return new Map(
      rows.map(nameOfRow).flatMap((name) => {
        const fact = known.get(name) ?? read.get(name);
        return fact === undefined ? [] : [[name, fact] as const];
      }),
    );
  }

  async #read(rows: readonly FactRow[]): Promise<FactsByName> {
    const facts = await this.#reader.read(rows);
    return new Map([...facts].map(([row, fact]) => [nameOfRow(row), fact]));
  }
}

function asKnown({ registry, recordedAt, facts, earlier }: Kept, knownAt: Instant | undefined): Registry {
  if (knownAt === undefined || knownAt >= registry.newestRecordedAt) return registry;
  const count = countUntil(recordedAt, knownAt);
  const known = earlier.get(count) ?? fold([...facts.values()], knownAt);
  earlier.delete(count);
  earlier.set(count, known);
  const [oldest] = earlier.keys();
  if (oldest !== undefined && earlier.size > EARLIER_MAX) earlier.delete(oldest);
  return known;
}

/** How many of the instants, which are in order, are not later. */
function countUntil(instants: readonly Instant[], last: Instant): number {
  let [from, to] = [0, instants.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((instants[middle] ?? 0) <= last) from = middle + 1;
    else to = middle;
  }
  return from;
}

function fold(facts: readonly Fact[], knownAt?: Instant): Registry {
  const newestRecordedAt = facts.reduce((newest, { event }) => Math.max(newest, event.recordedAt), 0);
  const agencies = foldAgencies(facts, knownAt);
  return {
    catalogue: foldCatalogue(facts, knownAt, agencies),
    agencies,
    links: foldSubjectLinks(facts, agencies, knownAt),
    decisions: foldDecisions(facts, agencies, knownAt),
    trustedSources: foldSourceTrust(facts, agencies, knownAt),
    newestRecordedAt,
    complete: hasFactOf(facts, 'ProcedurePublished') && hasFactOf(facts, 'AgencyRegistered'),
  };
}

function hasFactOf(facts: readonly Fact[], name: 'ProcedurePublished' | 'AgencyRegistered'): boolean {
  return facts.some((fact) => isFactOf(fact, name));
}

function isKept(group: GroupName): boolean {
  return REGISTRY_GROUPS.some((kept) => kept === group);
}

function signature(positions: readonly GroupPosition[]): string {
  return positions
    .map(
      ({ generation, topic, partition, nextOffset }) => `${generation}/${topic}/${partition}/${nextOffset}`,
    )
    .join();
}

/** Whether no partition is behind where it was. */
function isPast(positions: readonly GroupPosition[], before: readonly GroupPosition[]): boolean {
  const next = new Map(positions.map((at) => [`${at.topic}/${at.partition}`, at.nextOffset]));
  return before.every((at) => (next.get(`${at.topic}/${at.partition}`) ?? 0) >= at.nextOffset);
}
