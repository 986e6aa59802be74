// Databases on a PostgreSQL server of the local stack.

import { createPool, sql } from '#shared/postgres/pool.ts';

/** Makes a database when it is not there yet; gives its URL. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  if (!/^[a-z][a-z0-9_]{0,62}$/u.test(name)) throw new Error(`"${name}" cannot be the name of a database`);
  const server = createPool({ url: serverUrl, applicationName: 'local stack', size: 1 });
  try {
    const found = await server.query(sql`select 1 as found from pg_database where datname = ${name}`);
    if (found.length === 0) await server.query(sql`create database ${sql.ident(name)}`);
  } finally {
    await server.dispose();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
