/** Facts of the registry of some kinds, with what corrects or retracts them. */
import type { EventType } from '#schemas/generated/events.ts';
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import type { Fact } from '#shared/pure/fact.ts';
import type { FactReader, FactRow } from '#shared/reading/fact-rows.ts';

const ABOUT_FACTS = [
  'vn.gov.hub.fact-corrected.v1',
  'vn.gov.hub.fact-retracted.v1',
] as const satisfies readonly EventType[];

export async function readRegistryStatements(
  on: Queryable,
  facts: FactReader,
  types: readonly EventType[],
): Promise<readonly Fact[]> {
  const rows = await on.query<FactRow>(sql`
    select 'agencies' as stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from read.agency_fact
    where event_type = any(${[...types, ...ABOUT_FACTS]}::text[])`);
  return facts.facts(rows);
}
