// Batches of CloudEvents through the real door: in order, and faults of one do not stop the others.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DoorsRoom, openDoors } from './doors-room.ts';
import { resultIssued, withData } from './example-events.ts';

let room: DoorsRoom;
beforeAll(async () => {
  room = await openDoors();
});
afterAll(() => room.shut());

describe('a batch', () => {
  test('is accepted as a whole, in its order', async () => {
    const ids = ['b1', 'b2', 'b3'];
    const answer = await room.post(
      '/v1/events',
      ids.map((id) => resultIssued({ id })),
    );
    expect(answer.status).toBe(202);
    expect(answer.body.receipts.map(({ id }) => id)).toStrictEqual(ids);
    const offsets = answer.body.receipts.map(({ offset }) => offset);
    expect(offsets).toStrictEqual(offsets.toSorted((left, right) => left - right));
  });

  test('faults of one event do not stop the others', async () => {
    const batch = [
      resultIssued({ id: 'g1' }),
      { ...resultIssued({ id: 'bad' }), time: 'noon' },
      resultIssued({ id: 'g2' }),
    ];
    const answer = await room.post('/v1/events', batch);
    expect(answer.status).toBe(207);
    expect(answer.body.receipts.map(({ id, status }) => [id, status])).toStrictEqual([
      ['g1', 'ACCEPTED'],
      ['bad', 'REJECTED'],
      ['g2', 'ACCEPTED'],
    ]);
    expect(answer.body.receipts[1]?.errors?.map(({ pointer }) => pointer)).toStrictEqual(['/1/time']);
  });

  test('of which nothing can be taken is 422 with every fault', async () => {
    const answer = await room.post('/v1/events', [withVietnameseDay(), { ...resultIssued(), subject: 7 }]);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ pointer }) => pointer)).toStrictEqual([
      '/0/data/paper/issuedOn',
      '/1/subject',
    ]);
  });

  test('of a thousand events is taken, of one more it is not', async () => {
    const many = Array.from({ length: 1001 }, (_, at) => resultIssued({ id: `many-${at}` }));
    const taken = await room.post('/v1/events', many.slice(1));
    expect(taken.status).toBe(202);
    expect(taken.body.receipts).toHaveLength(1000);
    expect((await room.post('/v1/events', many)).body.errors).toMatchObject([{ code: 'TOO_MANY' }]);
  });
});

function withVietnameseDay() {
  return withData({ paper: { resultCode: 'KQ.G15.000031', issuedOn: '15/09/2026' } });
}
