// Events that are right, through the real doors into the real log, and what stands there afterwards.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventOf } from '#schemas/generated/events.ts';
import { unframe } from '#shared/avro/wire-format.ts';
import { partitionOf } from '#shared/kafka/partitioner.ts';
import { factIdOf } from '#shared/pure/hub-key.ts';
import { MasterKey } from '#shared/sealing/master-key.ts';
import { keysToOpen, openParts } from '#shared/sealing/open.ts';
import { type Answer, type DoorsRoom, openDoors } from './doors-room.ts';
import {
  CHILD,
  CHILD_NAME,
  DOSSIER,
  paperShared,
  resultIssued,
  withData,
  withPerson,
} from './example-events.ts';

let room: DoorsRoom;
beforeAll(async () => {
  room = await openDoors();
});
afterAll(() => room.shut());

function onlyReceipt(answer: Answer) {
  expect([answer.status, answer.text]).toStrictEqual([202, expect.any(String)]);
  const [receipt] = answer.body.receipts;
  if (receipt === undefined) throw new Error('no receipt');
  return receipt;
}

async function eventAt(answer: Answer) {
  const record = await room.recordAt(onlyReceipt(answer));
  const decoded = await room.decode(record.value ?? Buffer.alloc(0));
  if (decoded.kind !== 'event') throw new Error(`the record is ${decoded.kind}`);
  return { record, event: decoded.event };
}

const childKey = (): string => room.hubKey.subjectKey({ type: 'PERSON', id: CHILD });

describe('one event', () => {
  test('stands in the log under its key, whole, sealed, with its attributes as headers', async () => {
    const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
    const answer = await room.send('/v1/events', JSON.stringify(resultIssued()), {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      traceparent,
    });
    const receipt = onlyReceipt(answer);
    expect(receipt).toMatchObject({
      id: 'result-1',
      source: '/agencies/H44.150/one-stop-shop',
      status: 'ACCEPTED',
      topic: `${room.prefix}gov.one-stop-shop.dossier.v1`,
      partition: partitionOf(DOSSIER, 12),
      position: `${receipt.topic}/${receipt.partition}/${receipt.offset}`,
    });
    const { record, event } = await eventAt(answer);
    expect(record.key?.toString()).toBe(DOSSIER);
    expect(record.headers).toMatchObject({
      ce_id: 'result-1',
      ce_subject: DOSSIER,
      ce_time: '2026-09-15T09:00:00.000Z',
      ce_type: 'vn.gov.one-stop-shop.result-issued.v1',
    });
    expect(record.headers['traceparent']).toMatch(new RegExp(`^00-${'ab'.repeat(16)}-(?!${'cd'.repeat(8)})`));
    expect(unframe(record.value ?? Buffer.alloc(0)).schemaId).toBeGreaterThan(0);
    expect(event).toMatchObject({
      eventName: 'ResultIssued',
      agency: 'H44.150',
      door: 'events',
      occurredAt: Date.parse('2026-09-15T09:00:00Z'),
      concerns: [{ subjectKey: childKey(), role: 'CHILD' }],
      dossierCode: DOSSIER,
      procedureCode: null,
      paper: {
        issuer: { agencyCode: 'H44' },
        issuedOn: '2026-09-15',
        signatureStatus: 'UNKNOWN',
        validTo: null,
      },
    });
  });

  test('opens again with the keys that were kept, and has nothing personal outside the boxes', async () => {
    const answer = await room.post('/v1/events', resultIssued({ id: 'sealed' }));
    const { record, event } = await eventAt(answer);
    const bytes = record.value?.toString('latin1') ?? '';
    for (const value of [CHILD, CHILD_NAME, Buffer.from(CHILD_NAME).toString('latin1')]) {
      expect(bytes).not.toContain(value);
    }
    const keys = await keysToOpen(room.pool, new MasterKey(Buffer.alloc(32, 2)), [event]);
    expect(openParts(event, keys)).toStrictEqual([
      {
        keyOwner: childKey(),
        fields: { personType: 'PERSON', personId: CHILD, name: CHILD_NAME, birthDate: '2026-09-02' },
      },
    ]);
  });

  test('said twice has one name and one body hash; with other words another one', async () => {
    const events = [];
    for (const event of [resultIssued(), resultIssued(), withData({ procedureCode: '1.001193' })]) {
      events.push((await eventAt(await room.post('/v1/events', event))).event);
    }
    const [one, again, other] = events;
    expect(one?.bodyHash).toStrictEqual(again?.bodyHash);
    expect(one?.bodyHash).not.toStrictEqual(other?.bodyHash);
  });

  test('a placeholder beside a person is nobody, and what was said of it is sealed for the dossier', async () => {
    const person = { type: 'PERSON', id: '000000001' };
    const event = resultIssued({ id: 'placeholder' });
    const concerns = [event.data['concerns']].flat();
    const { event: kept } = await eventAt(
      await room.post('/v1/events', {
        ...event,
        data: { ...event.data, concerns: [{ person, role: 'APPLICANT', name: 'Chưa rõ' }, ...concerns] },
      }),
    );
    expect(kept.concerns).toEqual([{ subjectKey: childKey(), role: 'CHILD' }]);
    expect(kept.sealed.map(({ keyOwner }) => keyOwner)).toStrictEqual([childKey(), `dossier/${DOSSIER}`]);
  });

  test('a dossier code is a key in capitals, and stays as it was sent', async () => {
    const dossierCode = ' h44.150-260914-0012';
    const { record, event } = await eventAt(
      await room.post('/v1/events', { ...withData({ dossierCode }), subject: dossierCode, id: 'case' }),
    );
    expect(record.key?.toString()).toBe(DOSSIER);
    expect(event).toMatchObject({ dossierCode });
  });

  test('personal text about the dossier is a member of data, and sealed', async () => {
    const event = resultIssued({ id: 'refused', type: 'vn.gov.one-stop-shop.dossier-refused.v1' });
    const { event: kept } = await eventAt(
      await room.post('/v1/events', { ...event, data: { reason: 'lý do' } }),
    );
    const keys = await keysToOpen(room.pool, new MasterKey(Buffer.alloc(32, 2)), [kept]);
    expect(openParts(kept, keys)).toStrictEqual([
      { keyOwner: `dossier/${DOSSIER}`, fields: { reason: 'lý do' } },
    ]);
  });
});

