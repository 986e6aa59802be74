/** Keys and indexes that millions of rows are better written without: dropped before, made anew by sorting at the end. */

import { schemaOf } from '#schemas/read-models/groups.ts';
import { type Pool, type SqlQuery, sql, transaction } from '#shared/postgres/pool.ts';
import type { Generation } from '#shared/read-models/generation.ts';

/** Tables that are filled, of one generation. */
export interface FilledTables {
  readonly generation: Generation;
  readonly tables: readonly string[];
}

interface IndexRow {
  readonly schema: string;
  readonly table_name: string;
  readonly name: string;
  readonly definition: string;
  /** Of a primary key. */
  readonly key_definition: string | null;
}

/** Drops them, does the work, makes them again whatever became of it. Who writes there meanwhile may write twice. */
export async function withoutIndexes<T>(
  pool: Pool,
  filled: readonly FilledTables[],
  work: () => Promise<T>,
): Promise<T> {
  const indexes = (await Promise.all(filled.map((tables) => indexesOf(pool, tables)))).flat();
  for (const index of indexes) await pool.query(dropping(index));
  try {
    return await work();
  } finally {
    // One after another: PostgreSQL builds each with workers of its own, and who waited for a connection would give up.
    for (const index of indexes) await makeAgain(pool, index);
  }
}

function dropping({ schema, table_name, name, key_definition }: IndexRow): SqlQuery {
  return key_definition === null
    ? sql`drop index ${sql.ident(schema, name)}`
    : sql`alter table ${sql.ident(schema, table_name)} drop constraint ${sql.ident(name)}`;
}

async function makeAgain(
  pool: Pool,
  { schema, table_name, name, definition, key_definition }: IndexRow,
): Promise<void> {
  const again =
    key_definition === null
      ? sql.__dangerous__rawValue(definition)
      : sql`alter table ${sql.ident(schema, table_name)} add constraint ${sql.ident(name)}
          ${sql.__dangerous__rawValue(key_definition)}`;
  await transaction(
    pool,
    async (tx) => {
      await tx.query(sql`set local maintenance_work_mem = '512MB'`);
      await tx.query(again);
    },
    { statementTimeoutMs: 1_800_000 },
  );
}

function indexesOf(
  pool: Pool,
  { generation: { group, number }, tables }: FilledTables,
): Promise<readonly IndexRow[]> {
  return pool.query<IndexRow>(sql`
    select n.nspname as schema, t.relname as table_name, i.relname as name,
      pg_get_indexdef(x.indexrelid) as definition, pg_get_constraintdef(c.oid) as key_definition
    from pg_index x
    join pg_class i on i.oid = x.indexrelid
    join pg_class t on t.oid = x.indrelid
    join pg_namespace n on n.oid = t.relnamespace
    left join pg_constraint c on c.conindid = x.indexrelid
    where n.nspname = ${schemaOf(group, number)} and t.relname = any(${tables}::text[])`);
}
