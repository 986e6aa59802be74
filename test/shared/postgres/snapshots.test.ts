// Reads of one moment: whatever others commit meanwhile, however the reads travel, whatever happens to the connection.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isTransient, SQLSTATE, sqlStateOf } from '#shared/postgres/errors.ts';
import { createPool, type Pool, type Queryable, sql } from '#shared/postgres/pool.ts';
import { startRelay } from '../../support/relay.ts';
import { createDatabase } from '../../support/stack.ts';

let pool: Pool;
let url: string;
beforeAll(async () => {
  url = await createDatabase();
  pool = createPool({ url, applicationName: 'test', size: 1, statementTimeoutMs: 300 });
  await pool.query(sql`create table thing (name text primary key)`);
  await pool.query(sql`create schema seen`);
  await pool.query(sql`create view seen.thing as select name from thing`);
});
beforeEach(() => pool.query(sql`delete from thing`));
afterAll(() => pool.dispose());

async function names(on: Queryable): Promise<string[]> {
  const rows = await on.query<{ name: string }>(sql`select name from seen.thing order by name`);
  return rows.map(({ name }) => name);
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

describe('a snapshot', () => {
  test('sees one moment, whatever is committed while it reads', async () => {
    await pool.query(sql`insert into thing values ('before')`);
    const seen = await pool.snapshot(async (moment) => {
      const first = await names(moment);
      await pool.query(sql`insert into thing values ('meanwhile')`);
      return [first, await names(moment)];
    });
    expect(seen).toEqual([['before'], ['before']]);
    expect(await pool.snapshot(names)).toEqual(['before', 'meanwhile']);
  });

  test('answers each of the statements that travel together', async () => {
    const answers = await pool.snapshot((moment) =>
      Promise.all([1, 2, 3].map((n) => moment.query(sql`select ${n}::bigint as n`))),
    );
    expect(answers).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  });

  test('that is ended answers what was begun, takes nothing more, and frees its connection', async () => {
    const [seen, refused] = await pool.snapshot(async (moment) => {
      const begun = names(moment);
      moment.end();
      const late = await errorOf(names(moment));
      // There is one connection: the answer comes only if it is free again.
      const other = await pool.snapshot(names);
      return [[await begun, other], late];
    });
    expect(seen).toEqual([[], []]);
    expect(refused).toMatchObject({ message: 'the moment has ended' });
  });

  test('describes a statement anew when its columns have changed', async () => {
    const widths = (on: Queryable) => on.query(sql`select * from seen.width`);
    await pool.query(sql`create view seen.width as select 1::int as wide`);
    expect(await pool.snapshot(widths)).toEqual([{ wide: 1 }]);
    await pool.query(sql`drop view seen.width`);
    await pool.query(sql`create view seen.width as select 'very'::text as wide, true as high`);
    await expect(pool.snapshot(widths)).rejects.toThrow(/must not change/);
    expect(await pool.snapshot(widths)).toEqual([{ wide: 'very', high: true }]);
  });

  test('gives values as the pool does', async () => {
    const at = new Date(1_789_000_000_000);
    const query = sql`
      select ${Buffer.from([0, 255])}::bytea as bytes, ${['a', 'b']}::text[] as list, ${at}::timestamptz as at,
        ${2 ** 40}::bigint as big, '00000000-0000-0000-0000-000000000001'::uuid as id`;
    expect(await pool.snapshot((moment) => moment.query(query))).toEqual(await pool.query(query));
    const beyond = sql`select 9007199254740993::bigint`;
    await expect(pool.snapshot((moment) => moment.query(beyond))).rejects.toThrow(/exact range/);
  });

  test('writes nothing', async () => {
    const written = pool.snapshot((moment) => moment.query(sql`insert into thing values ('no')`));
    expect(sqlStateOf(await errorOf(written))).toBe('25006');
  });

  test('reads through a view that was made anew', async () => {
    await pool.query(sql`insert into thing values ('old')`);
    expect(await pool.snapshot(names)).toEqual(['old']);
    await pool.query(sql`drop view seen.thing`);
    await pool.query(sql`create view seen.thing as select 'new'::text as name`);
    expect(await pool.snapshot(names)).toEqual(['new']);
    await pool.query(sql`create or replace view seen.thing as select name from thing`);
  });
});

describe('a snapshot that fails', () => {
  test('tells the error of its statement, and the next one reads', async () => {
    const failed = pool.snapshot(async (moment) => {
      await moment.query(sql`select from nowhere`);
    });
    expect(sqlStateOf(await errorOf(failed))).toBe(SQLSTATE.UNDEFINED_TABLE);
    expect(await pool.snapshot(names)).toEqual([]);
  });

  test('because its work throws gives the connection back', async () => {
    const failed = pool.snapshot(async (moment) => {
      await names(moment);
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await pool.snapshot(names)).toEqual([]);
  });

  test('because a statement took too long, or the server ended the session, may be tried again', async () => {
    const slow = pool.snapshot((moment) => moment.query(sql`select pg_sleep(5)`));
    const error = await errorOf(slow);
    expect(sqlStateOf(error)).toBe(SQLSTATE.QUERY_CANCELED);
    expect(isTransient(error)).toBe(true);
    const ended = pool.snapshot((moment) => moment.query(sql`select pg_terminate_backend(pg_backend_pid())`));
    expect(isTransient(await errorOf(ended))).toBe(true);
    expect(await pool.snapshot(names)).toEqual([]);
  });

  test('because nobody is there, or the server is silent, may be tried again', async () => {
    const nowhere = createPool({ url: 'postgres://a:b@127.0.0.1:1/c', applicationName: 'test' });
    expect(isTransient(await errorOf(nowhere.snapshot(names)))).toBe(true);
    await nowhere.dispose();
    const relay = await startRelay(url);
    const patient = createPool({ url: relay.url, applicationName: 'test', answerWithinMs: 200 });
    expect(await patient.snapshot(names)).toEqual([]);
    relay.mute();
    expect(isTransient(await errorOf(patient.snapshot(names)))).toBe(true);
    relay.close();
    await patient.dispose();
  });
});
