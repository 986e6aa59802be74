import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#shared/postgres/pool.ts';
import { at } from '../support/facts.ts';
import { Chance, seedFrom } from '../support/seeded.ts';
import { handedIn, opened, resulting, SINGLE, type Stated, said } from './evaluator-facts.ts';
import {
  DOSSIERS,
  derivedTables,
  type EvaluatorRoom,
  HeldUpReader,
  marksIn,
  openEvaluatorRoom,
  rowOf,
  unmappedIn,
} from './evaluator-room.ts';

let room: EvaluatorRoom;
beforeAll(async () => {
  room = await openEvaluatorRoom();
});
afterAll(async () => {
  await room.close();
});

/** No value of the log. */
const POISON = Buffer.from([0]);

describe('an aggregate that is marked', () => {
  test('has the rows of its facts once it is evaluated, and no mark', async () => {
    await room.keep('dossiers', [...opened('A-1'), handedIn('A-1', 'Giấy lạ A')]);
    expect(await marksIn(room.hub)).toContain('A-1');
    expect(await rowOf(room.hub, 'A-1')).toBeUndefined();
    await room.evaluators().settle(DOSSIERS);
    expect(await rowOf(room.hub, 'A-1')).toEqual({
      state: 'ACCEPTED',
      outcome: 'OPEN',
      level: 'COMMUNE',
      conflict: false,
    });
    expect(await unmappedIn(room.hub)).toContain('name:giấy lạ a');
    expect(await marksIn(room.hub)).toEqual([]);
  });

  test('follows what is said later', async () => {
    await room.keep('dossiers', opened('A-2'));
    await room.evaluators().settle(DOSSIERS);
    await room.keep('dossiers', [said('A-2', 'ResultReturned')]);
    await room.evaluators().settle(DOSSIERS);
    expect(await rowOf(room.hub, 'A-2')).toMatchObject({ state: 'RESULT_RETURNED', outcome: 'SUCCESS' });
  });

  test('has the same rows whatever the order and the batches of its facts', async () => {
    const chance = new Chance(seedFrom('EVALUATOR_SEED'));
    const history = (code: string): Stated[] => [
      ...opened(code, at('2026-03-06', 17)),
      handedIn(code, 'Giấy lạ C'),
      resulting(code, SINGLE),
      said(code, 'ResultReturned'),
    ];
    const facts = history('C-0');
    await room.keep('dossiers', facts);
    await room.evaluators().settle(DOSSIERS);
    const codes = Array.from({ length: 20 }, (_, index) => `C-${index + 1}`);
    for (const code of codes) {
      const same = facts.map(([, stated]): Stated => [code, { ...stated }]);
      const sent = chance.shuffle([...same, ...same.filter(() => chance.below(3) === 0)]);
      for (let cut = 1 + chance.below(3); sent.length > 0; cut = 1 + chance.below(3)) {
        await room.keep('dossiers', sent.splice(0, cut));
        if (chance.below(2) === 0) await room.evaluators().evaluate(DOSSIERS);
      }
    }
    await room.evaluators().settle(DOSSIERS);
    const tables = await derivedTables(room.hub, 'dossiers');
    for (const [table, rows] of Object.entries(tables)) {
      const of = (code: string): string[] =>
        rows.filter((each) => each.includes(`"${code}"`)).map((each) => each.replaceAll(`"${code}"`, '"C"'));
      expect(of('C-0')).not.toEqual([]);
      for (const code of codes)
        expect({ table, code, rows: of(code) }).toEqual({ table, code, rows: of('C-0') });
    }
  });
});

