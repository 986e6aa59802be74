// COPY from memory: PostgreSQL reads what was put in, and a failure is one of the transaction like any other.
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { copyInto } from '#shared/postgres/copy.ts';
import { CopyRows } from '#shared/postgres/copy-rows.ts';
import { isTransient, SQLSTATE, sqlStateOf } from '#shared/postgres/errors.ts';
import { createPool, type Pool, savepoint, sql, transaction } from '#shared/postgres/pool.ts';
import { createDatabase } from '../../support/stack.ts';

let pool: Pool;
beforeAll(async () => {
  pool = createPool({ url: await createDatabase(), applicationName: 'test', size: 2 });
  await pool.query(sql`
    create table thing (
      id int primary key, words text not null, name uuid not null, count bigint not null, at timestamptz not null,
      content bytea not null
    )`);
});
beforeEach(() => pool.query(sql`delete from thing`));
afterAll(() => pool.dispose());

interface Thing {
  readonly id: number;
  readonly words: string;
  readonly name: string;
  readonly count: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly content: Buffer;
}

const INTO = sql`copy thing (id, words, name, count, at, content) from stdin (format binary)`;

/** The hint is small on purpose: the buffer has to grow. */
function encoded(things: readonly Thing[]): CopyRows {
  const rows = new CopyRows(6, 1);
  for (const { id, words, name, count, at, content } of things)
    rows.row().integer(id).text(words).uuid(name).bigint(count).instant(at).bytes(content);
  return rows;
}

const thing = (id: number, more: Partial<Thing> = {}): Thing => ({
  id,
  words: 'w',
  name: '00000000-0000-0000-0000-000000000000',
  count: 0,
  at: 0,
  content: Buffer.alloc(0),
  ...more,
});

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

/** PostgreSQL's first instant; its last is beyond what a number holds exactly. */
const FIRST_MS = Date.UTC(-4713, 10, 24);
const LAST_MS = Number.MAX_SAFE_INTEGER;

const things = fc.array(
  fc.record({
    id: fc.nat(),
    // Text that is well formed and has no NUL; what else there is PostgreSQL refuses.
    words: fc.string({ unit: 'binary', maxLength: 300 }).map((words) => words.replaceAll('\u0000', '·')),
    name: fc.uuid(),
    count: fc.maxSafeInteger(),
    at: fc.oneof(
      fc.integer({ min: FIRST_MS, max: 4_000_000_000_000 }),
      fc.constantFrom(FIRST_MS, -1, 0, 1, 946_684_799_999, 946_684_800_000, LAST_MS),
      fc.maxSafeInteger().filter((ms) => ms >= FIRST_MS),
    ),
    content: fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes)),
  }),
  { minLength: 1, maxLength: 40 },
);

describe('rows in the format of COPY', () => {
  test('are read by PostgreSQL as the same values that it reads from parameters', async () => {
    await fc.assert(
      fc.asyncProperty(things, async (stated) => {
        const rows = stated.map((each, id) => ({ ...each, id }));
        await pool.query(sql`delete from thing`);
        await transaction(pool, (tx) => copyInto(tx, INTO, encoded(rows)));
        const read = await pool.query<Omit<Thing, 'at'> & { readonly same: boolean }>(sql`
          select id, words, name, count, content, extract(epoch from at) * 1000 = ms as same
          from thing
          join unnest(${rows.map(({ id }) => id)}::int[], ${rows.map(({ at }) => at)}::bigint[]) s (n, ms) on n = id
          order by id`);
        expect(read).toEqual(
          rows.map(({ id, words, name, count, content }) => ({
            id,
            words,
            name,
            count,
            content,
            same: true,
          })),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('refuse what is no uuid', () => {
    const uuid = '0123abcd-4567-89EF-0123-456789abcdef';
    for (const wrong of ['', 'x', uuid.slice(1), `${uuid}0`, uuid.replace('-', '0'), uuid.replace('a', 'g')])
      expect(() => new CopyRows(1).uuid(wrong)).toThrow(RangeError);
  });

  test.each([
    ['NUL in text', { words: 'a\u0000b' }, '22021'],
    ['an instant before the first', { at: FIRST_MS - 1 }, '22008'],
  ])('%s is refused', async (_, wrong, state) => {
    const error = await errorOf(transaction(pool, (tx) => copyInto(tx, INTO, encoded([thing(1, wrong)]))));
    expect(sqlStateOf(error)).toBe(state);
  });
});

describe('COPY inside a transaction', () => {
  test('vanishes with it', async () => {
    const work = transaction(pool, async (tx) => {
      await copyInto(tx, INTO, encoded([thing(1)]));
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await pool.query(sql`select from thing`)).toHaveLength(0);
  });

  test('that meets a row that is there undoes its savepoint alone; the connection goes on', async () => {
    const states: unknown[] = [];
    await transaction(pool, async (tx) => {
      await copyInto(tx, INTO, encoded([thing(1)]));
      const failed = savepoint(tx, (inner) => copyInto(inner, INTO, encoded([thing(2), thing(1)])));
      states.push(sqlStateOf(await errorOf(failed)));
      await copyInto(tx, INTO, encoded([thing(3)]));
      await tx.query(
        sql`insert into thing select 4, words, name, count, at, content from thing where id = 3`,
      );
    });
    expect(states).toEqual([SQLSTATE.UNIQUE_VIOLATION]);
    expect(await pool.query(sql`select id from thing order by id`)).toEqual([
      { id: 1 },
      { id: 3 },
      { id: 4 },
    ]);
  });

  test('takes no parameters, and no table that is not there', async () => {
    await transaction(pool, async (tx) => {
      const parameter = copyInto(tx, sql`copy thing from ${'x'}`, encoded([]));
      await expect(parameter).rejects.toThrow('no parameters');
    });
    const error = await errorOf(
      transaction(pool, (tx) => copyInto(tx, sql`copy nothing from stdin (format binary)`, encoded([]))),
    );
    expect(sqlStateOf(error)).toBe(SQLSTATE.UNDEFINED_TABLE);
  });

  test('on a connection that died may succeed when it is tried again', async () => {
    const error = await errorOf(
      transaction(pool, async (tx) => {
        const [row] = await tx.query<{ pid: number }>(sql`select pg_backend_pid() as pid`);
        await pool.query(sql`select pg_terminate_backend(${row?.pid}, 5000)`);
        await copyInto(tx, INTO, encoded([thing(1)]));
      }),
    );
    expect(isTransient(error)).toBe(true);
    await transaction(pool, (tx) => copyInto(tx, INTO, encoded([thing(1)])));
    expect(await pool.query(sql`select from thing`)).toHaveLength(1);
  });

  test('of more than fits into one packet arrives whole', async () => {
    const content = Buffer.alloc(9_000_000, 'Một Lần');
    await transaction(pool, (tx) => copyInto(tx, INTO, encoded([thing(1, { content }), thing(2)])));
    const [row] = await pool.query<{ content: Buffer }>(sql`select content from thing where id = 1`);
    expect(row?.content.equals(content)).toBe(true);
  });
});
