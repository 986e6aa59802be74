/** The rows of the catalogue, the agencies and the subjects' links: all of them, or those that are not known yet. */
import { GROUPS, type GroupName } from '#schemas/read-models/groups.ts';
import { type Queryable, type SqlQuery, sql } from '#shared/postgres/pool.ts';
import type { FactRow } from './fact-rows.ts';

/** The groups that are kept in memory: few facts, needed by every question. */
export const REGISTRY_GROUPS = ['procedures', 'agencies', 'subjects'] as const satisfies readonly GroupName[];

/** What tells a row from all others, and from what it was before an earlier copy of its fact took its place. */
export type RowName = Pick<FactRow, 'stream' | 'fact_id' | 'body_hash' | 'record_offset'>;

export function nameOfRow({ stream, fact_id, body_hash, record_offset }: RowName): string {
  return `${stream} ${fact_id} ${body_hash} ${record_offset}`;
}

/** The names of all rows: some thousand, without what they say. */
export function readRegistryNames(on: Queryable): Promise<readonly RowName[]> {
  return on.query<RowName>(ofEveryGroup(sql`fact_id, body_hash, record_offset`, sql`true`));
}

/** All rows, or those of some facts only. */
export function readRegistryFacts(on: Queryable, factIds?: readonly string[]): Promise<readonly FactRow[]> {
  return on.query<FactRow>(
    ofEveryGroup(
      sql`aggregate_key, fact_id, body_hash, partition, record_offset, payload`,
      factIds === undefined ? sql`true` : sql`fact_id = any(${factIds}::uuid[])`,
    ),
  );
}

function ofEveryGroup(columns: SqlQuery, condition: SqlQuery): SqlQuery {
  const parts = REGISTRY_GROUPS.map(
    (group) => sql`
      select ${group}::text as stream, ${columns}
      from ${sql.ident('read', GROUPS[group].factView)} where ${condition}`,
  );
  return sql.join(parts, sql` union all `);
}
