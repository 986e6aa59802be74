/** Ways of writing the records of a batch, from the fastest to the one that finds out what cannot be written. */
import { GROUPS } from '#schemas/read-models/groups.ts';
import { savepoint, type Transaction } from '#shared/postgres/pool.ts';
import type { Generation } from '#shared/read-models/generation.ts';
import { batchRows } from '../core/batch-rows.ts';
import { deadLetterOf, type PermanentFailure } from '../core/dead-letter.ts';
import type { DeadLetterRow, KeptRecord } from '../core/rows.ts';
import { isTimeout, recordFault, TIMEOUT_FAULT } from './failures.ts';
import { writeFacts } from './write-facts.ts';
import { writeIndexRows } from './write-index-rows.ts';

/** Writes records and gives the dead letters of those that were refused. */
export type WriteRecords = (
  tx: Transaction,
  generation: Generation,
  records: readonly KeptRecord[],
) => Promise<readonly DeadLetterRow[]>;

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
export const writeBisected: WriteRecords = (tx, generation, records) =>
  bisect(tx, generation, records, recordFault);

/**
 * Bisects as well what times out: six such records in a batch of a thousand. More of them, or nothing else in the
 * batch, means that PostgreSQL is slow for everybody.
 */
const TIMEOUTS_MAX = 60;

/** @throws the timeout itself where it is not the fault of single records: the batch may be kept later. */
export async function writeBisectedBySlowness(
  tx: Transaction,
  generation: Generation,
  records: readonly KeptRecord[],
): Promise<readonly DeadLetterRow[]> {
  const timeouts: unknown[] = [];
  const refused = await bisect(tx, generation, records, (error) => {
    if (!isTimeout(error)) return recordFault(error);
    timeouts.push(error);
    return timeouts.length > TIMEOUTS_MAX ? undefined : TIMEOUT_FAULT;
  });
  if (timeouts.length > 0 && records.length > 1 && refused.length === records.length) throw timeouts[0];
  return refused;
}

async function bisect(
  tx: Transaction,
  generation: Generation,
  records: readonly KeptRecord[],
  faultOf: (error: unknown) => PermanentFailure | undefined,
): Promise<readonly DeadLetterRow[]> {
  const [only] = records;
  if (only === undefined) return [];
  try {
    return await savepoint(tx, (inner) => writeByStatements(inner, generation, records));
  } catch (error) {
    const failure = faultOf(error);
    if (failure === undefined) throw error;
    if (records.length === 1) return [deadLetterOf(only.record, failure)];
    const middle = Math.ceil(records.length / 2);
    const left = await bisect(tx, generation, records.slice(0, middle), faultOf);
    return [...left, ...(await bisect(tx, generation, records.slice(middle), faultOf))];
  }
}
