// The threads in which rebuilds are fed: together they keep everything, and what ends in one ends in all.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sql, transaction } from '#shared/postgres/pool.ts';
import { createSchema, tableOf } from '#shared/read-models/generation.ts';
import { readNextOffsets } from '#shared/read-models/generation-positions.ts';
import type { Feed } from '../../services/projector/inbound/rebuild-feed.ts';
import { RebuildLanes } from '../../services/projector/inbound/rebuild-lanes.ts';
import { until } from '../support/wait.ts';
import { event, type Hub, startHub } from './hub.ts';

const ENTRY = new URL('../../services/projector/rebuild-lane.ts', import.meta.url);

let hub: Hub;
const feeds: Feed[] = [];
beforeAll(async () => {
  hub = await startHub();
});
afterEach(async () => {
  for (const feed of feeds.splice(0)) await feed.stop();
});
afterAll(async () => {
  await hub.stop();
});

const lanesOf = (count: number, entry = ENTRY) => new RebuildLanes({ config: hub.config, entry, count });

async function emptyGeneration(number: number) {
  const generation = { group: 'dossiers', number } as const;
  await transaction(hub.pool, (tx) => createSchema(tx, generation));
  return generation;
}

async function send(from: number, count: number): Promise<void> {
  const nths = Array.from({ length: count }, (_, index) => from + index);
  const records = nths.map((nth) =>
    hub.record('dossiers', `L-${nth % 50}`, event('DossierAccepted', { dueAt: null }, { id: `l-${nth}` })),
  );
  await hub.send(await Promise.all(records));
}

async function untilKept(number: number, records: number): Promise<void> {
  const kept = async (): Promise<boolean> => {
    const next = await readNextOffsets(hub.pool, { group: 'dossiers', number });
    return [...next.values()].reduce((sum, offset) => sum + offset, 0) === records;
  };
  await until(kept, { what: `${records} records in generation ${number}`, timeoutMs: 30_000 });
}

test('lanes share the partitions of a rebuild, stop where they are, and go on from there with another number of them', async () => {
  await send(0, 400);
  const generation = await emptyGeneration(50);
  const first = lanesOf(3).feed('dossiers', 50);
  feeds.push(first);
  await untilKept(50, 400);
  await first.stop();
  await send(400, 100);
  feeds.push(lanesOf(2).feed('dossiers', 50));
  await untilKept(50, 500);

  const [row] = await hub.pool.query<{ facts: number; names: number }>(sql`
    select count(*)::int as facts, count(distinct event_id)::int as names from ${tableOf(generation, 'fact')}`);
  expect(row).toEqual({ facts: 500, names: 500 });
});

test('what ends in one lane ends the feed in all of them, with the reason', async () => {
  await emptyGeneration(51);
  await hub.pool.query(sql`
    insert into read_dossiers_51.position (topic, partition, next_offset, last_record_hash, record_timestamp)
    values (${hub.topicOf('dossiers')}, 4, 1000000, '', now())`);
  const trouble = await lanesOf(2).feed('dossiers', 51).finished;
  expect(trouble).toContain('1000000');
});

test('a thread that dies is told as the end, and the next feed has a new one', async () => {
  await emptyGeneration(52);
  const dying = lanesOf(2, new URL('no-such-lane.ts', ENTRY));
  for (const _ of [1, 2])
    expect(await dying.feed('dossiers', 52).finished).toContain('a thread of the rebuild ended');
});

test('a thread that has nothing to feed ends', async () => {
  const worker = new Worker(ENTRY, { workerData: { config: hub.config, lane: { number: 0, of: 1 } } });
  worker.postMessage({ kind: 'close' }, []);
  expect(await once(worker, 'exit')).toEqual([0]);
});
