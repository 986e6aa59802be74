/** Indexes that millions of rows are better written without: those beside the primary key, made anew at the end. */

import { schemaOf } from '#schemas/read-models/groups.ts';
import { type Pool, sql, transaction } from '#shared/postgres/pool.ts';
import type { Generation } from '#shared/read-models/generation.ts';

interface IndexRow {
  readonly schema: string;
  readonly name: string;
  readonly definition: string;
}

/** Drops them, does the work, makes them again whatever became of it. */
export async function withoutIndexes<T>(
  pool: Pool,
  generations: readonly Generation[],
  work: () => Promise<T>,
): Promise<T> {
  const indexes = (await Promise.all(generations.map((generation) => indexesOf(pool, generation)))).flat();
  for (const { schema, name } of indexes) await pool.query(sql`drop index ${sql.ident(schema, name)}`);
  try {
    return await work();
  } finally {
    for (const { definition } of indexes) {
      await transaction(
        pool,
        async (tx) => {
          await tx.query(sql`set local maintenance_work_mem = '512MB'`);
          await tx.query(sql.__dangerous__rawValue(definition));
        },
        { statementTimeoutMs: 1_800_000 },
      );
    }
  }
}

function indexesOf(pool: Pool, { group, number }: Generation): Promise<readonly IndexRow[]> {
  return pool.query<IndexRow>(sql`
    select n.nspname as schema, i.relname as name, pg_get_indexdef(x.indexrelid) as definition
    from pg_index x
    join pg_class i on i.oid = x.indexrelid
    join pg_class t on t.oid = x.indrelid
    join pg_namespace n on n.oid = t.relnamespace
    where n.nspname = ${schemaOf(group, number)} and t.relname = 'fact' and not x.indisprimary`);
}
