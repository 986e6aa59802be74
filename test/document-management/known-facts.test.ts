// What the door knows of a document, and that a database which does not answer costs little.

import { expect, test } from 'vitest';
import { createPool } from '#shared/postgres/pool.ts';
import { createKnownFacts } from '../../services/document-management/outbound/known-facts.ts';

const NOBODY = 'postgres://nobody@127.0.0.1:1/none';

test('a database that does not answer is no failure, and is left alone for a while', async () => {
  const pool = createPool({ url: NOBODY, applicationName: 'test' });
  let now = 0;
  let silences = 0;
  const knownFacts = createKnownFacts(
    pool,
    () => {
      silences += 1;
    },
    () => now,
  );
  const find = () => knownFacts.find(['H44,2026-09-01,1/A'], ['00000000-0000-0000-0000-000000000000']);
  expect(await find()).toEqual([]);
  await find();
  expect(silences).toBe(1);
  now = 6000;
  await find();
  expect(silences).toBe(2);
  await pool.dispose();
});
