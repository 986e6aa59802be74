/** The second statement of a question (design 6): documents and civil servants that its papers and persons name. */
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import type { FactRow } from './fact-rows.ts';

export interface Named {
  readonly documentKeys: readonly string[];
  /** Signers. */
  readonly civilServantCodes: readonly string[];
  /** Persons whose own records are read. */
  readonly subjectKeys: readonly string[];
}

/** All facts of those documents and civil servants, in one statement. */
export function readNamedFacts(on: Queryable, named: Named): Promise<readonly FactRow[]> {
  return on.query<FactRow>(sql`
    select 'documents' as stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from read.document_fact
    where aggregate_key = any(${named.documentKeys}::text[])
    union all
    select 'civil_servants', aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from read.civil_servant_fact
    where aggregate_key in (
      select unnest(${named.civilServantCodes}::text[])
      union
      select civil_servant_code from read.civil_servant_subject
      where subject_key = any(${named.subjectKeys}::text[])
    )`);
}
