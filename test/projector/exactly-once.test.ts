import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { recordHash } from '#shared/kafka/delivery.ts';
import { createPool, sql } from '#shared/postgres/pool.ts';
import { startProjector } from '../../services/projector/app.ts';
import { PROJECTIONS } from '../../services/projector/core/projections.ts';
import { createBatchHandler } from '../../services/projector/inbound/batch-handler.ts';
import { createStore } from '../../services/projector/outbound/store.ts';
import { paper } from '../support/facts.ts';
import { until } from '../support/wait.ts';
import { event, factsOf, type Hub, lettersOf, silent, startHub } from './hub.ts';

let hub: Hub;
const running: { stop: () => Promise<void> }[] = [];
beforeAll(async () => {
  hub = await startHub();
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});
afterAll(async () => {
  await hub.stop();
});

async function project(): Promise<void> {
  running.push(await startProjector(hub.config, silent));
}

const accepted = (key: string, id: string) =>
  hub.record('dossiers', key, event('DossierAccepted', { dueAt: null }, { id }));

describe('a fact', () => {
  test('is kept once, however often it is delivered, with the ways in to its papers', async () => {
    await project();
    const shared = event(
      'PaperShared',
      { paper: paper({ paperKind: 'BIRTH_NOTICE', name: 'Giấy chứng sinh.pdf' }) },
      {
        stream: 'shared',
        concerns: [
          ['mother', 'MOTHER'],
          ['child', 'CHILD'],
        ],
      },
    );
    const record = await hub.record('shared_papers', 'mother', shared);
    await hub.send([record, record]);
    await hub.kept('shared_papers', await hub.send([record]));

    expect(await factsOf(hub.pool, 'shared_papers')).toHaveLength(1);
    const ways = await hub.pool.query(
      sql`select stream, subject_key, evidence, aggregate_key from read.paper_statement order by subject_key, evidence`,
    );
    expect(ways).toEqual(
      ['child', 'mother'].flatMap((subject_key) =>
        ['kind:BIRTH_NOTICE', 'name:giấy chứng sinh'].map((evidence) => ({
          stream: 'shared_papers',
          subject_key,
          evidence,
          aggregate_key: 'mother',
        })),
      ),
    );
  });

  test('of which copies exist stays as it was recorded first', async () => {
    await project();
    const at = Date.UTC(2026, 8, 1);
    const copy = (recordedAt: number) =>
      hub.record(
        'dossiers',
        'copies',
        event('DossierAccepted', { dueAt: null }, { id: 'c', at, recordedAt }),
      );
    await hub.send([await copy(at + 3000), await copy(at + 2000)]);
    await hub.send([await copy(at + 1000)]);
    await hub.kept('dossiers', await hub.send([await copy(at + 4000)]));
    const kept = (await factsOf(hub.pool, 'dossiers')).filter((row) => row.aggregate_key === 'copies');
    expect(kept.map((row) => row.recorded_at.getTime())).toEqual([at + 1000]);
  });

  test('with another body under the same id is kept beside the first', async () => {
    await project();
    const body = (dueAt: number) =>
      hub.record('dossiers', 'reuse', event('DossierAccepted', { dueAt }, { id: 'same' }));
    await hub.kept('dossiers', await hub.send([await body(1), await body(2)]));
    const kept = (await factsOf(hub.pool, 'dossiers')).filter((row) => row.aggregate_key === 'reuse');
    expect(kept).toHaveLength(2);
  });
});

