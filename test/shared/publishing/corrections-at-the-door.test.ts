// A correction through the real door: the whole fact that takes its target's place, sealed under the target's name.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventOf } from '#schemas/generated/events.ts';
import { factIdOf } from '#shared/pure/hub-key.ts';
import { MasterKey } from '#shared/sealing/master-key.ts';
import { keysToOpen, openParts } from '#shared/sealing/open.ts';
import { type Answer, type DoorsRoom, openDoors } from './doors-room.ts';
import { DOSSIER, resultIssued, withPerson } from './example-events.ts';

let room: DoorsRoom;
beforeAll(async () => {
  room = await openDoors();
});
afterAll(() => room.shut());

async function eventAt(answer: Answer) {
  expect([answer.status, answer.text]).toStrictEqual([202, expect.any(String)]);
  const [receipt] = answer.body.receipts;
  if (receipt === undefined) throw new Error('no receipt');
  const record = await room.recordAt(receipt);
  const decoded = await room.decode(record.value ?? Buffer.alloc(0));
  if (decoded.kind !== 'event') throw new Error(`the record is ${decoded.kind}`);
  return { record, event: decoded.event };
}

describe('a correction', () => {
  const correction = (data: Record<string, unknown>) =>
    resultIssued({
      id: 'correction-1',
      type: 'vn.gov.one-stop-shop.fact-corrected.v1',
      data: {
        target: { source: '/agencies/H44.150/one-stop-shop', id: 'result-1' },
        type: 'vn.gov.one-stop-shop.result-issued.v1',
        data,
      },
    });

  test('brings the whole fact, sealed under the name of its target', async () => {
    const { record, event } = await eventAt(
      await room.post('/v1/events', correction(withPerson({ name: 'Người Khác' }).data)),
    );
    expect(record.key?.toString()).toBe(DOSSIER);
    if (event.eventName !== 'FactCorrected') throw new Error('not a correction');
    const decoded = await room.decode(event.fact);
    if (decoded.kind !== 'event') throw new Error(decoded.kind);
    const { event: whole } = decoded;
    expect(factIdOf(whole.source, whole.id)).toBe(factIdOf(event.target.source, event.target.id));
    expect(whole).toMatchObject({ eventName: 'ResultIssued', dossierCode: DOSSIER } satisfies Partial<
      EventOf<'ResultIssued'>
    >);
    const keys = await keysToOpen(room.pool, new MasterKey(Buffer.alloc(32, 2)), [whole]);
    expect(openParts(whole, keys)[0]?.fields).toMatchObject({ name: 'Người Khác' });
  });

  test('said twice has one body hash although the sealed bytes differ', async () => {
    const sent = [correction(resultIssued().data), correction(resultIssued().data)];
    const hashes = [];
    for (const event of sent)
      hashes.push((await eventAt(await room.post('/v1/events', event))).event.bodyHash);
    expect(hashes[0]).toStrictEqual(hashes[1]);
  });

  test('tells the faults of the corrected data with their place', async () => {
    const { dossierCode: _left, ...data } = resultIssued().data;
    const answer = await room.post('/v1/events', correction({ ...data, colour: 'red' }));
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ pointer, code }) => [pointer, code])).toStrictEqual([
      ['/data/data/dossierCode', 'REQUIRED'],
      ['/data/data/colour', 'UNKNOWN_MEMBER'],
    ]);
  });
});
