/** Whom papers name: by what the papers rest on, or by the dossier that gave them. */
import { type Queryable, sql } from '#shared/postgres/pool.ts';

/** Subject keys of everybody whom a paper names that rests on one of these documents or signers. */
export async function subjectsOnBases(on: Queryable, bases: ReadonlySet<string>): Promise<readonly string[]> {
  if (bases.size === 0) return [];
  const rows = await on.query<{ subject_key: string }>(sql`
    select distinct subject_key
    from read.paper_basis join read.paper_statement using (stream, aggregate_key, fact_id)
    where basis = any(${[...bases]}::text[])`);
  return rows.map((row) => row.subject_key);
}
