import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordPosition } from '#shared/kafka/producer-queue.ts';
import { sql } from '#shared/postgres/pool.ts';
import { type Projector, rebuildGroup, startProjector } from '../../services/projector/app.ts';
import { paper } from '../support/facts.ts';
import { event, factsOf, type Hub, liveGeneration, silent, startHub } from './hub.ts';

let hub: Hub;
let projector: Projector;
beforeAll(async () => {
  hub = await startHub();
  projector = await startProjector(hub.config, silent);
});
afterAll(async () => {
  await projector.stop();
  await hub.stop();
});

async function rebuild(signal = new AbortController().signal): Promise<readonly string[]> {
  const lines: string[] = [];
  await rebuildGroup({
    config: hub.config,
    logger: silent,
    group: 'dossiers',
    signal,
    say: (line) => lines.push(line),
  });
  return lines;
}

const component = (key: string, id: string) =>
  hub.record(
    'dossiers',
    key,
    event(
      'ComponentSubmitted',
      {
        paper: paper({ name: 'Giấy khai sinh.pdf', code: 'TP1' }),
        componentKey: id,
        form: 'ORIGINAL',
        digitised: true,
        reuse: 'NONE',
        replacesResultCode: null,
      },
      { id, concerns: [[`subject of ${key}`, 'APPLICANT']] },
    ),
  );

/** Facts, copies of facts and poison, of 40 dossiers. */
async function load(count: number, name: string): Promise<readonly RecordPosition[]> {
  const records = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const record = await component(`R-${index % 40}`, `${name}-${index % (count - 20)}`);
      return index % 150 === 149 ? { ...record, value: Buffer.from('poison') } : record;
    }),
  );
  return hub.send(records);
}

async function schemas(): Promise<readonly string[]> {
  const rows = await hub.pool.query<{ name: string }>(
    sql`select nspname as name from pg_namespace where nspname like 'read_dossiers_%' order by 1`,
  );
  return rows.map(({ name }) => name);
}

describe('a rebuild', () => {
  test('while events stream in is equal row by row, and the projector goes on with what was rebuilt', async () => {
    await hub.kept('dossiers', await load(1_000, 'before'));
    const before = await liveGeneration(hub.pool, 'dossiers');
    const done = new AbortController();
    const streaming = (async () => {
      const sent: RecordPosition[] = [];
      for (let round = 0; !done.signal.aborted; round += 1) {
        const positions = await load(100, `during-${round}`);
        sent.push(...positions);
        await hub.kept('dossiers', positions);
      }
      return sent;
    })();
    const lines = await rebuild();
    done.abort();
    const sent = await streaming;
    expect(lines.slice(1, -1).map((line) => line.replaceAll(/\d+/g, 'n'))).toEqual([
      '  fact: n rows, all equal',
      '  dead_letter: n rows, all equal',
      '  paper_statement: n rows, all equal',
      '  paper_basis: n rows, all equal',
    ]);
    expect(await liveGeneration(hub.pool, 'dossiers')).toBe(before + 1);
    expect(await schemas(), 'the one before is kept').toEqual(
      [before, before + 1].map((number) => `read_dossiers_${number}`),
    );

    await hub.kept('dossiers', sent);
    await hub.kept('dossiers', await load(30, 'after'));
    const kept = await factsOf(hub.pool, 'dossiers');
    expect(kept.filter((row) => row.event_id.startsWith('after-'))).toHaveLength(30);
    const views = await hub.pool.query<{ count: number }>(
      sql`select count(*) as count from read.dossier_fact`,
    );
    expect(views[0]?.count).toBe(kept.length);
  }, 60_000);

  test('finds rows that were lost, changed or made up, says which, and puts them right', async () => {
    const generation = await liveGeneration(hub.pool, 'dossiers');
    const table = (name: string) => sql.ident(`read_dossiers_${generation}`, name);
    await hub.pool.query(
      sql`delete from ${table('fact')} where aggregate_key = 'R-1' and event_id = 'before-1'`,
    );
    await hub.pool.query(
      sql`update ${table('fact')} set payload = decode('00', 'hex') where aggregate_key = 'R-2' and event_id = 'before-2'`,
    );
    await hub.pool.query(sql`
      insert into ${table('paper_statement')} values ('nobody', 'kind:PASSPORT', 'R-0', gen_random_uuid())`);
    await hub.pool.query(sql`update ${table('dead_letter')} set failed_at = now() - interval '1 hour'`);
    const lines = (await rebuild()).join('\n');
    expect(lines).toMatch(/fact: \d+ rows equal, 1 different, 0 only live, 1 only rebuilt/);
    expect(lines).toMatch(/paper_statement: \d+ rows equal, 0 different, 1 only live, 0 only rebuilt/);
    expect(lines).toContain('only live: nobody kind:PASSPORT R-0');
    const young = await hub.pool.query<{ count: number }>(sql`
      select count(*) as count from read.dead_letter where failed_at > now() - interval '30 minutes'`);
    expect(young[0]?.count, 'letters that failed an hour ago').toBe(0);
    const kept = await factsOf(hub.pool, 'dossiers');
    expect(kept.filter((row) => ['before-1', 'before-2'].includes(row.event_id))).toHaveLength(4);
  });

  test('that is stopped leaves the live generation and nothing else', async () => {
    const before = await liveGeneration(hub.pool, 'dossiers');
    await expect(rebuild(AbortSignal.abort())).rejects.toThrow('abort');
    expect(await liveGeneration(hub.pool, 'dossiers')).toBe(before);
    expect(await schemas()).toEqual([`read_dossiers_${before}`]);
  });

  test('that would set aside what live has kept is not swapped in', async () => {
    const before = await liveGeneration(hub.pool, 'dossiers');
    const letters = sql.ident(`read_dossiers_${before}`, 'dead_letter');
    for (const round of [1, 2]) {
      const poison = Array.from({ length: 15 }, () =>
        hub.raw('dossiers', 'P', Buffer.from(`poison ${round}`)),
      );
      await hub.pool.query(sql`update ${letters} set failed_at = now() - interval '1 hour'`);
      await hub.kept('dossiers', await hub.send(poison));
    }
    await hub.pool.query(sql`delete from ${letters}`);
    await expect(rebuild()).rejects.toThrow('became dead letters that the live generation has kept');
    expect(await liveGeneration(hub.pool, 'dossiers')).toBe(before);
    expect(await schemas()).toEqual([`read_dossiers_${before}`]);
  });
});
