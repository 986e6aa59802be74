// A transaction told in one go: all of it or nothing, whichever step fails, and the connection serves on.
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CopyRows } from '#shared/postgres/copy-rows.ts';
import { isTransient, SQLSTATE, sqlStateOf } from '#shared/postgres/errors.ts';
import { type Step, StepFailure } from '#shared/postgres/one-go.ts';
import { createPool, type Pool, sql } from '#shared/postgres/pool.ts';
import { createDatabase } from '../../support/stack.ts';

let pool: Pool;
beforeAll(async () => {
  // One connection: what a failure leaves on it would be seen by what comes next.
  pool = createPool({ url: await createDatabase(), applicationName: 'test', size: 1 });
  await pool.query(sql`create table thing (id int primary key, words text not null)`);
});
beforeEach(() => pool.query(sql`delete from thing`));
afterAll(() => pool.dispose());

const insert = (id: number, words = 'w'): Step => ({
  query: sql`insert into thing values (${id}, ${words})`,
});

const copy = (...ids: readonly number[]): Step => copied(ids);

function copied(ids: readonly number[]): Step {
  const rows = new CopyRows(2);
  for (const id of ids) rows.row().integer(id).text('copied');
  return { query: sql`copy thing (id, words) from stdin (format binary)`, rows };
}

async function ids(): Promise<readonly number[]> {
  const rows = await pool.query<{ id: number }>(sql`select id from thing order by id`);
  return rows.map(({ id }) => id);
}

async function failureOf(steps: readonly Step[]): Promise<StepFailure> {
  const error: unknown = await pool.inOneGo(steps).catch((caught: unknown) => caught);
  if (error instanceof StepFailure) return error;
  throw new Error(`not a failure of a step: ${String(error)}`);
}

describe('steps', () => {
  test('of both kinds are kept together', async () => {
    await pool.inOneGo([insert(1), copy(2, 3), { query: sql`select 1` }, copy(4), insert(5)]);
    expect(await ids()).toEqual([1, 2, 3, 4, 5]);
  });

  test('see what the ones before have done, and what is set for the transaction ends with it', async () => {
    const setting = sql`select set_config('application_name', 'in it', true)`;
    const note = sql`insert into thing values (7, current_setting('application_name'))`;
    await pool.inOneGo([
      { query: setting },
      { query: note },
      { query: sql`update thing set words = words || '!' where id = 7` },
    ]);
    expect(
      await pool.query(sql`select words, current_setting('application_name') as now from thing`),
    ).toEqual([{ words: 'in it!', now: 'test' }]);
  });

  test('take texts and lists of texts as they are', async () => {
    const text = fc.string({ unit: 'binary' }).map((drawn) => drawn.replaceAll('\u0000', '·'));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 5 }), text, async (list, alone) => {
        await pool.inOneGo([
          { query: sql`delete from thing` },
          {
            query: sql`insert into thing select nth, word from unnest(${list}::text[]) with ordinality l (word, nth)`,
          },
          { query: sql`insert into thing values (0, ${alone})` },
        ]);
        const rows = await pool.query<{ words: string }>(sql`select words from thing order by id`);
        expect(rows.map(({ words }) => words)).toEqual([alone, ...list]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a step that fails', () => {
  const cases: readonly (readonly [string, readonly Step[], number, string])[] = [
    ['the first', [{ query: sql`select 1 / 0` }, insert(1), copy(2)], 0, '22012'],
    ['a repeat among copied rows', [insert(1), copy(2, 1), copy(3)], 1, SQLSTATE.UNIQUE_VIOLATION],
    [
      'a table that is not there',
      [copy(1), { query: sql`select from nowhere` }, copy(2)],
      1,
      SQLSTATE.UNDEFINED_TABLE,
    ],
    ['the last', [copy(1), copy(2), insert(1)], 2, SQLSTATE.UNIQUE_VIOLATION],
  ];
  test.each(cases)(
    '%s: nothing is kept, it is named, and the connection serves on',
    async (_, steps, step, state) => {
      const failure = await failureOf(steps);
      expect([failure.step, sqlStateOf(failure)]).toEqual([step, state]);
      expect(await ids()).toEqual([]);
      await pool.inOneGo([copy(9)]);
      expect(await ids()).toEqual([9]);
    },
  );

  test('with much on its way behind it does not hold the connection up', async () => {
    const many = Array.from({ length: 200_000 }, (_, index) => index + 10);
    const failure = await failureOf([insert(1), insert(1), copied(many)]);
    expect(failure.step).toBe(1);
    expect(await ids()).toEqual([]);
  });

  test('because the server ended the session may be tried again', async () => {
    const failure = await failureOf([
      insert(1),
      { query: sql`select pg_terminate_backend(pg_backend_pid())` },
      copy(2),
    ]);
    expect(isTransient(failure)).toBe(true);
    expect(await ids()).toEqual([]);
  });

  test('because a value cannot be a parameter does not reach the server', async () => {
    await expect(pool.inOneGo([insert(1), { query: sql`select ${{}}` }])).rejects.toThrow(TypeError);
    expect(await ids()).toEqual([]);
  });
});
