/** PostgreSQL as the hub needs it: the database, `records` by migrations, a first generation of every read model. */
import path from 'node:path';
import { createDatabase } from '#infra/local/database.ts';
import { SQLSTATE, sqlStateOf } from '#shared/postgres/errors.ts';
import { createPool, type Pool, sql } from '#shared/postgres/pool.ts';
import { bringUpGenerations } from '#shared/read-models/generations.ts';
import { readProjections } from '#shared/read-models/projection-records.ts';
import { askForRebuild } from '#shared/read-models/rebuilding.ts';
import { applyMigrations, readMigrations } from './migrations.ts';

const RECORDS = path.resolve(import.meta.dirname, '../../schemas/records');
/** Exists on every server; only asked when the hub's own is missing. */
const MAINTENANCE_DATABASE = '/postgres';
const STATEMENT_MS_MAX = 120_000;

/** Brings the database up to this version; again: changes nothing. */
export async function migrateDatabase(url: string, say: (line: string) => void): Promise<void> {
  if (await createIfMissing(url)) say(`database ${new URL(url).pathname.slice(1)} created`);
  const pool = openPool(url);
  try {
    const applied = await applyMigrations(pool, readMigrations(RECORDS));
    say(applied.length === 0 ? 'records: up to date' : `records: applied ${applied.join(', ')}`);
    await bringUpReadModels(pool, say);
  } finally {
    await pool.dispose();
  }
}

/** What cannot answer as it is, is rebuilt by the projector as soon as one runs, and takes its place by itself. */
async function bringUpReadModels(pool: Pool, say: (line: string) => void): Promise<void> {
  const { made, views, gone, outdated } = await bringUpGenerations(pool);
  if (made.length > 0) say(`read models: made ${made.join(', ')}`);
  else say(views ? 'read models: present, views made anew' : 'read models: present');
  const records = await readProjections(pool);
  for (const group of [...gone, ...outdated]) {
    if (records.get(group)?.rebuild !== undefined) continue;
    const number = await askForRebuild(pool, { group, by: 'migration', automatic: true });
    const why = gone.includes(group) ? 'its tables are gone' : 'its tables are those of another version';
    say(`read models: ${group} is to be rebuilt as generation ${number}: ${why}`);
  }
}

async function createIfMissing(url: string): Promise<boolean> {
  const pool = openPool(url);
  try {
    await pool.query(sql`select 1 as answer`);
    return false;
  } catch (error) {
    if (sqlStateOf(error) !== SQLSTATE.INVALID_CATALOG_NAME) throw error;
  } finally {
    await pool.dispose();
  }
  const server = new URL(url);
  const name = server.pathname.slice(1);
  server.pathname = MAINTENANCE_DATABASE;
  await createDatabase(server.href, name);
  return true;
}

function openPool(url: string): Pool {
  return createPool({ url, applicationName: 'migrate', size: 2, statementTimeoutMs: STATEMENT_MS_MAX });
}
