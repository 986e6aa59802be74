// The door for personnel records over HTTP, with a real Kafka, registry, projector and PostgreSQL behind it; what was published is
// read back from the topic and opened.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#shared/publishing/receipt.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { startCivilServants } from '../../services/civil-servants/app.ts';
import { type AdapterHub, HUB_KEY_BYTES, startAdapterHub } from '../support/adapter-hub.ts';
import { until } from '../support/wait.ts';
import { type Item, record } from './examples.ts';
import { asCsv, asLines } from './files.ts';

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

  describe.each([
    ['NDJSON', 'application/x-ndjson; charset = utf-8', asLines, 0],
    ['CSV', 'text/csv; charset=utf-8', asCsv, 1],
  ] as const)('a file as %s', (name, type, write, firstLine) => {
    const records = ['a', 'b', 'c'].map((letter) => record({ code: `${name}-${letter}` }));
    const spoiled = [record({ kind: 'x' }), ...records, record({ code: `${name}-d`, birthDate: '1.1.1980' })];

    test('takes what it can, and names the others by line and pointer', async () => {
      const { status, body } = await hub.post(DOOR, write(spoiled), type);
      expect(status).toBe(207);
      const [first, ...others] = body.receipts ?? [];
      expect(first).toEqual({
        line: firstLine + 1,
        status: 'REJECTED',
        errors: [expect.objectContaining({ pointer: '/kind', code: 'NOT_LISTED' })],
      });
      expect(others.at(-1)).toMatchObject({
        line: firstLine + 5,
        errors: [{ pointer: '/birthDate', code: 'FORM' }],
      });
      const taken = others.slice(0, -1);
      expect(taken).toMatchObject(
        [2, 3, 4].map((line) => ({ line: firstLine + line, facts: 11, newFacts: 11 })),
      );
      for (const [at, receipt] of taken.entries()) {
        const { key, event } = await hub.factAt(receipt);
        expect([key, event.eventName]).toEqual([records[at]?.['code'], 'SnapshotStated']);
      }
      await hub.projected(taken);
    });

    test('again adds nothing', async () => {
      // A busy machine may keep the database from answering in time; the repeat is published then.
      await until(
        async () => {
          const before = await hub.recordCount();
          const { status, body } = await hub.post(DOOR, write(records), type);
          await hub.projected(body.receipts);
          expect([status, await hub.recordCount()]).toEqual([200, before]);
          expect(body.receipts).toMatchObject(records.map(() => ({ status: 'ACCEPTED', newFacts: 0 })));
          return true;
        },
        { what: 'a repeat to be recognised' },
      );
    });

    test('with one change adds that fact and what stands now', async () => {
      const changed = records.with(1, record({ code: `${name}-b`, leaves: [] }));
      const { status, body } = await hub.post(DOOR, write(changed), type);
      expect(status).toBe(202);
      expect(body.receipts?.[1]).toMatchObject({ status: 'ACCEPTED', facts: 10 });
      await hub.projected(body.receipts);
    });

    test('a dry run tells of every line, and publishes nothing', async () => {
      const before = await hub.recordCount();
      const fresh = [record({ code: `${name}-new` }), record({ kind: 'x' })];
      const { status, body } = await hub.post(`${DOOR}?dryRun=true`, write(fresh), type);
      expect(status).toBe(200);
      expect(body.receipts).toMatchObject([
        { line: firstLine + 1, status: 'PLANNED', facts: 11 },
        { line: firstLine + 2, status: 'REJECTED' },
      ]);
      expect(body.events).toHaveLength(11);
      expect(await hub.recordCount()).toBe(before);
    });

    test('of which nothing can be taken is 422, with lines', async () => {
      const { status, body, text } = await hub.post(
        DOOR,
        write([record({ personalId: '25188000123' })]),
        type,
      );
      expect([status, body.code]).toEqual([422, 'MESSAGE_REFUSED']);
      expect(body.errors).toMatchObject([{ line: firstLine + 1, pointer: '/personalId', code: 'FORM' }]);
      expect(text).not.toContain('25188000123');
    });

    test.each([
      ['nothing in it', '', 422, 'EMPTY'],
      ['too many lines', '\n'.repeat(50_001), 422, 'TOO_MANY'],
    ])('%s is %i', async (_what, text, status, code) => {
      const answer = await hub.post(DOOR, text, type);
      expect([answer.status, answer.body.errors?.[0]?.code]).toEqual([status, code]);
    });
  });

  test('a file of more than 8 MiB is 413, another media type 415', async () => {
    const large = await hub.post(DOOR, 'x'.repeat(8 * 1024 * 1024 + 1), 'application/x-ndjson');
    expect([large.status, large.body.code]).toEqual([413, 'BODY_TOO_LARGE']);
    const other = await hub.post(DOOR, 'x', 'text/csv; charset=utf-16');
    expect([other.status, other.text]).toEqual([415, expect.stringContaining('text/csv')]);
  });

  test('a file of many parts is taken whole, and a second time adds nothing', async () => {
    const many = Array.from({ length: 250 }, (_, at) => record({ code: `many-${at}` }));
    const first = await hub.post(DOOR, asLines(many), 'application/x-ndjson');
    expect([first.status, first.body.receipts?.length]).toEqual([202, 250]);
    await hub.projected(first.body.receipts);
    await until(
      async () => {
        const { status, body } = await hub.post(DOOR, asLines(many), 'application/x-ndjson');
        await hub.projected(body.receipts);
        expect(status).toBe(200);
        return true;
      },
      { what: 'a repeat to be recognised' },
    );
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
