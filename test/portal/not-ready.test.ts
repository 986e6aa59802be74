// A portal without a catalogue: alive, not ready, and it says so instead of a wrong answer.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRoom, type Room } from './portal-room.ts';

let room: Room;
beforeAll(async () => {
  room = await openRoom({ catalogue: false });
});
afterAll(() => room.close());

test('is alive but not ready before catalogue and agencies are projected', async () => {
  expect((await room.ask('/livez')).status).toBe(200);
  const ready = await room.ask('/readyz');
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({
    checks: { 'read-models': expect.stringContaining('not projected') },
  });
});

test('answers questions with 503 and Retry-After', async () => {
  const answer = await room.ask('/v1/procedures');
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(await answer.json()).toMatchObject({ code: 'NOT_READY' });
});

test('has no examples where none were given', async () => {
  expect(await (await room.ask('/demo.json')).json()).toEqual({ people: [], questions: [] });
  expect((await room.ask('/')).headers.get('content-type')).toContain('text/html');
});
