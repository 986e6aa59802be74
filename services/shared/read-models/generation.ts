/** One generation of a group of read models: its tables as identifiers, whether they are there, made and dropped. */
import { createHash } from 'node:crypto';
import { type GroupName, generationDdl, schemaOf, tablesOf } from '#schemas/read-models/groups.ts';
import { type Queryable, type SqlQuery, sql, type Transaction } from '#shared/postgres/pool.ts';

export interface Generation {
  readonly group: GroupName;
  readonly number: number;
}

/** `read_dossiers_1.fact`, quoted. */
export function tableOf(generation: Generation, table: string): SqlQuery {
  return sql.ident(schemaOf(generation.group, generation.number), table);
}

/**
 * WHOLE: every table is there and was made by the DDL of this version. OUTDATED: every table, made by other DDL.
 * GONE: a table is missing.
 */
export type GenerationState = 'WHOLE' | 'OUTDATED' | 'GONE';

/** The state of each of these generations, in their order. */
export async function generationStates(
  on: Queryable,
  generations: readonly Generation[],
): Promise<readonly GenerationState[]> {
  const schemas = generations.map(({ group, number }) => schemaOf(group, number));
  const rows = await on.query<{ schema: string; made_by: string | null; tables: readonly string[] }>(sql`
    select nspname as schema, obj_description(n.oid, 'pg_namespace') as made_by,
      array(select relname::text from pg_class where relnamespace = n.oid and relkind = 'r') as tables
    from pg_namespace n where nspname = any(${schemas}::text[])`);
  const found = new Map(rows.map((row) => [row.schema, row]));
  return generations.map(({ group, number }) => {
    const row = found.get(schemaOf(group, number));
    if (row === undefined || !tablesOf(group).every((table) => row.tables.includes(table))) return 'GONE';
    return row.made_by === ddlMark(group) ? 'WHOLE' : 'OUTDATED';
  });
}

/** Makes the schema with its empty tables. */
export async function createSchema(tx: Transaction, { group, number }: Generation): Promise<void> {
  const schema = schemaOf(group, number);
  await runDdl(tx, generationDdl(group, number));
  await runDdl(tx, `comment on schema ${schema} is '${ddlMark(group)}';`);
}

/**
 * Drops the schema with everything in it, if it is there; views over it go with it. The position is locked first, as
 * whoever writes does: otherwise the two could wait for each other in a circle.
 */
export async function dropSchema(tx: Transaction, generation: Generation): Promise<void> {
  const schema = schemaOf(generation.group, generation.number);
  const [position] = await tx.query<{ is_there: boolean }>(
    sql`select to_regclass(${`${schema}.position`}) is not null as is_there`,
  );
  if (position?.is_there === true)
    await tx.query(sql`lock table ${tableOf(generation, 'position')} in access exclusive mode`);
  await tx.query(sql`drop schema if exists ${sql.ident(schema)} cascade`);
}

/** DDL comes from our own files and holds no value from outside. */
export async function runDdl(tx: Transaction, ddl: string): Promise<void> {
  await tx.query(sql.__dangerous__rawValue(ddl));
}

/** Says which DDL a generation was made by: changed DDL means a new generation (design 3.2). */
function ddlMark(group: GroupName): string {
  return `made by ${createHash('sha256').update(generationDdl(group, 0)).digest('hex').slice(0, 16)}`;
}
