// Two projectors that lose power again and again while dossiers stream in: the derived tables end as one calm evaluation
// of the same facts gives them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '#infra/local/ports.ts';
import type { RecordPosition } from '#shared/kafka/producer-queue.ts';
import { sql } from '#shared/postgres/pool.ts';
import { Chance, seedFrom } from '../support/seeded.ts';
import { ServiceProcess } from '../support/services.ts';
import { until } from '../support/wait.ts';
import {
  handedIn,
  opened,
  published,
  registered,
  resulting,
  SINGLE,
  type Stated,
  said,
} from './evaluator-facts.ts';
import { DOSSIERS, derivedTables, evaluatorsOf } from './evaluator-room.ts';
import { type Hub, startHub } from './hub.ts';

let hub: Hub;
let folder: string;
let projectors: readonly ServiceProcess[];
beforeAll(async () => {
  hub = await startHub();
  folder = mkdtempSync(path.join(tmpdir(), 'evaluator-kills-'));
  projectors = [await projector('one'), await projector('other')];
}, 60_000);
afterAll(async () => {
  await Promise.all(projectors.map((each) => each.kill()));
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function projector(name: string): Promise<ServiceProcess> {
  const { brokers, databaseUrl, schemaRegistryUrl, topicPrefix } = hub.config;
  return new ServiceProcess({
    name: 'projector',
    environment: {
      KAFKA_BROKERS: brokers.join(','),
      DATABASE_URL: databaseUrl,
      SCHEMA_REGISTRY_URL: schemaRegistryUrl,
      TOPIC_PREFIX: topicPrefix,
      LOG_LEVEL: 'warn',
    },
    port: await freePort(),
    logFile: path.join(folder, `${name}.log`),
  });
}

const DOSSIER_COUNT = 240;
const ROUNDS = 4;

function history(number: number): readonly Stated[] {
  const code = `K-${number}`;
  return [
    ...opened(code, Date.UTC(2026, 2, 6)),
    handedIn(code, `Giấy lạ ${number % 7}`),
    resulting(code, number % 3 === 0 ? 'KQ.X99.000003' : SINGLE),
    said(code, number % 5 === 0 ? 'DossierCompleted' : 'ResultReturned'),
  ];
}

async function send(facts: readonly Stated[]): Promise<RecordPosition[]> {
  return hub.send(await Promise.all(facts.map(([key, event]) => hub.record('dossiers', key, event))));
}

async function evaluatedCount(): Promise<number> {
  const [row] = await hub.pool.query<{ count: number }>(
    sql`select count(*)::int as count from read.dossier_current`,
  );
  return row?.count ?? 0;
}

async function marked(): Promise<number> {
  const [row] = await hub.pool.query<{ count: number }>(sql`select count(*)::int as count from read.dirty`);
  return row?.count ?? 0;
}

test('derived tables survive projectors that die at any moment', async () => {
  const chance = new Chance(seedFrom('EVALUATOR_KILLS_SEED'));
  await hub.send([
    await hub.record('procedures', '1.004873', published()),
    await hub.record('agencies', 'H44.150', registered('H44.150', 'COMMUNE')),
  ]);
  const facts = chance.shuffle(Array.from({ length: DOSSIER_COUNT }, (_, number) => history(number)).flat());
  const sent: RecordPosition[] = [];
  const share = Math.ceil(facts.length / ROUNDS);
  for (const each of projectors) each.start();
  for (let round = 0; round < ROUNDS; round += 1) {
    const [before, waiting] = [await evaluatedCount(), await marked()];
    sent.push(...(await send(facts.slice(round * share, (round + 1) * share))));
    await until(async () => (await evaluatedCount()) > before || (await marked()) !== waiting, {
      what: 'the projectors to get to work',
      timeoutMs: 60_000,
    });
    const victim = chance.pick(projectors);
    await victim.kill();
    victim.start();
  }
  await hub.kept('dossiers', sent, 60_000);
  await until(async () => (await marked()) === 0, { what: 'every mark to be gone', timeoutMs: 60_000 });
  for (const each of projectors) await each.kill();

  const survived = await derivedTables(hub, 'dossiers');
  expect(survived['dossier_current']).toHaveLength(DOSSIER_COUNT);
  for (const table of Object.keys(survived))
    await hub.pool.query(sql`delete from ${sql.ident('read_dossiers_1', table)}`);
  await hub.pool.query(sql`
    insert into read_dossiers_1.dirty (aggregate_key, marked)
    select distinct aggregate_key, 0 from read_dossiers_1.fact`);
  await evaluatorsOf(hub).settle(DOSSIERS);
  expect(survived).toStrictEqual(await derivedTables(hub, 'dossiers'));
}, 240_000);