describe('shared papers', () => {
  test('go by the key of the first person', async () => {
    const { record, event } = await eventAt(await room.post('/v1/shared-papers', paperShared()));
    expect(record.key?.toString()).toBe(childKey());
    expect(record.topic).toBe(`${room.prefix}gov.shared.paper.v1`);
    expect(event).toMatchObject({ eventName: 'PaperShared', agency: 'G15.1', door: 'shared-papers' });
  });

  test('a later event about one goes by the same key', async () => {
    const disputed = paperShared({
      id: 'dispute-1',
      type: 'vn.gov.shared.paper-disputed.v1',
      data: {
        paper: { source: '/agencies/G15.1/births', id: 'paper-1' },
        concerns: [{ person: { type: 'PERSON', id: CHILD }, role: 'CHILD' }],
        reason: 'tên sai',
      },
    });
    const { record, event } = await eventAt(await room.post('/v1/shared-papers', disputed));
    expect(record.key?.toString()).toBe(childKey());
    expect(event.sealed.map(({ keyOwner }) => keyOwner)).toContain(`paper/${childKey()}`);
  });
});

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

describe('a dry run', () => {
  test('says what would be published, publishes nothing and makes no key', async () => {
    const before = await room.recordsInLog();
    const person = '012345678999';
    const event = withPerson({ person: { type: 'PERSON', id: person } });
    const answer = await room.post('/v1/events?dryRun=true', event);
    expect(answer.status).toBe(200);
    expect(answer.body.events).toMatchObject([
      {
        topic: `${room.prefix}gov.one-stop-shop.dossier.v1`,
        key: DOSSIER,
        event: { eventName: 'ResultIssued', concerns: [{ role: 'CHILD' }], sealed: [{ keyVersion: 0 }] },
      },
    ]);
    expect(answer.text).not.toContain(person);
    expect(await room.recordsInLog()).toBe(before);
    const owner = room.hubKey.subjectKey({ type: 'PERSON', id: person });
    const sealed = [{ keyOwner: owner, keyVersion: 1, nonce: Buffer.alloc(0), box: Buffer.alloc(0) }];
    expect((await keysToOpen(room.pool, new MasterKey(Buffer.alloc(32, 2)), [{ sealed }])).size).toBe(0);
  });

  test('tells faults as the real run does', async () => {
    const answer = await room.post('/v1/events?dryRun=true', withVietnameseDay());
    expect(answer.status).toBe(422);
  });
});

function withVietnameseDay() {
  return withData({ paper: { resultCode: 'KQ.G15.000031', issuedOn: '15/09/2026' } });
}
