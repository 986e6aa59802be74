/**
 * The catalogue and the agencies, kept in memory as the read models had them at a position and read again when
 * that position has moved. A question about an earlier knowledge folds the same facts anew.
 */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { type Agencies, foldAgencies } from '#shared/once-only/agencies.ts';
import { type Catalogue, foldCatalogue } from '#shared/once-only/catalogue.ts';
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { FactReader, FactRow } from './fact-rows.ts';
import type { GroupPosition } from './positions.ts';

const GROUPS_KEPT: ReadonlySet<GroupName> = new Set(['procedures', 'agencies']);

export interface Registry {
  readonly catalogue: Catalogue;
  readonly agencies: Agencies;
  /** When the newest of its facts was recorded. */
  readonly newestRecordedAt: Instant;
  /** Procedures and agencies have been projected. */
  readonly complete: boolean;
}

interface Kept {
  readonly at: string;
  readonly facts: readonly Fact[];
  readonly registry: Registry;
}

export class KnownRegistry {
  readonly #reader: FactReader;
  #kept: Kept | undefined;

  constructor(reader: FactReader) {
    this.#reader = reader;
  }

  /** The registry at these positions, read from the same snapshot; as known at an instant, where one is given. */
  async at(on: Queryable, positions: readonly GroupPosition[], knownAt?: Instant): Promise<Registry> {
    const at = signature(positions);
    const kept = this.#kept?.at === at ? this.#kept : await this.#load(on, at);
    const { registry, facts } = kept;
    return knownAt === undefined || knownAt >= registry.newestRecordedAt ? registry : fold(facts, knownAt);
  }

  async #load(on: Queryable, at: string): Promise<Kept> {
    const facts = await this.#reader.facts(await readRegistryFacts(on));
    const kept = { at, facts, registry: fold(facts) };
    this.#kept = kept;
    return kept;
  }
}

function fold(facts: readonly Fact[], knownAt?: Instant): Registry {
  const newestRecordedAt = facts.reduce((newest, { event }) => Math.max(newest, event.recordedAt), 0);
  return {
    catalogue: foldCatalogue(facts, knownAt),
    agencies: foldAgencies(facts, knownAt),
    newestRecordedAt,
    complete: hasFactOf(facts, 'ProcedurePublished') && hasFactOf(facts, 'AgencyRegistered'),
  };
}

function hasFactOf(facts: readonly Fact[], name: 'ProcedurePublished' | 'AgencyRegistered'): boolean {
  return facts.some((fact) => isFactOf(fact, name));
}

function signature(positions: readonly GroupPosition[]): string {
  return positions
    .filter(({ group }) => GROUPS_KEPT.has(group))
    .map(({ topic, partition, nextOffset }) => `${topic}/${partition}/${nextOffset}`)
    .join();
}

function readRegistryFacts(on: Queryable): Promise<readonly FactRow[]> {
  return on.query<FactRow>(sql`
    select 'procedures' as stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from read.procedure_fact
    union all
    select 'agencies', aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from read.agency_fact`);
}
