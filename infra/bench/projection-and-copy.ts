/**
 * The projector's work on real records of the dossier topic (decode, index rows, dead-letter care, marks, positions)
 * over one connection against COPY of the same rows into the same keyed tables over one connection.
 */
import type { LogRecord } from '#shared/kafka/delivery.ts';
import { type Pool, sql } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';
import { type CpuTime, cpuOf } from './cpu.ts';
import { type Comparison, medianOf, perSecond } from './measure.ts';
import { emptyGeneration, projectorOver, rowsIn, TABLES } from './projecting.ts';

import { bytesPerEvent } from './table-sizes.ts';

export interface ProjectionBench {
  /** Of one connection. */
  readonly pool: Pool;
  readonly registryUrl: string;
  readonly records: readonly LogRecord[];
}

/** The comparison; rows of both sides are counted at the end. */
export function projectionAndCopy({ pool, registryUrl, records }: ProjectionBench): Comparison {
  const project = projectorOver(pool, registryUrl);
  const units = records.length;
  const cpu: CpuTime[] = [];
  const sizes: string[] = [];
  let projected: number | undefined;
  let copied: number | undefined;

  async function projectAll(): Promise<number> {
    const generation = await emptyGeneration(pool);
    let rate = 0;
    cpu.push(
      await cpuOf(pool, async () => {
        rate = await perSecond(units, () => project(generation, records));
      }),
    );
    await writeCopyFiles(pool, generation);
    projected = await rowsIn(pool, generation);
    sizes.push(await bytesPerEvent(pool, generation, units));
    return rate;
  }

  async function copyAll(): Promise<number> {
    const generation = await emptyGeneration(pool);
    const rate = await perSecond(units, async () => {
      for (const table of TABLES) await readCopyFile(pool, generation, table);
    });
    copied = await rowsIn(pool, generation);
    return rate;
  }

  return {
    title: 'Projection / COPY of the same rows into the same keyed tables, one connection',
    unit: 'events/s',
    ours: { name: 'projector: decode, rows, position', round: projectAll },
    theirs: { name: 'COPY', round: copyAll },
    async verify() {
      if (projected === undefined || projected !== copied) throw new Error(`${projected} and ${copied} rows`);
      return `${projected.toLocaleString('en-GB')} rows on both sides, ${TABLES.join(', ')}`;
    },
    more: () => [`processor an event: ${cpuPerEvent(cpu.slice(1), units)}`, ...sizes.slice(-1)],
  };
}

/** Medians; the round that does not count is left out by the caller. */
function cpuPerEvent(rounds: readonly CpuTime[], events: number): string {
  const own = medianOf(rounds.map((round) => round.own / events));
  const postgres = rounds.flatMap((round) => (round.postgres === undefined ? [] : [round.postgres / events]));
  const ofPostgres = postgres.length === 0 ? 'not known here' : `${medianOf(postgres).toFixed(1)} µs`;
  return `projector ${own.toFixed(1)} µs, PostgreSQL ${ofPostgres}`;
}

/** COPY reads files of the server's own folder: the fastest way in that PostgreSQL has. */
async function copyFile(pool: Pool, table: string): Promise<string> {
  const [row] = await pool.query<{ folder: string }>(
    sql`select setting as folder from pg_settings where name = 'data_directory'`,
  );
  return `${row?.folder ?? ''}/bench-${table}.copy`;
}

async function writeCopyFiles(pool: Pool, generation: Generation): Promise<void> {
  for (const table of TABLES) {
    const file = await copyFile(pool, table);
    await pool.query(sql`copy ${tableOf(generation, table)} to ${sql.__dangerous__rawValue(`'${file}'`)}`);
  }
}

async function readCopyFile(pool: Pool, generation: Generation, table: string): Promise<void> {
  const file = await copyFile(pool, table);
  await pool.query(sql`copy ${tableOf(generation, table)} from ${sql.__dangerous__rawValue(`'${file}'`)}`);
}
