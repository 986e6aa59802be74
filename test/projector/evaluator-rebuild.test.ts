// A rebuild is evaluated beside the live generation: what is swapped in has the same derived tables.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RecordPosition } from '#shared/kafka/producer-queue.ts';
import { sql } from '#shared/postgres/pool.ts';
import { type Projector, rebuildGroup, startProjector } from '../../services/projector/app.ts';
import { until } from '../support/wait.ts';
import {
  alias,
  handedIn,
  opened,
  published,
  registered,
  resulting,
  SINGLE,
  said,
} from './evaluator-facts.ts';
import { derivedTables } from './evaluator-room.ts';
import { type Hub, liveGeneration, silent, startHub } from './hub.ts';

let hub: Hub;
let projector: Projector;
beforeAll(async () => {
  hub = await startHub();
  projector = await startProjector(hub.config, silent);
}, 60_000);
afterAll(async () => {
  await projector.stop();
  await hub.stop();
});

/** Nothing waits in the live generation, nor in one that is being built. */
async function evaluated(...generations: readonly number[]): Promise<void> {
  for (const number of generations) {
    await until(
      async () =>
        (await hub.pool.query(sql`select from ${sql.ident(`read_dossiers_${number}`, 'dirty')} limit 1`))
          .length === 0,
      { what: `the derived tables of generation ${number}`, timeoutMs: 30_000 },
    );
  }
}

test('what a rebuild swaps in has the derived tables of what it replaces, and goes on from there', async () => {
  await hub.send([
    await hub.record('procedures', '1.004873', published()),
    await hub.record('agencies', 'H44.150', registered('H44.150', 'COMMUNE')),
  ]);
  const codes = Array.from({ length: 60 }, (_, number) => `B-${number}`);
  const facts = codes.flatMap((code, number) => [
    ...opened(code),
    handedIn(code, `Giấy lạ ${number % 4}`),
    resulting(code, SINGLE),
    said(code, 'ResultReturned'),
  ]);
  const sent: RecordPosition[] = await hub.send(
    await Promise.all(facts.map(([key, event]) => hub.record('dossiers', key, event))),
  );
  await hub.kept('dossiers', sent);
  await evaluated(1);
  const before = await derivedTables(hub, 'dossiers', 1);
  expect(before['dossier_current']).toHaveLength(codes.length);

  await rebuildGroup({
    config: hub.config,
    logger: silent,
    group: 'dossiers',
    signal: new AbortController().signal,
    say: () => undefined,
  });
  const live = await liveGeneration(hub.pool, 'dossiers');
  expect(live).toBe(2);
  await evaluated(live);
  expect(await derivedTables(hub, 'dossiers', live)).toStrictEqual(before);

  await hub.send([await hub.record('procedures', 'alias', alias('NAME', 'Giấy lạ 0'))]);
  const unmapped = async (): Promise<number> =>
    (await derivedTables(hub, 'dossiers', live))['unmapped_paper']?.length ?? 0;
  const expected = codes.length - codes.length / 4;
  await until(async () => (await unmapped()) === expected, {
    what: 'the alias to reach it',
    timeoutMs: 30_000,
  });
}, 120_000);
