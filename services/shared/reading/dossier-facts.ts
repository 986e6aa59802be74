/** All facts of one dossier, and what came for it that nobody could read. */
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import type { FactRow } from './fact-rows.ts';
import type { LetterRow } from './letters.ts';

export function readDossierFacts(on: Queryable, dossierCode: string): Promise<readonly FactRow[]> {
  return on.query<FactRow>(sql`
    select 'dossiers' as stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from read.dossier_fact
    where aggregate_key = ${dossierCode}`);
}

export function readDossierLetters(on: Queryable, dossierCode: string): Promise<readonly LetterRow[]> {
  return on.query<LetterRow>(sql`
    select projection as stream, aggregate_key, record_timestamp as known_from
    from read.dead_letter
    where projection = 'dossiers' and aggregate_key = ${dossierCode}`);
}
