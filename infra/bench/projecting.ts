/** Records of the dossier topic through the projector's own code, into generations that nobody else feeds. */
import { GROUPS } from '#schemas/read-models/groups.ts';
import { PROJECTIONS } from '#services/projector/core/projections.ts';
import { createBatchHandler } from '#services/projector/inbound/batch-handler.ts';
import { createStore } from '#services/projector/outbound/store.ts';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { type LogBatch, type LogRecord, recordHash } from '#shared/kafka/delivery.ts';
import { createPool, type Pool, sql, transaction } from '#shared/postgres/pool.ts';
import { createSchema, dropSchema, type Generation, tableOf } from '#shared/read-models/generation.ts';

export const GROUP = 'dossiers';
/** What a fact of the group is written to. */
export const TABLES = ['fact', ...GROUPS[GROUP].indexTables] as const;

const BATCH = 1_000;
/** As the projector's consumer does: one partition is decoded while another is written. */
const PARTITIONS_AT_ONCE = 3;
/** No projector knows of it. */
const FIRST_GENERATION = 1_000_000;

/** Which of the generations that a bench may have beside each other. */
export type Place = 0 | 1;

/** Drops what was there. */
export async function emptyGeneration(pool: Pool, place: Place = 0): Promise<Generation> {
  const generation: Generation = { group: GROUP, number: FIRST_GENERATION + place };
  await transaction(pool, async (tx) => {
    await dropSchema(tx, generation);
    await createSchema(tx, generation);
  });
  return generation;
}

/** A pool of one connection: what it does is done by one process of PostgreSQL. */
export function oneConnection(url: string): Pool {
  return createPool({ url, applicationName: 'bench', size: 1, statementTimeoutMs: 1_800_000 });
}

/** Projects records, which begin anywhere in their partitions; of each the first comes where the position stands. */
export type Project = (generation: Generation, records: readonly LogRecord[]) => Promise<void>;

/** The projector's decoder, projections and store over one pool. */
export function projectorOver(pool: Pool, registryUrl: string): Project {
  const decode = createEventDecoder(createSchemaRegistryClient({ url: registryUrl }));
  return async (generation, records) => {
    const store = createStore({
      pool,
      group: GROUP,
      generation: generation.number,
      deadLettersPerMinuteMax: undefined,
    });
    let deadLetters = 0;
    const observer = {
      kept: (_batch: LogBatch, _seconds: number, letters: number) => void (deadLetters += letters),
      fenced: () => {},
      passed: () => {},
    };
    const handle = createBatchHandler({ decode, projection: PROJECTIONS[GROUP], keep: store.keep, observer });
    const partitions = [...Map.groupBy(batchesOf(records), ({ partition }) => partition).values()];
    const work = async (): Promise<void> => {
      for (let batches = partitions.shift(); batches !== undefined; batches = partitions.shift()) {
        for (const batch of batches)
          if ((await handle(batch)) !== 'advanced') throw new Error('a batch was fenced');
      }
    };
    await Promise.all(Array.from({ length: PARTITIONS_AT_ONCE }, work));
    if (deadLetters > 0) throw new Error(`${deadLetters} records became dead letters`);
  };
}

/** The same records as the beginning of another topic, of which no position is known. */
export function asTopic(topic: string, records: readonly LogRecord[]): LogRecord[] {
  const next = new Map<number, number>();
  return records.map((record) => {
    const offset = next.get(record.partition) ?? 0;
    next.set(record.partition, offset + 1);
    const { partition, timestamp, key, value, headers } = record;
    return { topic, partition, offset, timestamp, key, value, headers };
  });
}

/** Rows in the tables of a fact. */
export async function rowsIn(pool: Pool, generation: Generation): Promise<number> {
  let rows = 0;
  for (const table of TABLES) {
    const [row] = await pool.query<{ count: number }>(
      sql`select count(*)::int as count from ${tableOf(generation, table)}`,
    );
    rows += row?.count ?? 0;
  }
  return rows;
}

/** As a consumer would hand them over, one partition after another. */
export function batchesOf(records: readonly LogRecord[]): LogBatch[] {
  const partitions = [...Map.groupBy(records, ({ partition }) => partition).values()];
  return partitions.flatMap((partition) =>
    Array.from({ length: Math.ceil(partition.length / BATCH) }, (_, index) =>
      batchOf(partition.slice(index * BATCH, (index + 1) * BATCH)),
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
