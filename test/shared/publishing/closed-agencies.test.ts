// An agency that has closed may state what happened before its last day; afterwards its successor is named (rules.md 25).
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';
import { EVENTS, type EventData, type HubEvent } from '#schemas/generated/events.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { frame } from '#shared/avro/wire-format.ts';
import { sql } from '#shared/postgres/pool.ts';
import { encodeEvent } from '#shared/publishing/event-codec.ts';
import { factIdOf, uuidText } from '#shared/pure/hub-key.ts';
import { fact } from '../../support/facts.ts';
import { until } from '../../support/wait.ts';
import { type DoorsRoom, openDoors } from './doors-room.ts';
import { resultIssued } from './example-events.ts';

let room: DoorsRoom;
beforeAll(async () => {
  room = await openDoors();
  await project([
    registered('H62', '2025-06-30'),
    registered('H44', null),
    fact(
      'AgencySucceeded',
      { at: 1 },
      { agencyCode: 'H62', successor: 'H44', effectiveOn: '2025-07-01' },
      'hub',
    ).event,
  ]);
  await until(() => room.agencies().find('H62') !== undefined, { what: 'the agencies to be read' });
});
afterAll(() => room.shut());

function registered(agencyCode: string, validTo: string | null): HubEvent {
  const data: EventData['AgencyRegistered'] = {
    agencyCode,
    agencyName: agencyCode,
    level: null,
    agencyKind: null,
    parent: null,
    validFrom: null,
    validTo,
    legacyCode: null,
    dataSource: null,
  };
  return fact('AgencyRegistered', { at: 0 }, data, 'hub').event;
}

/** Puts facts where the projector would. */
async function project(events: readonly HubEvent[]): Promise<void> {
  const registry = createSchemaRegistryClient({ url: room.registryUrl });
  for (const [offset, event] of events.entries()) {
    const { topic, recordName } = EVENTS[event.type];
    const schemaId = await registry.register(
      `${room.prefix}${topic}-${recordName}`,
      AVRO_SCHEMAS[event.type],
    );
    const { id, source, type, bodyHash } = event;
    const [occurredAt, recordedAt] = [new Date(event.occurredAt), new Date(event.recordedAt)];
    await room.pool.query(sql`
      insert into read_agencies_1.fact values (
        ${`key-${offset}`}, ${factIdOf(source, id)}, ${uuidText(bodyHash)}, ${type}, ${occurredAt}, ${recordedAt},
        ${source}, ${id}, 0, ${offset}, ${frame(schemaId, encodeEvent(event))})
    `);
  }
  await room.pool.query(sql`
    insert into read_agencies_1.position (topic, partition, next_offset, last_record_hash, record_timestamp)
    values (${`${room.prefix}gov.hub.registry.v1`}, 0, ${events.length}, ''::bytea, now())
  `);
}

const stated = (time: string) => resultIssued({ source: '/agencies/H62/one-stop-shop', time });

test('what happened on its last day, in Vietnam, is accepted however late it comes', async () => {
  expect((await room.post('/v1/events', stated('2025-06-30T23:59:59+07:00'))).status).toBe(202);
});

test('what happened a second later is 403 with the successor named', async () => {
  const answer = await room.post('/v1/events', stated('2025-07-01T00:00:00+07:00'));
  expect(answer.status).toBe(403);
  expect(answer.body.code).toBe('AGENCY_CLOSED');
  expect(answer.body.errors).toMatchObject([
    { pointer: '/source', code: 'AGENCY_CLOSED', hint: 'its successor is H44' },
  ]);
});

test('in a batch it stops nobody else', async () => {
  const batch = [stated('2025-07-01T00:00:00+07:00'), resultIssued({ id: 'other' })];
  const answer = await room.post('/v1/events', batch);
  expect(answer.status).toBe(207);
  expect(answer.body.receipts.map(({ status }) => status)).toStrictEqual(['REJECTED', 'ACCEPTED']);
});
