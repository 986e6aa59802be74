// Projections as operators see and steer them, over HTTP, while a projector feeds them and a portal answers from them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#shared/postgres/pool.ts';
import { event } from '../projector/hub.ts';
import { until } from '../support/wait.ts';
import { type Answer, type OperationsRoom, openOperations } from './operations-room.ts';

let room: OperationsRoom;
beforeAll(async () => {
  room = await openOperations();
});
afterAll(() => room.close());

const accepted = (key: string, id: string) =>
  room.hub.record('dossiers', key, event('DossierAccepted', { dueAt: null }, { id }));
const dossiers = (): Promise<Answer> => room.get('/v1/projections/dossiers');
const wish = (name: string, body?: unknown): Promise<Answer> =>
  room.call('POST', `/v1/projections/dossiers/${name}`, body, { 'hub-user': 'an operator' });
const inState = (state: string) =>
  until(async () => (await dossiers()).body['state'] === state, { what: state, timeoutMs: 25_000 });

test('every projection is listed with its generation, its state and how far each partition is', async () => {
  const { body } = await room.get('/v1/projections');
  expect(body['projections']).toHaveLength(11);
  expect(await room.get('/v1/projections/nothing')).toMatchObject({ status: 404 });
  expect((await dossiers()).body).toMatchObject({ name: 'dossiers', state: 'LIVE', generation: 1 });
  expect((await dossiers()).body['partitions']).toHaveLength(12);
});

test('a paused projection waits and says how far behind it is; resumed, it goes on', async () => {
  const before = await wish('pause', { reason: 'a look at the disk' });
  expect(before.body).toMatchObject({
    state: 'PAUSED',
    paused: { by: 'an operator', reason: 'a look at the disk' },
  });
  await until(
    async () => {
      const [sent] = await room.hub.send([await accepted('PAUSED', crypto.randomUUID())]);
      if (sent === undefined) return false;
      const { behind } = (await dossiers()).body;
      return typeof behind === 'number' && behind > 1;
    },
    { what: 'records to wait', everyMs: 200 },
  );
  const positions = await room.hub.send([await accepted('PAUSED', 'the last')]);
  expect((await wish('resume')).body).not.toHaveProperty('paused');
  await room.hub.kept('dossiers', positions);
  const done = await room.hub.pool.query(
    sql`select action, done_by from records.delivery_action where projection = 'dossiers' order by id`,
  );
  expect(done).toEqual([
    { action: 'PAUSED', done_by: 'an operator' },
    { action: 'RESUMED', done_by: 'an operator' },
  ]);
});

describe('a rebuild', () => {
  test('is compared, swapped in and rolled back; what cannot be done is refused', async () => {
    expect(await wish('swap')).toMatchObject({ status: 409, body: { code: 'NO_REBUILD' } });
    expect(await wish('roll-back')).toMatchObject({ status: 409, body: { code: 'NO_EARLIER_GENERATION' } });
    expect(await wish('rebuild', { automatic: 'yes' })).toMatchObject({ status: 422 });
    expect(await wish('rebuild')).toMatchObject({ status: 200, body: { rebuild: { generation: 2 } } });
    expect(await wish('rebuild')).toMatchObject({ status: 409, body: { code: 'REBUILD_UNDER_WAY' } });
    await inState('READY_TO_SWAP');
    const { body } = await room.get('/v1/projections/dossiers/diff');
    expect(body).toMatchObject({ live: 1, compared: 2 });
    expect(body['tables']).toContainEqual(
      expect.objectContaining({ table: 'fact', onlyLive: 0, onlyRebuilt: 0, different: 0, examples: [] }),
    );
    expect((await wish('swap')).body).toMatchObject({ state: 'LIVE', generation: 2, earlierGeneration: 1 });
    await room.hub.kept('dossiers', await room.hub.send([await accepted('SWAPPED', 'after the swap')]));
    expect((await wish('roll-back')).body).toMatchObject({ generation: 1, earlierGeneration: 2 });
    await room.hub.kept('dossiers', await room.hub.send([await accepted('ROLLED', 'after the roll-back')]));
    expect((await wish('drop-earlier')).body).not.toHaveProperty('earlierGeneration');
  });

  test('that is cancelled leaves the live generation and nothing else', async () => {
    const { body } = await wish('rebuild');
    expect(body['rebuild']).toMatchObject({ generation: 3 });
    expect((await wish('cancel')).body).not.toHaveProperty('rebuild');
    const left = await room.hub.pool.query(
      sql`select nspname as name from pg_namespace where nspname like 'read_dossiers_%'`,
    );
    expect(left).toEqual([{ name: 'read_dossiers_1' }]);
  });

  test('takes the place of tables that were dropped: the portal answers 503 meanwhile, then as before', async () => {
    const others = Array.from({ length: 150 }, (_, nth) => accepted(`H44.150-OTHER-${nth}`, `other-${nth}`));
    const positions = await room.hub.send(
      await Promise.all([...others, accepted('H44.150-LOST', 'of the lost')]),
    );
    await room.hub.kept('dossiers', positions);
    const ask = () =>
      room.ask('/v1/dossiers/H44.150-LOST', { headers: { 'hub-purpose': 'DOSSIER_PROCESSING' } });
    const before = await ask();
    expect(before.status).toBe(200);
    const { timeline }: { timeline: unknown } = JSON.parse(await before.text());
    // Whoever reads or writes the tables in another order may be in the way for a moment.
    await until(() => room.hub.pool.query(sql`drop schema if exists read_dossiers_1 cascade`), {
      what: 'the tables to be dropped',
    });
    expect((await ask()).status).toBe(503);
    expect((await dossiers()).body).toMatchObject({ state: 'GONE' });
    await wish('rebuild', { automatic: true });
    const statuses = new Set<number>();
    const after = await until(
      async () => {
        const answer = await ask();
        statuses.add(answer.status);
        return answer.ok && answer;
      },
      { what: 'the portal to answer again', timeoutMs: 25_000 },
    );
    expect(statuses).toEqual(new Set([200, 503]));
    expect(JSON.parse(await after.text())).toMatchObject({ timeline });
  });
});

test('the portal says that a dossier has a letter which nobody can read, until an operator discards it', async () => {
  await room.hub.kept('dossiers', await room.hub.send([await accepted('H44.150-UNREAD', 'sound')]));
  const [poison] = await room.hub.send([room.hub.raw('dossiers', 'H44.150-UNREAD', Buffer.from('poison'))]);
  if (poison === undefined) throw new Error('nothing was sent');
  await room.hub.kept('dossiers', [poison]);
  const said = async (): Promise<string> => {
    const headers = { 'hub-purpose': 'DOSSIER_PROCESSING' };
    return (await room.ask('/v1/dossiers/H44.150-UNREAD', { headers })).text();
  };
  expect(await said()).toContain('"deadLetterOpen":true');
  const id = encodeURIComponent(`${poison.topic}/${poison.partition}/${poison.offset}`);
  await room.post(`/v1/dead-letters/${id}/discard`, { reason: 'sent by a test system' });
  expect(await said()).not.toContain('"deadLetterOpen":true');
});
