/** Redrives in PostgreSQL: what is asked of the tables, and which requests can never be done. */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { sqlStateOf } from '#shared/postgres/errors.ts';
import type { Pool, Transaction } from '#shared/postgres/pool.ts';
import { type Generation, generationStates } from '#shared/read-models/generation.ts';
import { readProjections } from '#shared/read-models/projection-records.ts';
import {
  doOldestRedrive,
  endRedrive,
  type RedriveFilter,
  type RedriveOutcome,
} from '#shared/read-models/redrive.ts';
import { countOpenLetters, lockOpenLetters, settleLetters } from './dead-letter-rows.ts';
import { recordFault } from './failures.ts';
import { knownFacts } from './known-facts.ts';
import { markDirty } from './mark-dirty.ts';
import { writeBisected } from './write-records.ts';

export const REDRIVE_TABLES = {
  generationsOf,
  async openLetters(tx: Transaction, generation: Generation, filter: RedriveFilter, limit: number) {
    const letters = await lockOpenLetters(tx, generation, filter, limit);
    const matched = letters.length < limit ? letters.length : await countOpenLetters(tx, generation, filter);
    return { letters, matched };
  },
  knownFacts,
  async write(tx: Transaction, generation: Generation, records: Parameters<typeof writeBisected>[2]) {
    const refused = await writeBisected(tx, generation, records);
    await markDirty(tx, generation, records, refused);
    return refused;
  },
  settle: settleLetters,
};

async function generationsOf(tx: Transaction, group: GroupName): Promise<readonly Generation[]> {
  const record = (await readProjections(tx)).get(group);
  if (record === undefined) return [];
  const numbers = [record.live, ...(record.rebuild === undefined ? [] : [record.rebuild.generation])];
  const generations = numbers.map((number) => ({ group, number }));
  const states = await generationStates(tx, generations);
  return states[0] === 'GONE' ? [] : generations.filter((_, index) => states[index] !== 'GONE');
}

/** Gives whether there was a request. What may pass by itself is thrown, and the request waits. */
export async function doOldest(
  pool: Pool,
  redrive: (tx: Transaction, filter: RedriveFilter) => Promise<RedriveOutcome>,
): Promise<boolean> {
  let id: string | undefined;
  try {
    const done = await doOldestRedrive(pool, (tx, request) => {
      id = request.id;
      return redrive(tx, request.filter);
    });
    return done !== undefined;
  } catch (error) {
    if (id === undefined || recordFault(error) === undefined) throw error;
    const failure = `the redrive cannot be done: SQLSTATE ${sqlStateOf(error) ?? 'none'}`;
    await endRedrive(pool, id, { matched: 0, letters: [], failure });
    return true;
  }
}
