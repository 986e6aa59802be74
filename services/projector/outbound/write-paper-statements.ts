/** Ways in to papers in one statement; one that is there already is the same. */
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import type { PaperStatementRow } from '../core/rows.ts';
import { type Generation, tableOf } from './generation.ts';

export async function writePaperStatements(
  on: Queryable,
  generation: Generation,
  rows: readonly PaperStatementRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await on.query(sql`
    insert into ${tableOf(generation, 'paper_statement')} (subject_key, evidence, aggregate_key, fact_id)
    select * from unnest(
      ${rows.map((row) => row.subjectKey)}::text[],
      ${rows.map((row) => row.evidence)}::text[],
      ${rows.map((row) => row.aggregateKey)}::text[],
      ${rows.map((row) => row.factId)}::uuid[]
    )
    on conflict do nothing`);
}
