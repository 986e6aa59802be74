// What is wrong with the catalogue, as operators see it.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OperationsRoom, openOperations } from './operations-room.ts';

let room: OperationsRoom;

beforeAll(async () => {
  room = await openOperations();
}, 120_000);
afterAll(() => room.close());

test('the built-in catalogue still lists the abolished household book, and only there', async () => {
  const { status, body } = await room.get('/v1/catalogue-defects?code=ABOLISHED_PAPER_LISTED');
  expect(status).toBe(200);
  expect(body['defects']).toMatchObject([{ procedureCode: '2.000986', origin: 'BUILT_IN' }]);
  const others = await room.get('/v1/catalogue-defects?code=ABOLISHED_PAPER_LISTED&procedure=1.001193');
  expect(others.body['defects']).toEqual([]);
});

test('pages hold each defect once', async () => {
  const all = (await room.get('/v1/catalogue-defects?limit=500')).body['defects'];
  const seen: unknown[] = [];
  let cursor = '';
  do {
    const { body } = await room.get(`/v1/catalogue-defects?limit=1${cursor}`);
    seen.push(...(Array.isArray(body['defects']) ? body['defects'] : []));
    cursor = body.cursor === undefined ? '' : `&cursor=${body.cursor}`;
  } while (cursor !== '');
  expect(seen).toEqual(all);
});
