/** Ways in to personnel records in one statement; one that is there already is the same. */
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import type { CivilServantSubjectRow } from '../core/rows.ts';
import { type Generation, tableOf } from './generation.ts';

export async function writeCivilServantSubjects(
  on: Queryable,
  generation: Generation,
  rows: readonly CivilServantSubjectRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await on.query(sql`
    insert into ${tableOf(generation, 'civil_servant_subject')} (subject_key, civil_servant_code)
    select * from unnest(
      ${rows.map((row) => row.subjectKey)}::text[],
      ${rows.map((row) => row.civilServantCode)}::text[]
    )
    on conflict do nothing`);
}
