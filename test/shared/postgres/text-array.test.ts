// Lists of texts in binary: PostgreSQL reads what was put in, and a list is encoded once.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, type Pool, sql } from '#shared/postgres/pool.ts';
import { textArray } from '#shared/postgres/text-array.ts';
import { createDatabase } from '../../support/stack.ts';

let pool: Pool;
beforeAll(async () => {
  pool = createPool({ url: await createDatabase(), applicationName: 'test', size: 1 });
});
afterAll(() => pool.dispose());

test.each([
  [[]],
  [['']],
  [['kind:ID_CARD', 'name:giấy chứng sinh', 'a "quoted" \\ {text}', 'NULL', 'null', ',']],
  [Array.from({ length: 2000 }, (_, index) => `result:KQ.${index}`)],
])('PostgreSQL reads the list as it is', async (texts) => {
  const [row] = await pool.read<{ texts: string[] }>(sql`select ${textArray(texts)}::text[] as texts`);
  expect(row?.texts).toEqual(texts);
});

test('the same list is encoded once, and an equal one to the same bytes', () => {
  const texts = ['kind:ID_CARD', 'name:căn cước'];
  expect(textArray(texts)).toBe(textArray(texts));
  expect(textArray([...texts])).toEqual(textArray(texts));
});
