// Dead letters over HTTP: seen by cause and whole, redriven by the projector's own code, discarded for good.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordPosition } from '#shared/kafka/producer-queue.ts';
import { sql } from '#shared/postgres/pool.ts';
import { event, factsOf, lettersOf, liveGeneration } from '../projector/hub.ts';
import { until } from '../support/wait.ts';
import { type Answer, type OperationsRoom, openOperations } from './operations-room.ts';

let room: OperationsRoom;
beforeAll(async () => {
  room = await openOperations({ catalogue: false });
});
afterAll(() => room.close());

const accepted = (key: string, id: string) =>
  room.hub.record('dossiers', key, event('DossierAccepted', { dueAt: null }, { id }));

async function kept(records: Parameters<typeof room.hub.send>[0]): Promise<readonly RecordPosition[]> {
  const positions = await room.hub.send(records);
  await room.hub.kept('dossiers', positions);
  return positions;
}

const idOf = ({ topic, partition, offset }: RecordPosition): string => `${topic}/${partition}/${offset}`;

async function letter(position: RecordPosition | undefined): Promise<Answer> {
  if (position === undefined) throw new Error('no position');
  return room.get(`/v1/dead-letters/${encodeURIComponent(idOf(position))}`);
}

const redrive = (filter: unknown, dryRun: boolean): Promise<Answer> =>
  room.call('POST', '/v1/dead-letters/redrive', { filter, dryRun }, { 'hub-user': 'an operator' });

async function keysOfLetters(): Promise<readonly (string | null)[]> {
  return (await lettersOf(room.hub.pool, 'dossiers')).map((row) => row.aggregate_key);
}

describe('a dead letter', () => {
  test('is counted with others of its cause, and shown whole with why nobody can read it', async () => {
    const poison = (text: string) => room.hub.raw('dossiers', 'SEEN', Buffer.from(text), { odd: 'header' });
    const [first, last] = await kept([poison('first poison'), poison('poison again')]);
    const { body } = await room.get('/v1/dead-letters?projection=dossiers');
    expect(body['groups']).toMatchObject([
      { projection: 'dossiers', fingerprint: 'DECODE WIRE_FORMAT -', count: 2, aggregates: 1 },
    ]);
    expect((await letter(first)).body).toMatchObject({
      id: first === undefined ? '' : idOf(first),
      aggregateKey: 'SEEN',
      headers: { odd: 'header' },
      value: {
        bytes: 12,
        headHex: Buffer.from('first poison').toString('hex'),
        base64: Buffer.from('first poison').toString('base64'),
      },
      decoded: { kind: 'broken', code: 'WIRE_FORMAT' },
    });
    const page = await room.get('/v1/dead-letters?aggregateKey=SEEN&limit=1');
    expect(page.body['letters']).toHaveLength(1);
    const next = await room.get(`/v1/dead-letters?aggregateKey=SEEN&limit=1&cursor=${page.body.cursor}`);
    expect(next.body['letters']).toMatchObject([{ id: last === undefined ? '' : idOf(last) }]);
    expect(await room.get('/v1/dead-letters/nothing')).toMatchObject({ status: 404 });
  });

  test('that was discarded is not open any more, and is met by a rebuild without being opened again', async () => {
    const [position] = await kept([room.hub.raw('dossiers', 'DISCARDED', Buffer.from('poison'))]);
    expect(await keysOfLetters()).toContain('DISCARDED');
    const path = `/v1/dead-letters/${encodeURIComponent(position === undefined ? '' : idOf(position))}/discard`;
    expect(await room.post(path, {})).toMatchObject({ status: 422 });
    expect(await room.post(path, { reason: 'sent by a test system' })).toMatchObject({
      status: 200,
      body: { discarded: { reason: 'sent by a test system' } },
    });
    expect(await room.post(path, { reason: 'again' })).toMatchObject({
      status: 409,
      body: { code: 'LETTER_DISCARDED' },
    });
    expect(await keysOfLetters()).not.toContain('DISCARDED');
    const before = await liveGeneration(room.hub.pool, 'dossiers');
    await room.post('/v1/projections/dossiers/rebuild', { automatic: true });
    await until(async () => (await liveGeneration(room.hub.pool, 'dossiers')) > before, {
      what: 'the rebuild to be swapped in',
      timeoutMs: 25_000,
    });
    expect(await keysOfLetters()).not.toContain('DISCARDED');
    expect(await keysOfLetters()).toContain('SEEN');
    expect((await letter(position)).body).toMatchObject({ discarded: { reason: 'sent by a test system' } });
  });
});

describe('a redrive', () => {
  test('says in a dry run what it then does: rows written, letters gone, those that still fail kept', async () => {
    const table = sql.ident(`read_dossiers_${await liveGeneration(room.hub.pool, 'dossiers')}`, 'fact');
    await room.hub.pool.query(
      sql`alter table ${table} add constraint no_r check (aggregate_key not like 'REDRIVEN%')`,
    );
    const records = [await accepted('REDRIVEN-1', 'r1'), await accepted('REDRIVEN-2', 'r2')];
    const positions = await kept([...records, await accepted('UNTOUCHED', 'u')]);
    expect(await keysOfLetters()).toEqual(expect.arrayContaining(['REDRIVEN-1', 'REDRIVEN-2']));
    expect((await letter(positions[0])).body).toMatchObject({
      fingerprint: 'STORE 23514 vn.gov.one-stop-shop.dossier-accepted.v1',
      decoded: { kind: 'event', event: { id: 'r1', key: 'REDRIVEN-1' } },
    });
    const filter = { fingerprint: 'STORE 23514 vn.gov.one-stop-shop.dossier-accepted.v1' };
    const hopeless = await redrive(filter, false);
    expect(hopeless.body).toMatchObject({
      state: 'DONE',
      askedBy: 'an operator',
      matched: 2,
      letters: [{ result: 'STILL_FAILS' }, { result: 'STILL_FAILS' }],
    });

    await room.hub.pool.query(sql`alter table ${table} drop constraint no_r`);
    const dry = await redrive(filter, true);
    expect(await keysOfLetters(), 'a dry run changes nothing').toContain('REDRIVEN-1');
    expect(await factsOf(room.hub.pool, 'dossiers')).not.toContainEqual(
      expect.objectContaining({ aggregate_key: 'REDRIVEN-1' }),
    );
    const done = await redrive(filter, false);
    expect(done.body['letters']).toEqual(dry.body['letters']);
    expect(done.body['letters']).toMatchObject([{ result: 'KEPT' }, { result: 'KEPT' }]);
    const written = await room.hub.pool.query<{ fact_id: string }>(
      sql`select fact_id from ${table} where aggregate_key like 'REDRIVEN%'`,
    );
    for (const { fact_id } of written) expect(dry.text).toContain(fact_id);
    expect(written).toHaveLength(2);
    expect(await keysOfLetters()).toEqual(['SEEN', 'SEEN']);
  });

  test('refuses what is no filter', async () => {
    expect(await redrive({}, true)).toMatchObject({ status: 422 });
    expect(await redrive({ ids: ['nonsense'] }, true)).toMatchObject({ status: 422 });
    expect(await redrive({ projection: 'nothing' }, true)).toMatchObject({ status: 422 });
  });
});
