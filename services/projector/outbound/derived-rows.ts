/** Writes the derived rows of aggregates in place of those that they had. */
import { DERIVED_TABLES, type DerivedRows, type DerivedTable } from '#schemas/read-models/derived-tables.ts';
import { GROUPS } from '#schemas/read-models/groups.ts';
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';

/** Aggregates that give no row of a table have none afterwards. */
export async function replaceRows(
  on: Queryable,
  generation: Generation,
  aggregates: ReadonlyMap<string, DerivedRows>,
): Promise<void> {
  const keys = [...aggregates.keys()];
  if (keys.length === 0) return;
  for (const table of GROUPS[generation.group].derivedTables) {
    const rows = [...aggregates.values()].flatMap((derived): readonly object[] => derived[table] ?? []);
    await replaceTable(on, generation, table, keys, rows);
  }
}

async function replaceTable(
  on: Queryable,
  generation: Generation,
  table: DerivedTable,
  keys: readonly string[],
  rows: readonly object[],
): Promise<void> {
  const { aggregate } = DERIVED_TABLES[table];
  const target = tableOf(generation, table);
  await on.query(sql`delete from ${target} where ${sql.ident(aggregate)} = any(${keys}::text[])`);
  if (rows.length === 0) return;
  await on.query(sql`
    insert into ${target} select * from json_populate_recordset(null::${target}, ${JSON.stringify(rows)}::json)`);
}
