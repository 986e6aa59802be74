/** Projection into tables that hold the facts of years against projection into empty ones. */
import { type Pool, sql } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';
import { Filling } from './filling.ts';
import { type Comparison, perSecond } from './measure.ts';
import { asTopic, emptyGeneration, projectorOver, TABLES } from './projecting.ts';
import type { ProjectionBench } from './projection-and-copy.ts';
import { bytesPerEvent } from './table-sizes.ts';
import { withoutIndexes } from './without-indexes.ts';

export interface FullTablesBench extends ProjectionBench {
  /** Facts that are there before. */
  readonly facts: number;
  readonly rounds: number;
}

/** Each round has records of its own, because the full tables keep those of the rounds before. */
export async function fullAndEmptyTables(bench: FullTablesBench): Promise<Comparison> {
  const { pool, registryUrl, records, facts, rounds } = bench;
  const project = projectorOver(pool, registryUrl);
  const share = Math.floor(records.length / (rounds + 1));
  const recordsOf = (round: number) =>
    asTopic(`round ${round}`, records.slice(round * share, (round + 1) * share));
  const full = await emptyGeneration(pool, 0);
  await fillWithFacts(pool, full, facts);
  return {
    title: `Projection with ${facts.toLocaleString('en-GB')} facts present / with empty tables`,
    unit: 'events/s',
    ours: { name: 'full tables', round: (round) => perSecond(share, () => project(full, recordsOf(round))) },
    theirs: {
      name: 'empty tables',
      async round(round) {
        const empty = await emptyGeneration(pool, 1);
        return perSecond(share, () => project(empty, recordsOf(round)));
      },
    },
    async verify() {
      // Some facts of the log stand there twice, so the positions say what was kept.
      const [row] = await pool.query<{ kept: number }>(
        sql`select sum(next_offset)::int as kept from ${tableOf(full, 'position')}`,
      );
      const expected = (rounds + 1) * share;
      if (row?.kept !== expected) throw new Error(`${row?.kept} records kept instead of ${expected}`);
      return `${expected.toLocaleString('en-GB')} records kept beside ${facts.toLocaleString('en-GB')} facts`;
    },
    more: async () => [await bytesPerEvent(pool, full, facts + (rounds + 1) * share)],
  };
}

const AT_ONCE = 500_000;

/**
 * Dossiers of five facts that were filed before, every fifth fact a paper of one of a million persons under two
 * evidences. Only what the projector does not read is made up.
 */
function fillWithFacts(pool: Pool, generation: Generation, facts: number): Promise<void> {
  const filling = new Filling('facts', facts);
  return withoutIndexes(pool, [{ generation, tables: TABLES }], async () => {
    for (let first = 0; first < facts; first += AT_ONCE) {
      await insertFacts(pool, generation, first, Math.min(first + AT_ONCE, facts) - 1);
      filling.reached(Math.min(first + AT_ONCE, facts));
    }
    await pool.query(sql`analyze ${tableOf(generation, 'fact')}`);
  });
}

async function insertFacts(pool: Pool, generation: Generation, first: number, last: number): Promise<void> {
  const dossier = sql`'H44-25' || lpad((n / 500000)::text, 4, '0') || '-' || lpad((n / 5)::text, 9, '0')`;
  const numbers = sql`generate_series(${first}::bigint, ${last}::bigint) n`;
  // A payload of this size is kept as it is: nothing is gained where it could be compressed.
  await pool.query(sql`
    insert into ${tableOf(generation, 'fact')}
    select ${dossier}, md5('f' || n)::uuid, md5('b' || n)::uuid, 'vn.gov.one-stop-shop.dossier-accepted.v1',
      now(), now(), '/agencies/H44/one-stop-shop', md5('e' || n), n % 12, n,
      decode(repeat(md5(n::text), 17), 'hex')
    from ${numbers}`);
  await pool.query(sql`
    insert into ${tableOf(generation, 'paper_statement')}
    select left(md5('s' || hashint8(n) % 1000000), 22), evidence, ${dossier}, md5('f' || n)::uuid
    from ${numbers}, unnest(array['kind:DIVORCE_JUDGMENT', 'result:KQ.G15.000038']) evidence
    where n % 5 = 0`);
}
