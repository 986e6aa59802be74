/**
 * The views in `read` over the live generations. Promises: they change in the transaction that changes
 * `records.projection`; a view is there only while every table under it is, so that nobody reads half of the truth.
 */
import { createHash } from 'node:crypto';
import { type GroupName, type ViewDeclaration, viewsOf } from '#schemas/read-models/groups.ts';
import { SQLSTATE, sqlStateOf } from '#shared/postgres/errors.ts';
import { type Queryable, savepoint, sql, type Transaction } from '#shared/postgres/pool.ts';
import { generationStates, runDdl } from './generation.ts';

type Live = ReadonlyMap<GroupName, number>;

/**
 * Makes anew the views that show one of the changed groups, by default all. Waits for readers that are in the middle
 * of a question, and lets no new one begin: `read.generation` is locked first, as every reader does.
 */
export async function recreateViews(tx: Transaction, live: Live, changed?: GroupName): Promise<void> {
  const there = await possibleViews(tx, live);
  const isChanged = ({ name, over }: ViewDeclaration): boolean =>
    changed === undefined || name === 'generation' || over.includes(changed);
  await tx.query(sql`create schema if not exists read`);
  const dropped =
    changed === undefined
      ? await presentViews(tx)
      : viewsOf(live)
          .filter(isChanged)
          .map(({ name }) => name);
  for (const name of dropped) await tx.query(sql`drop view if exists ${sql.ident('read', name)}`);
  for (const view of there.filter(isChanged)) await createIfPossible(tx, view);
  await runDdl(tx, `comment on schema read is '${markOf(there)}';`);
}

/** A generation that was made by other DDL may lack a column: until it is rebuilt its views are not there. */
async function createIfPossible(tx: Transaction, { ddl }: ViewDeclaration): Promise<void> {
  try {
    await savepoint(tx, (inner) => runDdl(inner, ddl));
  } catch (error) {
    if (sqlStateOf(error) !== SQLSTATE.UNDEFINED_COLUMN) throw error;
  }
}

/** Whether the views are those that this version makes over these generations. */
export async function viewsFit(on: Queryable, live: Live): Promise<boolean> {
  const there = await possibleViews(on, live);
  const names = new Set(await presentViews(on));
  const [schema] = await on.query<{ mark: string | null }>(
    sql`select obj_description(to_regnamespace('read'), 'pg_namespace') as mark`,
  );
  return schema?.mark === markOf(there) && there.every(({ name }) => names.has(name));
}

/** Those of which every table is there. */
async function possibleViews(on: Queryable, live: Live): Promise<readonly ViewDeclaration[]> {
  const generations = [...live].map(([group, number]) => ({ group, number }));
  const states = await generationStates(on, generations);
  const gone = new Set(generations.filter((_, index) => states[index] === 'GONE').map(({ group }) => group));
  return viewsOf(live).filter(
    ({ name, over }) => name === 'generation' || !over.some((group) => gone.has(group)),
  );
}

/** `generation` first, as readers lock it first. */
async function presentViews(on: Queryable): Promise<readonly string[]> {
  const rows = await on.query<{ name: string }>(
    sql`select viewname::text as name from pg_views where schemaname = 'read' order by viewname <> 'generation', 1`,
  );
  return rows.map(({ name }) => name);
}

function markOf(views: readonly ViewDeclaration[]): string {
  const hash = createHash('sha256');
  for (const { ddl } of views) hash.update(ddl);
  return `made by ${hash.digest('hex').slice(0, 16)}`;
}