describe('a mark made during a fold', () => {
  test('is not lost, and the rows of the older facts are not written', async () => {
    await room.keep('dossiers', opened('M-1'));
    let told = false;
    const evaluated = await room.evaluators().evaluate(
      DOSSIERS,
      new HeldUpReader(room.hub, async () => {
        if (told) return;
        told = true;
        await room.keep('dossiers', [said('M-1', 'ResultReturned')]);
      }),
    );
    expect(evaluated).toBe(1);
    expect(await marksIn(room.hub)).toEqual(['M-1']);
    expect(await rowOf(room.hub, 'M-1')).toBeUndefined();
    await room.evaluators().settle(DOSSIERS);
    expect(await rowOf(room.hub, 'M-1')).toMatchObject({ state: 'RESULT_RETURNED' });
    expect(await marksIn(room.hub)).toEqual([]);
  });

  test('does not wait for the fold', async () => {
    await room.keep('dossiers', opened('M-2'));
    const held = Promise.withResolvers<void>();
    const folding = Promise.withResolvers<void>();
    const evaluation = room.evaluators().evaluate(
      DOSSIERS,
      new HeldUpReader(room.hub, () => {
        folding.resolve();
        return held.promise;
      }),
    );
    await folding.promise;
    await room.keep('dossiers', [said('M-2', 'DossierWithdrawn')]);
    held.resolve();
    await evaluation;
    await room.evaluators().settle(DOSSIERS);
    expect(await rowOf(room.hub, 'M-2')).toMatchObject({ state: 'WITHDRAWN', outcome: 'ENDED' });
  });
});

describe('an evaluator', () => {
  test('that dies between fold and commit has changed nothing', async () => {
    await room.keep('dossiers', opened('K-1'));
    await room.evaluators().settle(DOSSIERS);
    const before = await derivedTables(room.hub, 'dossiers');
    await room.keep('dossiers', [said('K-1', 'ResultReturned')]);
    const killed = room.evaluators().evaluate(
      DOSSIERS,
      new HeldUpReader(room.hub, async () => {
        await room.hub.pool.query(sql`
          select pg_terminate_backend(pid) from pg_locks
          where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`);
      }),
    );
    await expect(killed).rejects.toThrow(/terminat/);
    expect(await derivedTables(room.hub, 'dossiers')).toEqual(before);
    expect(await marksIn(room.hub)).toEqual(['K-1']);
    await room.evaluators().settle(DOSSIERS);
    expect(await rowOf(room.hub, 'K-1')).toMatchObject({ state: 'RESULT_RETURNED' });
  });

  test('beside another one evaluates every aggregate, and none is folded by both at once', async () => {
    const codes = Array.from({ length: 300 }, (_, index) => `T-${index}`);
    await room.keep(
      'dossiers',
      codes.flatMap((code) => opened(code)),
    );
    const [one, other] = [room.evaluators(), room.evaluators()];
    await Promise.all([one.settle(DOSSIERS), other.settle(DOSSIERS)]);
    await one.settle(DOSSIERS);
    expect(await marksIn(room.hub)).toEqual([]);
    const [counted] = await room.hub.pool.query<{ count: number }>(sql`
      select count(*)::int as count from read.dossier_current where dossier_code like 'T-%'`);
    expect(counted?.count).toBe(300);

    await room.keep('dossiers', [said('T-0', 'DossierWithdrawn')]);
    const held = Promise.withResolvers<void>();
    const folding = Promise.withResolvers<void>();
    const first = one.evaluate(
      DOSSIERS,
      new HeldUpReader(room.hub, () => {
        folding.resolve();
        return held.promise;
      }),
    );
    await folding.promise;
    expect(await other.evaluate(DOSSIERS)).toBe(0);
    held.resolve();
    expect(await first).toBe(1);
    expect(await rowOf(room.hub, 'T-0')).toMatchObject({ state: 'WITHDRAWN' });
  });

  test('passes an aggregate whose facts cannot be read, and leaves it its mark', async () => {
    await room.keep('dossiers', [...opened('P-1'), ...opened('P-2')]);
    const { pool } = room.hub;
    const facts = sql.ident('read_dossiers_1', 'fact');
    const broken = await pool.query<{ payload: Buffer }>(
      sql`select payload from ${facts} where aggregate_key = 'P-1' order by fact_id limit 1`,
    );
    const [{ payload } = { payload: Buffer.alloc(0) }] = broken;
    await pool.query(
      sql`update ${facts} set payload = ${POISON} where aggregate_key = 'P-1' and payload = ${payload}`,
    );
    await room.evaluators().settle(DOSSIERS);
    expect(await marksIn(room.hub)).toEqual(['P-1']);
    expect(await rowOf(room.hub, 'P-2')).toMatchObject({ state: 'ACCEPTED' });
    await pool.query(
      sql`update ${facts} set payload = ${payload} where aggregate_key = 'P-1' and payload = ${POISON}`,
    );
    await room.evaluators().settle(DOSSIERS);
    expect(await rowOf(room.hub, 'P-1')).toMatchObject({ state: 'ACCEPTED' });
  });
});
