// A long message of which some parts reached the log and others may not have: the answer tells which, line by line.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createService } from '#shared/http/service.ts';
import type { GroupCommitProducer } from '#shared/kafka/producer.ts';
import { DeliveryUnknownError, ProducerFullError } from '#shared/kafka/producer-errors.ts';
import { sql } from '#shared/postgres/pool.ts';
import { createHubClock } from '#shared/publishing/clock.ts';
import { EventsAtWork } from '#shared/publishing/events-at-work.ts';
import { registerEventsDoor } from '#shared/publishing/events-door.ts';
import { createPublisher } from '#shared/publishing/publisher.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { KeyDestroyedError, type SealingKeys, ThrowawayKeys } from '#shared/sealing/key-store.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { type DoorsRoom, openDoors } from './doors-room.ts';
import { resultIssued, withPerson } from './example-events.ts';

let room: DoorsRoom;
beforeAll(async () => {
  room = await openDoors();
});
afterAll(() => room.shut());

const hubKey = new HubKey(Buffer.alloc(32, 1));
type Send = GroupCommitProducer['send'];

/** What a door answers to lines when Kafka does as is said. */
async function answerTo(lines: readonly string[], send: Send, keys: SealingKeys = new ThrowawayKeys()) {
  const publisher = createPublisher({
    producer: { send, health: async () => undefined, close: () => Promise.resolve() },
    keys,
    hubKey,
    schemaIds: new Map([['vn.gov.one-stop-shop.result-issued.v1', 1]]),
    topicPrefix: '',
  });
  const logger = createLogger({ name: 'test', level: 'silent' });
  const app = await createService({ name: 'test', version: '0', logger, random: () => 0.5 });
  const agencyCheck = () => undefined;
  const door = { publisher, atWork: new EventsAtWork(), clock: createHubClock(), agencyCheck };
  registerEventsDoor(app, { ...door, streams: ['one-stop-shop'] });
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/events',
    headers: { 'content-type': 'application/x-ndjson' },
    payload: lines.join('\n'),
  });
  await app.close();
  return answer;
}

const placesOf: Send = async (records) =>
  records.map(({ topic, partition }, offset) => ({ topic, partition, offset }));

/** A door whose Kafka acknowledges some sends and then fails. */
async function doorThatFails(afterSends: number, failure: Error) {
  let sends = 0;
  const lines = Array.from({ length: 1_600 }, (_, at) =>
    at === 1_200 ? '{}' : JSON.stringify(resultIssued({ id: `event-${at}` })),
  );
  const answer = await answerTo(lines, (records) => {
    sends += 1;
    return sends > afterSends ? Promise.reject(failure) : placesOf(records);
  });
  return { answer, sends };
}

/** Runs of lines that were told the same. */
function runsOf(receipts: readonly { line: number; status: string }[]): [string, number, number][] {
  const runs: [string, number, number][] = [];
  for (const { line, status } of receipts) {
    const last = runs.at(-1);
    if (last?.[0] === status) last[2] = line;
    else runs.push([status, line, line]);
  }
  return runs;
}

test('Kafka falls silent: what was acknowledged, what is unknown, what was never sent', async () => {
  const { answer, sends } = await doorThatFails(1, new DeliveryUnknownError('silent'));
  expect([answer.statusCode, answer.headers['retry-after']]).toStrictEqual([207, '4']);
  const { receipts } = answer.json();
  expect(runsOf(receipts)).toStrictEqual([
    ['ACCEPTED', 1, 500],
    ['UNKNOWN', 501, 1_000],
    ['NOT_SENT', 1_001, 1_200],
    ['REJECTED', 1_201, 1_201],
    ['NOT_SENT', 1_202, 1_600],
  ]);
  expect(receipts[500]).toStrictEqual({
    line: 501,
    id: 'event-500',
    source: '/agencies/H44.150/one-stop-shop',
    status: 'UNKNOWN',
    code: 'DELIVERY_UNKNOWN',
  });
  expect(sends).toBe(2);
});

test('the queue is full: what was not acknowledged was not sent', async () => {
  const { answer } = await doorThatFails(2, new ProducerFullError('full'));
  expect(answer.statusCode).toBe(207);
  expect(runsOf(answer.json().receipts).map(([status]) => status)).toStrictEqual([
    'ACCEPTED',
    'NOT_SENT',
    'REJECTED',
    'NOT_SENT',
  ]);
});

test('one by one because of somebody erased: who was on the way when the queue was full is waited for', async () => {
  const person = { type: 'PERSON', id: '012345678966' } as const;
  const owner = hubKey.subjectKey(person);
  const throwaway = new ThrowawayKeys();
  const keys: SealingKeys = {
    cachedKeysOf: () => undefined,
    keysOf: async (owners) => {
      if (owners.includes(owner)) throw new KeyDestroyedError(owner);
      return throwaway.keysOf(owners);
    },
  };
  const { promise: refused, resolve: refuse } = Promise.withResolvers<void>();
  const lines = [
    resultIssued({ id: 'e1' }),
    { ...withPerson({ person }), id: 'erased' },
    resultIssued({ id: 'e2' }),
  ];
  const send: Send = async (records) => {
    if (records[0]?.headers['ce_id'] === 'e1') return refused.then(() => placesOf(records));
    refuse();
    throw new ProducerFullError('full');
  };
  const answer = await answerTo(
    lines.map((line) => JSON.stringify(line)),
    send,
    keys,
  );
  expect(answer.statusCode).toBe(207);
  expect(answer.json().receipts).toMatchObject([
    { id: 'e1', status: 'ACCEPTED' },
    { id: 'erased', status: 'REJECTED' },
    { id: 'e2', status: 'NOT_SENT', code: 'LOG_FULL' },
  ]);
});

test('where nothing was acknowledged it is 503 as for one event', async () => {
  const { answer } = await doorThatFails(0, new DeliveryUnknownError('silent'));
  expect([answer.statusCode, answer.json().code]).toStrictEqual([503, 'DELIVERY_UNKNOWN']);
  expect(answer.json().errors[0]).toMatchObject({
    code: 'DELIVERY_UNKNOWN',
    hint: expect.stringContaining(
      'GET /v1/receipts?source=%2Fagencies%2FH44.150%2Fone-stop-shop&id=event-0&subject=H44.150-260914-0012',
    ),
  });
});

test('an event about somebody whose data were erased is refused alone', async () => {
  const person = { type: 'PERSON', id: '012345678955' } as const;
  const owner = room.hubKey.subjectKey(person);
  await room.pool.query(sql`
    insert into records.subject_key (key_owner, key_version, wrapped_key, destroyed_at) values (${owner}, 1, null, now())
  `);
  const erased = { ...withPerson({ person }), id: 'erased' };
  const batch = await room.post('/v1/events', [
    resultIssued({ id: 'e1' }),
    erased,
    resultIssued({ id: 'e2' }),
  ]);
  expect(batch.status).toBe(207);
  expect(batch.body.receipts).toMatchObject([
    { id: 'e1', status: 'ACCEPTED' },
    { id: 'erased', status: 'REJECTED', errors: [{ pointer: '/1', code: 'ERASED' }] },
    { id: 'e2', status: 'ACCEPTED' },
  ]);
  const alone = await room.post('/v1/events', erased);
  expect([alone.status, alone.body.errors[0]?.code]).toStrictEqual([422, 'ERASED']);
  expect(batch.text + alone.text).not.toContain(person.id);
});
