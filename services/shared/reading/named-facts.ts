/** The second statement of a question (design 6): documents, signers and remarks that its papers lead to. */
import type { EventType } from '#schemas/generated/events.ts';
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import type { FactRow } from './fact-rows.ts';

export interface Named {
  readonly documentKeys: readonly string[];
  /** Signers. */
  readonly civilServantCodes: readonly string[];
  /** Persons under whose keys something may have been said of the papers at hand; their own papers are not read. */
  readonly remarkedUnder: readonly string[];
}

/** What says something of a paper, and what undoes that again. */
const REMARKS = [
  'vn.gov.shared.paper-disputed.v1',
  'vn.gov.shared.paper-verified.v1',
  'vn.gov.shared.result-revoked.v1',
  'vn.gov.shared.fact-corrected.v1',
  'vn.gov.shared.fact-retracted.v1',
] as const satisfies readonly EventType[];

/** All facts of those documents and signers, and the remarks, in one statement; in none where nothing is named. */
export async function readNamedFacts(on: Queryable, named: Named): Promise<readonly FactRow[]> {
  if (Object.values(named).every((names: readonly string[]) => names.length === 0)) return [];
  return on.query<FactRow>(sql`
    select 'documents' as stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from read.document_fact
    where aggregate_key = any(${named.documentKeys}::text[])
    union all
    select 'civil_servants', aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from read.civil_servant_fact
    where aggregate_key = any(${named.civilServantCodes}::text[])
    union all
    select 'shared_papers', aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from read.shared_fact
    where aggregate_key = any(${named.remarkedUnder}::text[]) and event_type = any(${REMARKS}::text[])`);
}

/** All facts of documents by other names of theirs. */
export function readDocumentFacts(
  on: Queryable,
  documentKeys: readonly string[],
): Promise<readonly FactRow[]> {
  return on.query<FactRow>(sql`
    select 'documents' as stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from read.document_fact
    where aggregate_key = any(${documentKeys}::text[])`);
}

/** All facts of one civil servant. */
export function readCivilServantFacts(on: Queryable, code: string): Promise<readonly FactRow[]> {
  return on.query<FactRow>(sql`
    select 'civil_servants' as stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from read.civil_servant_fact
    where aggregate_key = ${code}`);
}
