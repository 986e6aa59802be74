// Events that are right, through the real doors into the real log, and what stands there afterwards.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unframe } from '#shared/avro/wire-format.ts';
import { partitionOf } from '#shared/kafka/partitioner.ts';
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

  test('extensions that are scalars are let pass, null is as good as absent, its own trace goes on', async () => {
    const trace = 'ef'.repeat(16);
    const traceparent = `00-${trace}-${'cd'.repeat(8)}-01`;
    const extensions = {
      flag: true,
      count: -3,
      comment: 'x',
      aratherlongextensionname: '1',
      dataschema: null,
    };
    const { record, event } = await eventAt(
      await room.post(
        '/v1/events',
        resultIssued({ id: 'extended', sequence: '7', traceparent, ...extensions }),
      ),
    );
    expect(event.sequence).toBe('7');
    expect(record.headers['traceparent']).toContain(trace);
  });

  test('Vietnamese text keeps its bytes, in either normal form', async () => {
    for (const form of ['NFC', 'NFD'] as const) {
      const name = 'Giấy khai sinh Hòa Đặng 😀'.normalize(form);
      const { event } = await eventAt(
        await room.post('/v1/events', {
          ...withData({ paper: { name, resultCode: 'KQ.G15.000031' } }),
          id: form,
        }),
      );
      expect(event).toMatchObject({ paper: { name } });
      const sealed = (
        await eventAt(await room.post('/v1/events', { ...withPerson({ name }), id: `${form} sealed` }))
      ).event;
      const keys = await keysToOpen(room.pool, new MasterKey(Buffer.alloc(32, 2)), [sealed]);
      expect(openParts(sealed, keys)).toMatchObject([{ fields: { name } }]);
    }
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
