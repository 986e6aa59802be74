/**
 * The projector's work on real records of the dossier topic (decode, index rows, dead-letter care, positions) against
 * COPY of the same rows into the same keyed tables, each into a generation of its own.
 */

import { PROJECTIONS } from '#services/projector/core/projections.ts';
import { createBatchHandler } from '#services/projector/inbound/batch-handler.ts';
import { createStore } from '#services/projector/outbound/store.ts';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { type LogBatch, type LogRecord, recordHash } from '#shared/kafka/delivery.ts';
import { type Pool, sql, transaction } from '#shared/postgres/pool.ts';
import { createSchema, dropSchema, tableOf } from '#shared/read-models/generation.ts';
import { type Comparison, perSecond } from './measure.ts';

const GROUP = 'dossiers';
const TABLES = ['fact', 'paper_statement'] as const;
const BATCH = 1_000;

export interface ProjectionBench {
  readonly pool: Pool;
  readonly registryUrl: string;
  readonly records: readonly LogRecord[];
}

/** The comparison; rows and bytes of both sides are compared at the end. */
export function projectionAndCopy({ pool, registryUrl, records }: ProjectionBench): Comparison {
  const decode = createEventDecoder(createSchemaRegistryClient({ url: registryUrl }));
  const batches = batchesOf(records);
  const units = records.length;
  let projected: number | undefined;
  let copied: number | undefined;

  async function project(): Promise<number> {
    const generation = await emptyGeneration(pool);
    const store = createStore({ pool, group: GROUP, generation, deadLettersPerMinuteMax: undefined });
    const observer = { kept: () => {}, fenced: () => {}, passed: () => {} };
    const handle = createBatchHandler({ decode, projection: PROJECTIONS[GROUP], keep: store.keep, observer });
    const rate = await perSecond(units, async () => {
      for (const batch of batches) {
        if ((await handle(batch)) !== 'advanced') throw new Error('a batch was fenced');
      }
    });
    await writeCopyFiles(pool, generation);
    projected = await rowsIn(pool, generation);
    return rate;
  }

  async function copy(): Promise<number> {
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
    ours: { name: 'projector: decode, rows, position', round: project },
    theirs: { name: 'COPY', round: copy },
    async verify() {
      if (projected === undefined || projected !== copied) throw new Error(`${projected} and ${copied} rows`);
      return `${projected.toLocaleString('en-GB')} rows on both sides, ${TABLES.join(' and ')}`;
    },
  };
}

/** No projector knows of it, so nobody else feeds it. */
const OWN_GENERATION = 1_000_000;

async function emptyGeneration(pool: Pool): Promise<number> {
  const generation = { group: GROUP, number: OWN_GENERATION } as const;
  await transaction(pool, async (tx) => {
    await dropSchema(tx, generation);
    await createSchema(tx, generation);
  });
  return generation.number;
}

function batchesOf(records: readonly LogRecord[]): LogBatch[] {
  const byPartition = Map.groupBy(records, (record) => record.partition);
  return [...byPartition.values()].flatMap((ofPartition) =>
    Array.from({ length: Math.ceil(ofPartition.length / BATCH) }, (_, index) =>
      batchOf(ofPartition.slice(index * BATCH, (index + 1) * BATCH)),
    ),
  );
}

function batchOf(records: readonly LogRecord[]): LogBatch {
  const [first] = records;
  const last = records.at(-1);
  if (first === undefined || last === undefined) throw new Error('a batch holds at least one record');
  return {
    topic: first.topic,
    partition: first.partition,
    expectedOffset: first.offset,
    nextOffset: last.offset + 1,
    lastRecordHash: recordHash(last),
    records,
  };
}

/** COPY reads files of the server's own folder: the fastest way in that PostgreSQL has. */
async function copyFile(pool: Pool, table: string): Promise<string> {
  const [row] = await pool.query<{ folder: string }>(
    sql`select setting as folder from pg_settings where name = 'data_directory'`,
  );
  return `${row?.folder ?? ''}/bench-${table}.copy`;
}

async function writeCopyFiles(pool: Pool, generation: number): Promise<void> {
  for (const table of TABLES) {
    const file = await copyFile(pool, table);
    await pool.query(
      sql`copy ${tableOf({ group: GROUP, number: generation }, table)} to ${sql.__dangerous__rawValue(`'${file}'`)}`,
    );
  }
}

async function readCopyFile(pool: Pool, generation: number, table: string): Promise<void> {
  const file = await copyFile(pool, table);
  await pool.query(
    sql`copy ${tableOf({ group: GROUP, number: generation }, table)} from ${sql.__dangerous__rawValue(`'${file}'`)}`,
  );
}

async function rowsIn(pool: Pool, number: number): Promise<number> {
  let rows = 0;
  for (const table of TABLES) {
    const [row] = await pool.query<{ count: number }>(
      sql`select count(*)::int as count from ${tableOf({ group: GROUP, number }, table)}`,
    );
    rows += row?.count ?? 0;
  }
  return rows;
}