describe('two projectors of one group', () => {
  test('cannot both keep a batch: one moves the position, the other has kept nothing', async () => {
    const key = 'fenced';
    const value = await hub.encode(event('DossierAccepted', { dueAt: null }, { id: 'f', at: 0 }));
    const topic = 'a topic of this test';
    const record = {
      topic,
      partition: 0,
      offset: 0,
      timestamp: 1,
      key: Buffer.from(key),
      value,
      headers: {},
    };
    const batch = {
      topic,
      partition: 0,
      expectedOffset: 0,
      nextOffset: 1,
      lastRecordHash: recordHash(record),
      records: [record],
    };
    const outcomes = await Promise.all(
      [1, 2, 3].map(async () => {
        const pool = createPool({ url: hub.config.databaseUrl, applicationName: 'test', size: 1 });
        const { keep } = createStore({ pool, group: 'dossiers', generation: 1, deadLettersPerMinuteMax: 20 });
        const handle = createBatchHandler({
          decode: createEventDecoder(createSchemaRegistryClient({ url: hub.config.schemaRegistryUrl })),
          projection: PROJECTIONS.dossiers,
          keep,
          observer: { kept: () => undefined, fenced: () => undefined, passed: () => undefined },
        });
        const outcome = await handle(batch);
        await pool.dispose();
        return outcome;
      }),
    );
    expect(outcomes.sort()).toEqual(['advanced', 'fenced', 'fenced']);
    expect((await factsOf(hub.pool, 'dossiers')).filter((row) => row.aggregate_key === key)).toHaveLength(1);
  });

  test('share the work and lose nothing while members come and go', async () => {
    await project();
    const ids = Array.from({ length: 600 }, (_, index) => `shared-${index}`);
    const positions = [];
    for (let from = 0; from < ids.length; from += 100) {
      if (from === 200) await project();
      const records = ids.slice(from, from + 100).map((id) => accepted(`D-${id}`, id));
      positions.push(...(await hub.send(await Promise.all(records))));
      if (from === 400) await running.shift()?.stop();
    }
    await hub.kept('dossiers', positions);
    const kept = (await factsOf(hub.pool, 'dossiers')).filter((row) => row.event_id.startsWith('shared-'));
    expect(kept.map((row) => row.event_id).sort()).toEqual([...ids].sort());
  });
});

describe('a projector process', () => {
  test('killed in the middle of its work goes on where it was', async () => {
    const ids = Array.from({ length: 2_100 }, (_, index) => `killed-${index}`);
    const positions = [];
    for (let from = 0; from < ids.length; from += 700) {
      const records = ids.slice(from, from + 700).map((id) => accepted(`K-${id}`, id));
      const child = startProcess();
      positions.push(...(await hub.send(await Promise.all(records))));
      await until(() => hasBegun(from), { what: 'some of the records to be kept', timeoutMs: 60_000 });
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const last = startProcess();
    await hub.kept('dossiers', positions, 60_000);
    // Whoever keeps this one runs: the killed ones may have kept all the others.
    await hub.kept('dossiers', await hub.send([await accepted('K-after', 'after-the-kills')]), 60_000);
    const ended = once(last, 'exit');
    last.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    const kept = (await factsOf(hub.pool, 'dossiers')).filter((row) => row.event_id.startsWith('killed-'));
    expect(kept.map((row) => row.event_id).sort()).toEqual([...ids].sort());
    expect(await lettersOf(hub.pool, 'dossiers')).toEqual([]);
  }, 240_000);

  async function hasBegun(from: number): Promise<boolean> {
    const kept = await factsOf(hub.pool, 'dossiers');
    return kept.filter((row) => row.event_id.startsWith('killed-')).length > from * 0.9;
  }

  function startProcess(): ChildProcess {
    const { brokers, databaseUrl, schemaRegistryUrl, topicPrefix } = hub.config;
    return spawn(
      process.execPath,
      ['--disable-warning=TimeoutNegativeWarning', 'services/projector/main.ts'],
      {
        env: {
          ...process.env,
          KAFKA_BROKERS: brokers.join(','),
          DATABASE_URL: databaseUrl,
          SCHEMA_REGISTRY_URL: schemaRegistryUrl,
          TOPIC_PREFIX: topicPrefix,
          PORT: '0',
          LOG_LEVEL: 'fatal',
        },
        stdio: 'ignore',
      },
    );
  }
});
