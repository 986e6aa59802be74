/** All facts of one dossier. */
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import type { FactRow } from './fact-rows.ts';

export function readDossierFacts(on: Queryable, dossierCode: string): Promise<readonly FactRow[]> {
  return on.query<FactRow>(sql`
    select 'dossiers' as stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from read.dossier_fact
    where aggregate_key = ${dossierCode}`);
}
