/**
 * A wrong key must not start: with another hub key every person would silently become somebody else, for ever.
 * The first start writes a check value of each key, every later one compares.
 */
import { timingSafeEqual } from 'node:crypto';
import { type Pool, sql } from '#shared/postgres/pool.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import type { MasterKey } from './master-key.ts';

/** The key in the file is not the one that this hub was begun with. */
export class WrongKeyError extends Error {
  readonly code = 'WRONG_KEY';

  constructor(name: string) {
    super(`the ${name} key is not the one that this hub's data were written with: restore the right file`);
    this.name = 'WrongKeyError';
  }
}

export interface HubKeys {
  readonly hubKey: HubKey;
  readonly masterKey: MasterKey;
}

/** @throws WrongKeyError; errors of PostgreSQL as they are. */
export async function checkKeys(pool: Pool, { hubKey, masterKey }: HubKeys): Promise<void> {
  await checkKey(pool, 'hub', hubKey.bodyHash('mot-lan/key-check/hub'));
  await checkKey(pool, 'master', masterKey.checkValue());
}

async function checkKey(pool: Pool, name: string, value: Buffer): Promise<void> {
  await pool.query(sql`
    insert into records.key_check (name, value) values (${name}, ${value}) on conflict (name) do nothing
  `);
  const [row] = await pool.query<{ value: Buffer }>(
    sql`select value from records.key_check where name = ${name}`,
  );
  if (row === undefined || row.value.length !== value.length || !timingSafeEqual(row.value, value)) {
    throw new WrongKeyError(name);
  }
}
