/** Rows of one index table in one statement; one that is there already is the same. */
import { INDEX_TABLES, type IndexRows, type IndexTable } from '#schemas/read-models/index-tables.ts';
import { type Queryable, type SqlQuery, sql } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';

export async function writeIndexRows(
  on: Queryable,
  generation: Generation,
  table: IndexTable,
  rows: NonNullable<IndexRows[IndexTable]>,
): Promise<void> {
  if (rows.length > 0) await on.query(indexRowsStatement(generation, table, rows));
}

/** The statement, for at least one row. */
export function indexRowsStatement(
  generation: Generation,
  table: IndexTable,
  rows: NonNullable<IndexRows[IndexTable]>,
): SqlQuery {
  const columns = INDEX_TABLES[table];
  return sql`
    insert into ${tableOf(generation, table)} (${sql.join(
      columns.map(([name]) => sql.ident(name)),
      sql`, `,
    )})
    select * from unnest(${sql.join(columns.map(columnOf(rows)), sql`, `)})
    on conflict do nothing`;
}

function columnOf(rows: readonly object[]): (column: readonly [string, 'text' | 'uuid']) => SqlQuery {
  return ([name, type]) => {
    const values = rows.map((row) => new Map(Object.entries(row)).get(name));
    return type === 'uuid' ? sql`${values}::uuid[]` : sql`${values}::text[]`;
  };
}
