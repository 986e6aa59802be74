/**
 * Keeps batches in one generation. Promises: rows, dead letters and position commit together or not at all; a
 * record that PostgreSQL refuses becomes a dead letter and takes no other with it.
 */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { DeliveryHalt, type PositionStore } from '#shared/kafka/delivery.ts';
import { type Step, StepFailure } from '#shared/postgres/one-go.ts';
import { type Pool, sql, type Transaction, transaction } from '#shared/postgres/pool.ts';
import type { Generation } from '#shared/read-models/generation.ts';
import { batchRows } from '../core/batch-rows.ts';
import type { KeepBatch, KeptBatch, PreparedBatch } from '../core/prepared-batch.ts';
import type { DeadLetterRow } from '../core/rows.ts';
import { copySteps } from './copy-rows.ts';
import { isRepeat, isTimeout, recordFault } from './failures.ts';
import { markDirty, markStatement } from './mark-dirty.ts';
import { isFence, moveOrFail, movePosition, readPosition } from './positions.ts';
import { Repeats } from './repeats.ts';
import { Timeouts } from './timeouts.ts';
import { recentDeadLetters, writeDeadLetters } from './write-dead-letters.ts';
import {
  type WriteRecords,
  writeBisected,
  writeBisectedBySlowness,
  writeByStatements,
} from './write-records.ts';

export interface Store {
  readonly positions: PositionStore;
  /** @throws DeliveryHalt TOO_MANY_FAILURES; anything else that is thrown may succeed later. */
  readonly keep: KeepBatch;
}

export interface StoreOptions {
  readonly pool: Pool;
  readonly group: GroupName;
  readonly generation: number;
  /** Dead letters a minute above which it is not the data; undefined: any number (a rebuild meets old ones). */
  readonly deadLettersPerMinuteMax: number | undefined;
  /**
   * The generation answers nobody yet: a commit need not wait for the disk. A crash of PostgreSQL takes the last rows
   * back with their position, and the swap's own commit, which does wait, comes after all of them.
   */
  readonly isRebuild?: boolean;
}

/** The store of one generation. */
export function createStore(options: StoreOptions): Store {
  const { pool } = options;
  const generation: Generation = { group: options.group, number: options.generation };

  const repeats = new Repeats();
  const timeouts = new Timeouts();

  async function keepAs(prepared: PreparedBatch, write: WriteRecords): Promise<KeptBatch> {
    return transaction(pool, async (tx) => {
      if (options.isRebuild === true) await tx.query(sql`set local synchronous_commit = off`);
      // First, so that whoever comes second waits here and has written nothing yet.
      if (!(await movePosition(tx, generation, prepared.place))) return { outcome: 'fenced', deadLetters: 0 };
      const refused = await write(tx, generation, prepared.records);
      const letters = [...prepared.letters, ...refused];
      await writeDeadLetters(tx, generation, letters);
      await markDirty(tx, generation, prepared.records, letters);
      if (letters.length > 0) await haltInStorm(tx, generation, letters, options.deadLettersPerMinuteMax);
      return { outcome: 'advanced', deadLetters: letters.length };
    });
  }

  async function keepByStatements(prepared: PreparedBatch): Promise<KeptBatch> {
    try {
      return await keepAs(prepared, writeByStatements);
    } catch (error) {
      if (recordFault(error) === undefined) throw error;
      return keepAs(prepared, writeBisected);
    }
  }

  async function keepFast(prepared: PreparedBatch): Promise<KeptBatch> {
    // A letter may be one too many within a minute, which is known only after it was written.
    if (prepared.letters.length > 0 || repeats.areAbout()) return keepByStatements(prepared);
    try {
      return await keepInOneGo(options, generation, prepared);
    } catch (error) {
      if (isRepeat(error)) repeats.met();
      else if (recordFault(error) === undefined) throw error;
      return keepByStatements(prepared);
    }
  }

  async function keepInTime(prepared: PreparedBatch): Promise<KeptBatch> {
    try {
      return await keepFast(prepared);
    } catch (error) {
      if (!isTimeout(error) || !timeouts.met(prepared.place)) throw error;
      return keepAs(prepared, writeBisectedBySlowness);
    }
  }

  return {
    positions: { read: (topic, partition) => readPosition(pool, generation, topic, partition) },
    async keep(prepared) {
      const kept = await keepInTime(prepared);
      timeouts.passed(prepared.place);
      return kept;
    },
  };
}

const WITHOUT_WAITING: Step = { query: sql`select set_config('synchronous_commit', 'off', true)` };

/** By COPY; fails also where a row is there already. */
async function keepInOneGo(
  { pool, isRebuild = false }: StoreOptions,
  generation: Generation,
  { place, records }: PreparedBatch,
): Promise<KeptBatch> {
  const marks = markStatement(generation, records, []);
  const steps: Step[] = [
    // First, so that whoever comes second waits here and has written nothing yet.
    { query: moveOrFail(generation, place) },
    ...(isRebuild ? [WITHOUT_WAITING] : []),
    ...(await copySteps(generation, batchRows(records))),
    ...(marks === undefined ? [] : [{ query: marks }]),
  ];
  try {
    await pool.inOneGo(steps);
  } catch (error) {
    const isFenced = error instanceof StepFailure && error.step === 0 && isFence(error);
    if (!isFenced) throw error;
    return { outcome: 'fenced', deadLetters: 0 };
  }
  return { outcome: 'advanced', deadLetters: 0 };
}

/**
 * Counted in the table, so that a restart does not begin a new minute. The halt takes this batch's letters back, so
 * it names their causes itself.
 */
async function haltInStorm(
  tx: Transaction,
  generation: Generation,
  letters: readonly DeadLetterRow[],
  max: number | undefined,
): Promise<void> {
  if (max === undefined) return;
  const count = await recentDeadLetters(tx, generation);
  if (count <= max) return;
  throw new DeliveryHalt(
    'TOO_MANY_FAILURES',
    `${count} records of ${generation.group} failed within a minute, more than ${max}: that is a fault of the ` +
      'program or of a sender as a whole, not of single records. The last of them: ' +
      `${causesOf(letters)}. Mend the cause, start again`,
  );
}

const CAUSES_MAX = 3;

/** The commonest causes, each with how many and where the first stands: `21 × DECODE WIRE_FORMAT - from topic/0/5`. */
function causesOf(letters: readonly DeadLetterRow[]): string {
  const causes = [...Map.groupBy(letters, ({ fingerprint }) => fingerprint)].toSorted(
    ([, left], [, right]) => right.length - left.length,
  );
  return causes
    .slice(0, CAUSES_MAX)
    .map(([fingerprint, [first, ...others]]) => {
      const from = first === undefined ? '' : ` from ${first.topic}/${first.partition}/${first.offset}`;
      return `${others.length + 1} × ${fingerprint}${from}`;
    })
    .join(', ');
}
