import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#shared/postgres/pool.ts';
import { startProjector } from '../../services/projector/app.ts';
import { paper } from '../support/facts.ts';
import { event, factsOf, type Hub, lettersOf, silent, startHub } from './hub.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(async () => {
  await hub.stop();
});

describe('a projector', () => {
  test('keeps each fact once, however often it is delivered, with the ways in to its papers', async () => {
    const projector = await startProjector(hub.config, silent);
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
    const positions = await hub.send([record, record, record]);
    await hub.kept('shared_papers', positions);
    await projector.stop();

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
    expect(await lettersOf(hub.pool, 'shared_papers')).toEqual([]);
  });
});
