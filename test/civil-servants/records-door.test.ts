// The door for personnel records over HTTP, with a real Kafka, registry, projector and PostgreSQL behind it; what was published is
// read back from the topic and opened.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#shared/publishing/receipt.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { startCivilServants } from '../../services/civil-servants/app.ts';
import { type AdapterHub, HUB_KEY_BYTES, startAdapterHub } from '../support/adapter-hub.ts';
import { until } from '../support/wait.ts';
import { type Item, record } from './examples.ts';

const DOOR = '/v1/records';
const hubKey = new HubKey(HUB_KEY_BYTES);

describe('POST /v1/records', () => {
  let hub: AdapterHub;

  beforeAll(async () => {
    hub = await startAdapterHub(startCivilServants, 'gov.civil-servants.record.v1');
  });

  afterAll(async () => {
    await hub.stop();
  });

  async function sendOk(body: Item): Promise<readonly Receipt[]> {
    const answer = await hub.post(DOOR, body);
    expect([200, 202]).toContain(answer.status);
    return answer.body.receipts ?? [];
  }

  test('takes a record: what the topic holds is what was stated', async () => {
    const receipts = await sendOk(record({ code: ' CC-1 ' }));
    const facts = await Promise.all(receipts.map((receipt) => hub.factAt(receipt)));
    expect(facts.map(({ event }) => event.eventName)).toEqual([
      'CivilServantRegistered',
      'Appointed',
      'Appointed',
      'LeaveStarted',
      'QualificationAdded',
      'TrainingCompleted',
      'RankChanged',
      'SalaryStepRaised',
      'RankChanged',
      'ContractStated',
      'SnapshotStated',
    ]);
    const holder = hubKey.subjectKey({ type: 'PERSON', id: '025188000123' });
    for (const { key, event } of facts) {
      expect(key).toBe('CC-1');
      expect(event).toMatchObject({ source: '/agencies/H44/records', sender: 'H44', door: 'records' });
    }
    for (const { event } of facts.slice(0, -1)) {
      expect(event.concerns).toEqual([{ subjectKey: holder, role: 'HOLDER' }]);
    }
    expect(facts[0]?.opened).toEqual([
      {
        keyOwner: holder,
        fields: {
          personType: 'PERSON',
          personId: '025188000123',
          name: 'Nguyễn Thị Thu Hà',
          birthDate: '1988-05-04',
          socialInsuranceNumber: '2511000123',
        },
      },
    ]);
    expect(facts[3]?.event).toMatchObject({
      leaveKind: 'MATERNITY',
      startsOn: '2026-09-02',
      endsOn: '2027-03-01',
    });
  });

  test('a record sent again at once adds no new fact, only that it was stated anew', async () => {
    const first = await sendOk(record({ code: 'CC-2' }));
    const ids = new Set(first.map(({ id }) => id));
    const added = (await sendOk(record({ code: 'CC-2' }))).filter(({ id }) => !ids.has(id));
    const facts = await Promise.all(added.map((receipt) => hub.factAt(receipt)));
    expect(facts.filter(({ event }) => event.eventName !== 'SnapshotStated')).toEqual([]);
  });

  test('a record sent again after it was projected is 200 and adds nothing', async () => {
    await hub.projected(await sendOk(record({ code: 'CC-3' })));
    // A busy machine may keep the database from answering in time; the repeat is published then.
    await until(
      async () => {
        const before = await hub.recordCount();
        const { status, body } = await hub.post(DOOR, record({ code: 'CC-3' }));
        await hub.projected(body.receipts);
        expect([status, await hub.recordCount()]).toEqual([200, before]);
        return true;
      },
      { what: 'a repeat to be recognised' },
    );
  });

  test('a dry run shows what would be published, and publishes nothing', async () => {
    const before = await hub.recordCount();
    const { status, body } = await hub.post(`${DOOR}?dryRun=true`, record({ code: 'CC-4' }));
    expect(status).toBe(200);
    expect(body.events).toHaveLength(11);
    expect(await hub.recordCount()).toBe(before);
  });

  test('refuses a wrong record with all its faults, and publishes nothing', async () => {
    const before = await hub.recordCount();
    const { status, type, body, text } = await hub.post(
      DOOR,
      record({ personalId: '25188000123', birthDate: '04/05/1988', extra: 1 }),
    );
    expect([status, type]).toEqual([422, 'application/problem+json; charset=utf-8']);
    expect(body.errors).toEqual([
      expect.objectContaining({
        pointer: '/personalId',
        code: 'FORM',
        hint: expect.stringContaining('leading zero'),
      }),
      expect.objectContaining({ pointer: '/birthDate', code: 'FORM' }),
      expect.objectContaining({ pointer: '/extra', code: 'UNKNOWN_MEMBER' }),
    ]);
    expect(text).not.toContain('25188000123');
    expect(await hub.recordCount()).toBe(before);
  });

  test.each([
    ['{"code":', 400],
    ['{"code":"a","code":"b"}', 400],
    ['[]', 422],
    ['"x"', 422],
  ])('refuses %s with %i', async (body, status) => {
    expect((await hub.post(DOOR, body)).status).toBe(status);
  });

  test('no personal value is in the topic, in the log or in the metrics', async () => {
    for (const receipt of await sendOk(record({ code: 'CC-5' }))) await hub.factAt(receipt);
    const values = [
      'Nguyễn Thị Thu Hà',
      '025188000123',
      '2511000123',
      '1988-05-04',
      '25188000123',
      '04/05/1988',
    ];
    expect(await hub.leaked(values)).toEqual([]);
  });
});
