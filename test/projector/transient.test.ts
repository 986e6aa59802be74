import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordHash } from '#shared/kafka/delivery.ts';
import { isTransient, SQLSTATE, sqlStateOf } from '#shared/postgres/errors.ts';
import { createPool, sql } from '#shared/postgres/pool.ts';
import { startProjector } from '../../services/projector/app.ts';
import { createStore } from '../../services/projector/outbound/store.ts';
import { startRegistry } from '../../services/schema-registry/app.ts';
import { event, factsOf, type Hub, lettersOf, silent, startHub } from './hub.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(async () => {
  await hub.stop();
});

const accepted = (id: string) =>
  hub.record('dossiers', `T-${id}`, event('DossierAccepted', { dueAt: null }, { id }));

test('connections that die in the middle of batches cost nothing', async () => {
  const projector = await startProjector(hub.config, silent);
  const ids = Array.from({ length: 2_000 }, (_, index) => `died-${index}`);
  const positions = [];
  let killed = 0;
  for (let from = 0; from < ids.length; from += 100) {
    const records = await Promise.all(ids.slice(from, from + 100).map(accepted));
    positions.push(...(await hub.send(records)));
    const ended = await hub.pool.query(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'projector'`);
    killed += ended.length;
  }
  await hub.kept('dossiers', positions);
  await projector.stop();
  expect(killed).toBeGreaterThan(0);
  const kept = (await factsOf(hub.pool, 'dossiers')).filter((row) => row.event_id.startsWith('died-'));
  expect(kept.map((row) => row.event_id).sort()).toEqual([...ids].sort());
  expect(await lettersOf(hub.pool, 'dossiers')).toEqual([]);
});

test('a lock that takes too long is thrown to be tried again, and leaves neither rows nor a dead letter', async () => {
  const pool = createPool({
    url: hub.config.databaseUrl,
    applicationName: 'test',
    size: 2,
    lockTimeoutMs: 50,
  });
  const { keep, positions } = createStore({
    pool,
    group: 'agencies',
    generation: 1,
    deadLettersPerMinuteMax: 20,
  });
  const record = {
    topic: 'lock',
    partition: 0,
    offset: 0,
    timestamp: 1,
    key: null,
    value: null,
    headers: {},
  };
  const place = {
    topic: 'lock',
    partition: 0,
    expectedOffset: 0,
    nextOffset: 1,
    lastRecordHash: recordHash(record),
    lastTimestamp: 1,
  };
  const batch = { place, records: [], letters: [] };
  const blocked = await hub.pool.tx(async (tx) => {
    await tx.query(sql`lock table read_agencies_1.position in access exclusive mode`);
    return keep(batch).catch((error: unknown) => error);
  });
  expect(isTransient(blocked)).toBe(true);
  expect(sqlStateOf(blocked)).toBe(SQLSTATE.LOCK_NOT_AVAILABLE);
  expect(await positions.read('lock', 0)).toBeUndefined();
  expect(await keep(batch)).toEqual({ outcome: 'advanced', deadLetters: 0 });
  await pool.dispose();
});

test('a schema registry that is away holds the projection up and makes no dead letter', async () => {
  const { brokers, host, topicPrefix } = hub.config;
  const settings = { brokers, host, topicPrefix, logLevel: 'silent' };
  const first = await startRegistry({ ...settings, port: 0 }, silent);
  const port = Number(new URL(first.address).port);
  await first.stop();
  const projector = await startProjector({ ...hub.config, schemaRegistryUrl: first.address }, silent);
  const positions = await hub.send([await accepted('later')]);
  await expect(hub.kept('dossiers', positions, 1_500)).rejects.toThrow('in vain');
  const again = await startRegistry({ ...settings, port }, silent);
  await hub.kept('dossiers', positions);
  expect(await lettersOf(hub.pool, 'dossiers')).toEqual([]);
  await projector.stop();
  await again.stop();
});
