// A rebuild goes on whatever happens to the projector: killed at random moments while facts stream in, it ends with the same
// tables, and whoever reads meanwhile sees every fact that was kept before, at any moment of the swap. KILLS_SEED repeats a run.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NODE_FLAGS } from '#infra/local/node-flags.ts';
import type { RecordPosition } from '#shared/kafka/producer-queue.ts';
import { sql } from '#shared/postgres/pool.ts';
import { differences } from '#shared/read-models/difference.ts';
import { readNextOffsets } from '#shared/read-models/generation-positions.ts';
import { readProjections } from '#shared/read-models/projection-records.ts';
import { askForRebuild } from '#shared/read-models/rebuilding.ts';
import { GenerationMoved, readPositions } from '#shared/reading/positions.ts';
import { Chance, seedFrom } from '../support/seeded.ts';
import { until } from '../support/wait.ts';
import { event, type Hub, lettersOf, startHub } from './hub.ts';

const KILLS = Number(process.env['REBUILD_KILLS'] ?? '3');
const BEFORE = 600;

let hub: Hub;
let child: ChildProcess | undefined;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await hub.stop();
});

function startProcess(): void {
  const { brokers, databaseUrl, schemaRegistryUrl, topicPrefix } = hub.config;
  child = spawn(process.execPath, [...NODE_FLAGS, 'services/projector/main.ts'], {
    stdio: 'ignore',
    env: {
      ...process.env,
      KAFKA_BROKERS: brokers.join(','),
      DATABASE_URL: databaseUrl,
      SCHEMA_REGISTRY_URL: schemaRegistryUrl,
      TOPIC_PREFIX: topicPrefix,
      PORT: '0',
      LOG_LEVEL: 'fatal',
    },
  });
}

async function killAndStart(): Promise<void> {
  if (child === undefined) throw new Error('no projector runs');
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  startProcess();
}

async function send(from: number, count: number): Promise<readonly RecordPosition[]> {
  const nths = Array.from({ length: count }, (_, index) => from + index);
  const records = nths.map((nth) =>
    hub.record('dossiers', `K-${nth % 90}`, event('DossierAccepted', { dueAt: null }, { id: `k-${nth}` })),
  );
  return hub.send(await Promise.all(records));
}

/** Facts that one moment shows, of those that had been kept before the rebuild began; undefined where a swap came between. */
function factsSeen(): Promise<number | undefined> {
  return hub.pool.snapshot(async (on) => {
    try {
      await readPositions(on);
    } catch (error) {
      if (error instanceof GenerationMoved) return undefined;
      throw error;
    }
    const [row] = await on.query<{ count: number }>(sql`
      select count(*)::int as count from read.dossier_fact where substr(event_id, 3)::int < ${BEFORE}`);
    return row?.count;
  });
}

/** Whether a generation has kept so many records, some of them in every lane that there may be. */
async function hasKept(number: number, records: number): Promise<boolean> {
  const next = await readNextOffsets(hub.pool, { group: 'dossiers', number });
  const begun = new Set([...next.keys()].map((partition) => partition % 2));
  return begun.size === 2 && [...next.values()].reduce((sum, offset) => sum + offset, 0) >= records;
}

test(`a rebuild survives ${KILLS} kills of the projector, and no reader ever misses a fact`, async () => {
  const chance = new Chance(seedFrom('KILLS_SEED'));
  startProcess();
  await hub.kept('dossiers', await send(0, BEFORE), 60_000);
  const built = await askForRebuild(hub.pool, { group: 'dossiers', by: 'test', automatic: true });
  const liveNow = async (): Promise<number> => (await readProjections(hub.pool)).get('dossiers')?.live ?? 0;

  const seen = new Set<number | undefined>();
  const over = new AbortController();
  const reading = (async () => {
    while (!over.signal.aborted) seen.add(await factsSeen());
  })();
  let last = BEFORE;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const positions = await send(last, 20 + chance.below(60));
    last += positions.length;
    const enough = chance.below(BEFORE);
    await until(() => hasKept(built, enough), {
      what: 'some of the rebuild',
      timeoutMs: 60_000,
      everyMs: 5,
    });
    await killAndStart();
  }
  await until(async () => (await liveNow()) === built, { what: 'the swap', timeoutMs: 90_000 });
  const positions = await send(last, 50);
  await hub.kept('dossiers', positions, 60_000);
  over.abort();
  await reading;

  seen.delete(undefined);
  expect([...seen]).toEqual([BEFORE]);
  const [before, after] = [built - 1, built].map((number) => ({ group: 'dossiers', number }) as const);
  if (before === undefined || after === undefined) throw new Error('two generations');
  for (const table of await differences(hub.pool, before, after))
    expect(table).toMatchObject({ onlyLive: 0, onlyRebuilt: 0, different: 0 });
  const [facts] = await hub.pool.query<{ count: number }>(
    sql`select count(*)::int as count from read.dossier_fact`,
  );
  expect(facts?.count).toBe(last + positions.length);
  expect(await lettersOf(hub.pool, 'dossiers')).toEqual([]);
}, 240_000);
