// The live read models of a test's hub as rows that can be compared, and their rebuild from the beginning of the log.

import { join } from 'node:path';
import { GROUP_NAMES, GROUPS, type GroupName, schemaOf } from '#schemas/read-models/groups.ts';
import { createPool, type Pool, sql } from '#shared/postgres/pool.ts';
import { liveGenerations } from '#shared/read-models/generations.ts';
import { runToEnd, type TestHub } from './services.ts';

/** Rows as JSON, in the order of their own text; when a row was written is no part of it. */
export type Tables = Readonly<Record<string, readonly string[]>>;

/** Every row of every table of the live generations. */
export async function liveTables(hub: TestHub): Promise<Tables> {
  const pool = createPool({ url: hub.databaseUrl, applicationName: 'test', size: 1 });
  try {
    const live = await liveGenerations(pool);
    const tables: Record<string, readonly string[]> = {};
    for (const group of GROUP_NAMES) {
      const schema = schemaOf(group, live.get(group) ?? 0);
      for (const table of ['fact', 'position', 'dead_letter', ...GROUPS[group].indexTables]) {
        tables[`${group}.${table}`] = await rowsOf(pool, schema, table);
      }
    }
    return tables;
  } finally {
    await pool.dispose();
  }
}

async function rowsOf(pool: Pool, schema: string, table: string): Promise<readonly string[]> {
  const rows = await pool.query<{ row: string }>(sql`
    select (to_jsonb(t) - 'advanced_at' - 'failed_at')::text as row from ${sql.ident(schema, table)} t
    order by 1`);
  return rows.map(({ row }) => row);
}

/** Rebuilds every group beside the live one and swaps it in; two at a time. */
export async function rebuildAll(hub: TestHub): Promise<void> {
  const waiting = [...GROUP_NAMES];
  const work = async (): Promise<void> => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) await rebuild(hub, group);
  };
  await Promise.all([work(), work()]);
}

async function rebuild(hub: TestHub, group: GroupName): Promise<void> {
  const logFile = join(hub.folder, `rebuild-${group}.log`);
  await runToEnd(['services/projector/rebuild.ts', group], hub.environment, logFile);
}
