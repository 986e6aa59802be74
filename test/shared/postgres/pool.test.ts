// The door to PostgreSQL: exact numbers, whole transactions, errors told apart.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isTransient, SQLSTATE, sqlStateOf } from '#shared/postgres/errors.ts';
import { createPool, type Pool, savepoint, sql, transaction } from '#shared/postgres/pool.ts';
import { startRelay } from '../../support/relay.ts';
import { createDatabase } from '../../support/stack.ts';

let pool: Pool;
let url: string;
beforeAll(async () => {
  url = await createDatabase();
  pool = createPool({
    url,
    applicationName: 'test',
    size: 2,
    statementTimeoutMs: 300,
    connectTimeoutMs: 200,
  });
  await pool.query(sql`create table thing (name text primary key)`);
});
afterAll(() => pool.dispose());

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

describe('values', () => {
  test('a bigint is an exact number, or an error', async () => {
    const [row] = await pool.query<{ n: number }>(sql`select ${Number.MAX_SAFE_INTEGER}::bigint as n`);
    expect(row).toEqual({ n: Number.MAX_SAFE_INTEGER });
    await expect(pool.query(sql`select 9007199254740993::bigint`)).rejects.toThrow(/exact range/);
  });

  test('bytes, days, arrays and instants come back as they went', async () => {
    const at = new Date(1_789_000_000_000);
    const [row] = await pool.query(sql`
      select ${Buffer.from([0, 255])}::bytea as bytes, ${['a', 'b']}::text[] as list, ${at}::timestamptz as at
    `);
    expect(row).toEqual({ bytes: Buffer.from([0, 255]), list: ['a', 'b'], at });
  });
});

describe('a transaction', () => {
  test('vanishes as a whole', async () => {
    const work = transaction(pool, async (tx) => {
      await tx.query(sql`insert into thing values ('gone')`);
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await pool.query(sql`select from thing where name = 'gone'`)).toHaveLength(0);
  });

  test('keeps what stands outside a savepoint that failed', async () => {
    await transaction(pool, async (tx) => {
      await tx.query(sql`insert into thing values ('kept')`);
      const failed = errorOf(savepoint(tx, (inner) => inner.query(sql`insert into thing values ('kept')`)));
      expect(sqlStateOf(await failed)).toBe(SQLSTATE.UNIQUE_VIOLATION);
      await tx.query(sql`insert into thing values ('after')`);
    });
    expect(await pool.query(sql`select from thing where name in ('kept', 'after')`)).toHaveLength(2);
  });
});

describe('an error', () => {
  test.each([
    ['a value of the wrong type', sql`select 'x'::int`, '22P02'],
    ['a missing table', sql`select from nowhere`, SQLSTATE.UNDEFINED_TABLE],
  ])('of data or code stays: %s', async (_what, query, state) => {
    const error = await errorOf(pool.query(query));
    expect(sqlStateOf(error)).toBe(state);
    expect(isTransient(error)).toBe(false);
  });

  test('of a statement that took too long may pass', async () => {
    const error = await errorOf(pool.query(sql`select pg_sleep(5)`));
    expect(sqlStateOf(error)).toBe(SQLSTATE.QUERY_CANCELED);
    expect(isTransient(error)).toBe(true);
  });

  test('of a server that ends the session may pass, and the pool goes on', async () => {
    const own = createPool({ url, applicationName: 'victim', size: 1 });
    const sleeping = errorOf(own.query(sql`select pg_sleep(5)`));
    const terminated = async (): Promise<number> => {
      const rows = await pool.query(sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'victim' and state = 'active'
      `);
      return rows.length;
    };
    await expect.poll(terminated).toBe(1);
    expect(isTransient(await sleeping)).toBe(true);
    expect(await own.query(sql`select 1 as one`)).toEqual([{ one: 1 }]);
    await own.dispose();
  });

  test('of a server that is not there may pass', async () => {
    const nowhere = createPool({ url: 'postgres://a:b@127.0.0.1:1/c', applicationName: 'test' });
    expect(isTransient(await errorOf(nowhere.query(sql`select 1`)))).toBe(true);
    await nowhere.dispose();
  });

  test('of a pool whose connections are all busy may pass', async () => {
    // A caller waits 2.4 s for a connection; the one there is is busy for longer.
    const small = createPool({ url, applicationName: 'test', size: 1, connectTimeoutMs: 700 });
    await small.query(sql`select 1`);
    const busy = small.query(sql`select pg_sleep(4)`);
    expect(isTransient(await errorOf(small.query(sql`select 1`)))).toBe(true);
    await busy;
    await small.dispose();
  });

  test('of a server that has fallen silent comes in time, and may pass', async () => {
    const relay = await startRelay(url);
    const patient = createPool({ url: relay.url, applicationName: 'test', answerWithinMs: 200 });
    expect(await patient.query(sql`select 1 as one`)).toEqual([{ one: 1 }]);
    relay.mute();
    expect(isTransient(await errorOf(patient.query(sql`select 1`)))).toBe(true);
    expect(isTransient(await errorOf(transaction(patient, (tx) => tx.query(sql`select 1`))))).toBe(true);
    relay.close();
    await patient.dispose();
  });

  test('inside another is found', () => {
    const cause = Object.assign(new Error('deadlock'), { code: SQLSTATE.DEADLOCK_DETECTED });
    expect(isTransient(new Error('outer', { cause }))).toBe(true);
    expect(isTransient(new Error('outer', { cause: new Error('inner') }))).toBe(false);
  });
});
