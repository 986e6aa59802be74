// What became of a fact: asked while nothing is projected, after it was, of copies, conflicts, dead letters, and of nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createService } from '#shared/http/service.ts';
import { type Answered, type Asked, createFindReceipt } from '#shared/receipts/find-receipt.ts';
import { addReceiptsDoor } from '#shared/receipts/receipts-door.ts';
import { type Projector, startProjector } from '../../../services/projector/app.ts';
import { event, type Hub, silent, startHub } from '../../projector/hub.ts';

const SOURCE = '/agencies/H44.150/one-stop-shop';
const KEY = 'H44.150-260914-0012';

let hub: Hub;
let projector: Projector | undefined;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(async () => {
  await projector?.stop();
  await hub.stop();
});

const finder = (brokers = hub.config.brokers) =>
  createFindReceipt({
    pool: hub.pool,
    connection: { ...hub.connection, brokers },
    streams: ['one-stop-shop', 'shared'],
    topicPrefix: hub.config.topicPrefix,
  });

const ask = (id: string, more: Partial<Asked> = {}): Promise<Answered> =>
  finder()({ source: SOURCE, id, ...more });

async function send(id: string, dueAt: number | null = null, recordedAt?: number) {
  const stated = event(
    'DossierAccepted',
    { dueAt },
    { id, source: SOURCE, ...(recordedAt !== undefined && { recordedAt }) },
  );
  const [place] = await hub.send([await hub.record('dossiers', KEY, stated)]);
  if (place === undefined) throw new Error('no place');
  return place;
}

describe('while nothing is projected', () => {
  test('what is in the log is PENDING, with its place; found with its subject or without', async () => {
    const place = await send('waits');
    const found = { status: 'PENDING', place, reason: 'NOT_PROJECTED_YET', search: 'WHOLE' };
    expect(await ask('waits', { subject: KEY })).toEqual(found);
    expect(await ask('waits', { at: place })).toEqual(found);
  });

  test('what is not in the log is UNKNOWN, and it is said that everything was looked at', async () => {
    const found = { status: 'UNKNOWN', reason: 'NOT_IN_THE_LOG', search: 'WHOLE' };
    expect(await ask('never', { subject: KEY })).toEqual(found);
    expect(await ask('waits', { source: '/agencies/H44.60/one-stop-shop' })).toEqual(found);
  });

  test('without Kafka nobody knows', async () => {
    expect(await finder(['127.0.0.1:1'])({ source: SOURCE, id: 'waits' })).toEqual({
      status: 'UNKNOWN',
      reason: 'LOG_NOT_REACHED',
      search: 'BOUNDED',
    });
  });
});

describe('with a projector', () => {
  beforeAll(async () => {
    projector = await startProjector(hub.config, silent);
  });

  test('what is in the read models is APPLIED', async () => {
    const place = await send('applied');
    await hub.kept('dossiers', [place]);
    const found = { status: 'APPLIED', place, search: 'WHOLE' };
    expect(await ask('applied', { subject: KEY })).toMatchObject(found);
    expect(await ask('applied', { subject: ` ${KEY.toLowerCase()} ` })).toMatchObject(found);
    expect(await ask('applied')).toMatchObject(found);
  });

  test('a copy that came later is a DUPLICATE of the first', async () => {
    const first = await send('twice', null, 1_000);
    const second = await send('twice', null, 2_000);
    await hub.kept('dossiers', [first, second]);
    expect(await ask('twice', { at: second })).toMatchObject({
      status: 'DUPLICATE',
      place: second,
      stands: first,
    });
    expect(await ask('twice', { at: first })).toMatchObject({ status: 'APPLIED', place: first });
    expect(await ask('twice')).toMatchObject({ status: 'APPLIED', place: first });
  });

  test('another body under the same id is a CONFLICT; what was recorded first stands', async () => {
    const second = await send('reused', 86_400_000, 2_000);
    const first = await send('reused', null, 1_000);
    await hub.kept('dossiers', [first, second]);
    const found = { status: 'CONFLICT', place: second, stands: first, reason: 'ID_REUSE' };
    expect(await ask('reused')).toMatchObject(found);
    expect(await ask('reused', { at: second })).toMatchObject(found);
    expect(await ask('reused', { at: first })).toMatchObject({ status: 'APPLIED', place: first });
  });

  test('what could not be understood is a DEAD_LETTER, with why', async () => {
    const headers = { ce_id: 'dead', ce_source: SOURCE };
    const places = await hub.send([hub.raw('dossiers', KEY, Buffer.from('no event'), headers)]);
    await hub.kept('dossiers', places);
    const [place] = places;
    expect(await ask('dead', { subject: KEY })).toMatchObject({
      status: 'DEAD_LETTER',
      place,
      reason: expect.stringMatching(/^OPEN: ./),
    });
  });

  test('the door answers in words of the contract', async () => {
    const app = await createService({ name: 'test', version: '0', logger: silent });
    addReceiptsDoor(app, finder());
    const place = await send('door');
    await hub.kept('dossiers', [place]);
    const position = `${place.topic}/${place.partition}/${place.offset}`;
    const get = (query: Record<string, string>) => app.inject({ method: 'GET', url: '/v1/receipts', query });
    expect((await get({ source: SOURCE, id: 'door', position })).json()).toEqual({
      source: SOURCE,
      id: 'door',
      status: 'APPLIED',
      ...place,
      position,
      recordedAt: expect.stringMatching(/Z$/),
      search: 'WHOLE',
    });
    expect((await get({ source: SOURCE, id: 'door', position: 'anywhere' })).statusCode).toBe(400);
    expect((await get({ source: SOURCE })).statusCode).toBe(400);
    await app.close();
  });
});

test('PENDING is known to whoever asks anew, when the projector has stopped behind the log', async () => {
  await projector?.stop();
  projector = undefined;
  const place = await send('late');
  expect(await ask('late')).toMatchObject({ status: 'PENDING', place });
  const again = await send('applied');
  expect(await ask('applied', { at: again })).toMatchObject({ status: 'PENDING', place: again });
  expect(await ask('applied')).toMatchObject({ status: 'APPLIED' });
});
