// What the doors answer while PostgreSQL or Kafka is away: 503, come again, and nothing half done.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProducerFullError } from '#shared/kafka/producer-errors.ts';
import { readCloudEvent } from '#shared/publishing/cloud-event.ts';
import { createPublisher } from '#shared/publishing/publisher.ts';
import type { StatedEvent } from '#shared/publishing/stated-event.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { ThrowawayKeys } from '#shared/sealing/key-store.ts';
import { type DoorsRoom, openDoors } from './doors-room.ts';
import { CHILD, resultIssued, withPerson } from './example-events.ts';

let room: DoorsRoom;
beforeAll(async () => {
  room = await openDoors();
  await room.post('/v1/events', resultIssued());
  await room.pool.dispose();
});
afterAll(() => room.shut());

test('without PostgreSQL a person whose key is in memory is still served', async () => {
  expect((await room.post('/v1/events', resultIssued({ id: 'known' }))).status).toBe(202);
});

test('without PostgreSQL a person who is not known yet is 503, and nothing is in the log', async () => {
  const before = await room.recordsInLog();
  const stranger = withPerson({ person: { type: 'PERSON', id: '012345678977' } });
  const answer = await room.post('/v1/events', [
    resultIssued({ id: 'beside' }),
    { ...stranger, id: 'stranger' },
  ]);
  expect([answer.status, answer.body.code]).toStrictEqual([503, 'KEYS_UNAVAILABLE']);
  expect(answer.text).not.toContain(CHILD);
  expect(await room.recordsInLog()).toBe(before);
});

/** A draft as the door makes it. */
function stated(): StatedEvent {
  const door = { name: 'events', streams: ['one-stop-shop'] as const, agencyCheck: () => undefined };
  const read = readCloudEvent(JSON.parse(JSON.stringify(resultIssued())), door, 0);
  if (!('event' in read)) throw new Error('the example is right');
  return read.event;
}

test('a full queue is LOG_FULL: nothing was sent', async () => {
  const publisher = createPublisher({
    producer: {
      send: () => Promise.reject(new ProducerFullError('full')),
      health: async () => undefined,
      close: () => Promise.resolve(),
    },
    keys: new ThrowawayKeys(),
    hubKey: new HubKey(Buffer.alloc(32, 1)),
    schemaIds: new Map([['vn.gov.one-stop-shop.result-issued.v1', 1]]),
    topicPrefix: '',
  });
  await expect(publisher.publishStated([stated()])).rejects.toMatchObject({
    code: 'LOG_FULL',
    retryAfterSeconds: 1,
  });
});
