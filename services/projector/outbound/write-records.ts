/** Three ways of writing the records of a batch, from the fastest to the one that finds out what cannot be written. */
import { GROUPS } from '#schemas/read-models/groups.ts';
import { savepoint, type Transaction } from '#shared/postgres/pool.ts';
import type { Generation } from '#shared/read-models/generation.ts';
import { batchRows } from '../core/batch-rows.ts';
import { deadLetterOf } from '../core/dead-letter.ts';
import type { DeadLetterRow, KeptRecord } from '../core/rows.ts';
import { copyOf } from './copy-rows.ts';
import { recordFault } from './failures.ts';
import { writeFacts } from './write-facts.ts';
import { writeIndexRows } from './write-index-rows.ts';

/** Writes records and gives the dead letters of those that were refused. */
export type WriteRecords = (
  tx: Transaction,
  generation: Generation,
  records: readonly KeptRecord[],
) => Promise<readonly DeadLetterRow[]>;

/** All or nothing; fails also where a row is there already. */
export function writeByCopy(generation: Generation, records: readonly KeptRecord[]): WriteRecords {
  const write = copyOf(generation, batchRows(records));
  return async (tx) => {
    await write(tx);
    return [];
  };
}

/** All or nothing; of two copies of a fact the one recorded first stays. */
export async function writeByStatements(
  tx: Transaction,
  generation: Generation,
  records: readonly KeptRecord[],
): Promise<[]> {
  const rows = batchRows(records);
  await writeFacts(tx, generation, rows.facts);
  for (const table of GROUPS[generation.group].indexTables)
    await writeIndexRows(tx, generation, table, rows.index[table] ?? []);
  return [];
}

/** Halves what is refused until the record to blame stands alone: one poison record costs log₂(n) savepoints. */
export async function writeBisected(
  tx: Transaction,
  generation: Generation,
  records: readonly KeptRecord[],
): Promise<readonly DeadLetterRow[]> {
  const [only] = records;
  if (only === undefined) return [];
  try {
    return await savepoint(tx, (inner) => writeByStatements(inner, generation, records));
  } catch (error) {
    const failure = recordFault(error);
    if (failure === undefined) throw error;
    if (records.length === 1) return [deadLetterOf(only.record, failure)];
    const middle = Math.ceil(records.length / 2);
    const left = await writeBisected(tx, generation, records.slice(0, middle));
    return [...left, ...(await writeBisected(tx, generation, records.slice(middle)))];
  }
}
