// Submissions through real doors: what is listed, what is shown of them, what they would be answered today.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#shared/postgres/pool.ts';
import { until } from '../../support/wait.ts';
import { type DoorsRoom, openDoors } from '../publishing/doors-room.ts';
import { CHILD, CHILD_NAME, DOSSIER, resultIssued } from '../publishing/example-events.ts';

interface Listed {
  readonly id?: string;
  readonly outcome: string;
  readonly sender: string | null;
  readonly body: string;
  readonly [member: string]: unknown;
}

let room: DoorsRoom;
beforeAll(async () => {
  room = await openDoors();
  // All at first: what was sent shows half a second later.
  await post(resultIssued({ id: 'listed-1' }), 'accepted');
  await post(wrongDay(), 'refused');
  await post([resultIssued({ id: 'partly-1' }), wrongDay()], 'partly', BATCH);
  await post(resultIssued(), 'dry', undefined, '?dryRun=true');
  await post('{"id":', 'torn');
  await post(resultIssued({ id: 'other', source: '/agencies/H44.60/one-stop-shop' }), 'of-another');
  await post(wrongDay(), 'moved');
  await until(async () => (await list()).length === 7, { what: 'the submissions' });
});
afterAll(() => room.shut());

async function get<T>(path: string): Promise<T> {
  const answer = await fetch(`${room.address}${path}`);
  const text = await answer.text();
  expect([path, answer.status, text]).toEqual([path, 200, text]);
  return JSON.parse(text);
}

async function list(query = ''): Promise<readonly Listed[]> {
  return (await get<{ items: readonly Listed[] }>(`/v1/submissions${query}`)).items;
}

const post = (body: unknown, id: string, type = 'application/cloudevents+json', query = '') =>
  room.send(`/v1/events${query}`, typeof body === 'string' ? body : JSON.stringify(body), {
    'content-type': type,
    'x-request-id': id,
  });

async function written(id: string): Promise<Listed> {
  const found = (await list()).find((one) => one.id === id);
  if (found === undefined) throw new Error(`${id} is not listed`);
  return found;
}

const BATCH = 'application/cloudevents-batch+json';
const wrongDay = () => resultIssued({ id: 'wrong-day', time: '15/09/2026' });

describe('the list', () => {
  test('says of an accepted event what it was, and keeps no body of it', async () => {
    expect(await written('accepted')).toMatchObject({
      path: '/v1/events',
      contentType: 'application/cloudevents+json',
      sender: 'H44.150',
      client: 'LOOPBACK',
      bytes: Buffer.byteLength(JSON.stringify(resultIssued({ id: 'listed-1' }))),
      dryRun: false,
      status: 202,
      outcome: 'ACCEPTED',
      problem: null,
      counts: { taken: 1, refused: 0 },
      faults: [],
      body: 'NOT_KEPT',
    });
  });

  test('says what was refused and why, without any value', async () => {
    const listed = await written('refused');
    expect(listed).toMatchObject({ status: 422, outcome: 'REFUSED', sender: 'H44.150', body: 'KEPT' });
    expect(listed['faults']).toEqual([expect.objectContaining({ pointer: '/time' })]);
    expect(JSON.stringify(listed)).not.toContain('2026-09-15');
  });

  test('counts a batch that was taken in part', async () => {
    expect(await written('partly')).toMatchObject({
      status: 207,
      outcome: 'PARTLY',
      counts: { taken: 1, refused: 1 },
      body: 'KEPT',
    });
  });

  test('marks a dry run, and knows a body that is no JSON', async () => {
    expect(await written('dry')).toMatchObject({ dryRun: true, status: 200, outcome: 'ACCEPTED' });
    expect(await written('torn')).toMatchObject({ status: 400, outcome: 'REFUSED', sender: null, bytes: 6 });
  });

  test('is filtered by sender, outcome and time, and read in pages', async () => {
    expect((await list('?outcome=REFUSED')).every(({ outcome }) => outcome === 'REFUSED')).toBe(true);
    expect((await list('?sender=H44.60')).map(({ id }) => id)).toEqual(['of-another']);
    expect(await list(`?to=2020-01-01T00:00:00.000Z`)).toEqual([]);
    const all = await list();
    const first = await get<{ items: readonly Listed[]; cursor: string }>('/v1/submissions?limit=2');
    const next = await get<{ items: readonly Listed[] }>(`/v1/submissions?limit=500&cursor=${first.cursor}`);
    expect([...first.items, ...next.items]).toEqual(all);
    const wrong = await fetch(`${room.address}/v1/submissions?cursor=no&from=today`);
    expect(wrong.status).toBe(400);
  });
});

describe('one submission', () => {
  test('shows the body in marks, with its structure', async () => {
    const one = await get<{ request: { body: { json: unknown } } }>('/v1/submissions/refused');
    expect(one.request.body.json).toMatchObject({
      specversion: '1.0',
      type: 'vn.gov.one-stop-shop.result-issued.v1',
      time: '99/99/9999',
      subject: 'X99.999-999999-9999',
      data: {
        concerns: [{ person: { type: 'PERSON', id: '999999999999' }, role: 'CHILD', name: 'Xxxxx Xxx Xxx' }],
      },
    });
    for (const value of [CHILD, CHILD_NAME, DOSSIER]) expect(JSON.stringify(one)).not.toContain(value);
  });

  test('stands in the database sealed, under a key that is wrapped', async () => {
    const rows = await room.pool.query<{ text: string; box: Buffer }>(
      sql`select to_jsonb(s)::text as text, box from records.submission s where id = 'moved'`,
    );
    expect(rows).toHaveLength(1);
    for (const value of [CHILD, CHILD_NAME, DOSSIER]) {
      expect(rows[0]?.text).not.toContain(value);
      expect(rows[0]?.box.includes(value)).toBe(false);
    }
    await room.pool.query(
      sql`update records.submission set at = at + interval '1 second' where id = 'moved'`,
    );
    expect((await fetch(`${room.address}/v1/submissions/moved`)).status).toBe(500);
  });

  test('unknown is 404', async () => {
    expect((await fetch(`${room.address}/v1/submissions/never`)).status).toBe(404);
  });
});

describe('validating again', () => {
  const validate = async (id: string) => {
    const answer = await fetch(`${room.address}/v1/submissions/${id}/validate`, { method: 'POST' });
    return { status: answer.status, body: await answer.json() };
  };

  test('sends the kept body down the same path today, publishes nothing and lists nothing', async () => {
    const { faults } = await written('partly');
    const before = await room.recordsInLog();
    expect(await validate('partly')).toEqual({
      status: 200,
      body: {
        id: 'partly',
        answered: { status: 207, outcome: 'PARTLY' },
        today: {
          status: 200,
          outcome: 'PARTLY',
          problem: null,
          counts: { taken: 1, refused: 1 },
          faults,
          faultCount: 1,
        },
      },
    });
    expect(await room.recordsInLog()).toBe(before);
    expect((await list()).filter(({ path }) => path !== '/v1/events')).toEqual([]);
    expect((await list()).filter(({ dryRun, id }) => dryRun === true && id !== 'dry')).toEqual([]);
  });

  test('of what is not kept is 404', async () => {
    expect(await validate('accepted')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
});
