// Random processes of the hub are killed under load and started again: nothing that was acknowledged is missing in the log or in
// the tables, and nothing counts twice. KILLS raises the number, KILLS_SEED repeats a run.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askPortal, waitUntilKnown } from '#infra/demo/portal.ts';
import type { TopicName } from '#schemas/topics.ts';
import { formatPosition } from '#shared/pure/fact.ts';
import { factIdOf } from '#shared/pure/hub-key.ts';
import { recordsOf } from '../support/log.ts';
import { liveTables, type Tables } from '../support/read-models.ts';
import { Chance, seedFrom } from '../support/seeded.ts';
import { SERVICE_NAMES, startHub, type TestHub } from '../support/services.ts';
import { until } from '../support/wait.ts';
import { Load } from './load.ts';

const KILLS = Number(process.env['KILLS'] ?? '20');
const CLIENTS = 4;
/** Messages that are acknowledged between two kills, at most; a slow machine waits no longer than that for them. */
const BETWEEN_MAX = 30;
const BETWEEN_MS_MAX = 5000;
/** Processes that may end by themselves, because what they need at their start was just killed. */
const ENDED_BY_THEMSELVES_MAX = 2 * KILLS;
const ASKED_MAX = 60;

const FED: Readonly<Record<string, TopicName>> = {
  dossiers: 'gov.one-stop-shop.dossier.v1',
  shared_papers: 'gov.shared.paper.v1',
  documents: 'gov.document-management.document.v1',
  civil_servants: 'gov.civil-servants.record.v1',
};

let hub: TestHub;
let load: Load;

beforeAll(async () => {
  hub = await startHub();
}, 180_000);

afterAll(async () => {
  await hub.stop();
});

/** Starts again what was killed, and what ended because it missed another that was. Gives how many ended by themselves. */
function revive(): number {
  const ended = SERVICE_NAMES.map((name) => hub.service(name)).filter((service) => !service.isRunning());
  for (const service of ended) service.start();
  return ended.length;
}

async function killRandomly(chance: Chance): Promise<void> {
  let endedByThemselves = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const enough = load.messages + 1 + chance.below(BETWEEN_MAX);
    const passed = (): boolean => {
      endedByThemselves += revive();
      return load.messages >= enough;
    };
    const patience = { what: 'load', timeoutMs: BETWEEN_MS_MAX, everyMs: 5 };
    await until(passed, patience).catch(() => undefined);
    const victim = hub.service(chance.pick(SERVICE_NAMES));
    await victim.kill();
    victim.start();
  }
  expect(endedByThemselves).toBeLessThanOrEqual(ENDED_BY_THEMSELVES_MAX);
}

async function allReady(): Promise<void> {
  for (const name of SERVICE_NAMES) {
    const service = hub.service(name);
    // It may still end once, because another was not there yet.
    await service.ready().catch(async () => {
      revive();
      await service.ready();
    });
  }
}

describe(`${KILLS} kills of random processes under load`, () => {
  test('every message is acknowledged in the end', { timeout: 60_000 + KILLS * 8000 }, async () => {
    const chance = new Chance(seedFrom('KILLS_SEED'));
    load = new Load(new Chance(chance.below(2 ** 32)), hub.urls);
    const sent = load.run(CLIENTS);
    await killRandomly(chance).finally(() => load.stop());
    await allReady();
    await sent;
    console.log(
      `${load.messages} messages, ${load.receipts.length} receipts, ${load.troubles} tries repeated`,
    );
    expect(load.messages).toBeGreaterThan(KILLS);
    expect(load.troubles).toBeGreaterThan(0);
  });

  test('nothing that was acknowledged is missing in the log', { timeout: 60_000 }, async () => {
    const found = new Map<string, string>();
    for (const topic of Object.values(FED)) {
      for (const { topic: name, partition, offset, headers } of await recordsOf(hub, topic)) {
        const position = formatPosition({ topic: name, partition, offset: String(offset) });
        found.set(position, `${headers['ce_source']} ${headers['ce_id']}`);
      }
    }
    const missing = load.receipts.filter(
      ({ id, source, position }) => found.get(position) !== `${source} ${id}`,
    );
    expect(missing).toEqual([]);
  });

  test('the tables hold every fact of the log once', { timeout: 90_000 }, async () => {
    await waitUntilKnown(
      hub.urls.portal,
      load.receipts.map(({ position }) => position),
    );
    const tables = await liveTables(hub);
    const kept = new Set<string>();
    for (const [group, topic] of Object.entries(FED)) {
      const inTable = factIds(tables, group);
      const inLog = (await recordsOf(hub, topic)).map(({ headers }) =>
        factIdOf(headers['ce_source'] ?? '', headers['ce_id'] ?? ''),
      );
      expect([group, inTable.length]).toEqual([group, new Set(inTable).size]);
      expect(new Set(inTable)).toEqual(new Set(inLog));
      expect(tables[`${group}.dead_letter`]).toEqual([]);
      for (const factId of inTable) kept.add(factId);
    }
    const missing = load.receipts.filter(({ id, source }) => !kept.has(factIdOf(source, id)));
    expect(missing).toEqual([]);
  });

  test('nothing counts twice: each person has one paper', { timeout: 60_000 }, async () => {
    for (const of of new Chance(1).shuffle(load.holders).slice(0, ASKED_MAX)) {
      const ask = { kind: 'PAPERS', title: '', of, on: '2026-06-01', before: [], answer: [] } as const;
      const { said } = await askPortal(hub.urls.portal, ask);
      expect(said).toHaveLength(1);
    }
  });
});

function factIds(tables: Tables, group: string): readonly string[] {
  return (tables[`${group}.fact`] ?? []).map((row) => {
    const { fact_id: factId }: { fact_id: string } = JSON.parse(row);
    return factId;
  });
}
