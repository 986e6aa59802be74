/**
 * Does what operators asked of dead letters: projects the kept bytes again with the code that projects batches. A
 * letter that is kept now goes in the transaction that writes its rows; one that fails again stays.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { GROUP_NAMES, type GroupName } from '#schemas/read-models/groups.ts';
import type { DecodeValue } from '#shared/avro/event-decoder.ts';
import type { Transaction } from '#shared/postgres/pool.ts';
import type { Generation } from '#shared/read-models/generation.ts';
import type { RedriveFilter, RedrivenLetter, RedriveOutcome } from '#shared/read-models/redrive.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import { PROJECTIONS } from '../core/projections.ts';
import { redriven } from '../core/redriven.ts';
import type { DeadLetterRow, FactRow, KeptRecord, RawRecord } from '../core/rows.ts';
import { prepareRecords } from './prepare-records.ts';

export interface OpenLetters {
  readonly letters: readonly { readonly record: RawRecord; readonly fingerprint: string }[];
  /** How many there are in all. */
  readonly matched: number;
}

/** The tables, as a redrive needs them. */
export interface RedriveTables {
  /** The live generation of a group first, then one that is being built; none where the tables are gone. */
  readonly generationsOf: (tx: Transaction, group: GroupName) => Promise<readonly Generation[]>;
  readonly openLetters: (
    tx: Transaction,
    generation: Generation,
    filter: RedriveFilter,
    limit: number,
  ) => Promise<OpenLetters>;
  readonly knownFacts: (
    tx: Transaction,
    generation: Generation,
    facts: readonly FactRow[],
  ) => Promise<ReadonlySet<FactRow>>;
  /** Writes what can be written; gives the letters of what cannot. */
  readonly write: (
    tx: Transaction,
    generation: Generation,
    records: readonly KeptRecord[],
  ) => Promise<readonly DeadLetterRow[]>;
  readonly settle: (
    tx: Transaction,
    generation: Generation,
    kept: readonly RawRecord[],
    failing: readonly DeadLetterRow[],
  ) => Promise<void>;
}

/** Letters of one request; one transaction holds all of them. */
const LETTERS_MAX = 500;

/** One request, inside its transaction. */
export async function redrive(
  tables: RedriveTables,
  decode: DecodeValue,
  tx: Transaction,
  filter: RedriveFilter,
): Promise<RedriveOutcome> {
  const letters: RedrivenLetter[] = [];
  let matched = 0;
  for (const group of filter.projection === undefined ? GROUP_NAMES : [filter.projection]) {
    const [live, ...others] = await tables.generationsOf(tx, group);
    if (live === undefined) continue;
    const open = await tables.openLetters(tx, live, filter, LETTERS_MAX - letters.length);
    matched += open.matched;
    letters.push(...(await redriveIn(tables, decode, tx, live, open)));
    const places = open.letters.map(({ record }) => record);
    for (const other of others) {
      const same = await tables.openLetters(tx, other, { places }, LETTERS_MAX);
      await redriveIn(tables, decode, tx, other, same);
    }
  }
  return { matched, letters };
}

async function redriveIn(
  tables: RedriveTables,
  decode: DecodeValue,
  tx: Transaction,
  generation: Generation,
  { letters }: OpenLetters,
): Promise<readonly RedrivenLetter[]> {
  if (letters.length === 0) return [];
  const projection = generation.group;
  const raw = letters.map(({ record }) => record);
  const prepared = await prepareRecords({ decode, projection: PROJECTIONS[projection] }, raw);
  const facts = prepared.records.map(({ fact }) => fact);
  const known = await tables.knownFacts(tx, generation, facts);
  const refused = await tables.write(tx, generation, prepared.records);
  const failing = [...prepared.letters, ...refused];
  const places = new Set(failing.map(placeOf));
  const done = raw.filter((record) => !places.has(placeOf(record)));
  await tables.settle(tx, generation, done, failing);
  return redriven({ projection, letters, kept: prepared.records, known, failing });
}

function placeOf({ topic, partition, offset }: Pick<RawRecord, 'topic' | 'partition' | 'offset'>): string {
  return `${topic}/${partition}/${offset}`;
}

const LOOK_MS = 250;
const AGAIN_MS = 1_000;

/** Does requests one by one until the signal; never rejects. `doOldest` gives whether there was one. */
export async function doRedrives(
  doOldest: () => Promise<boolean>,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  let silent = false;
  while (!signal.aborted) {
    let pause = LOOK_MS;
    try {
      if (await doOldest()) pause = 0;
      silent = false;
    } catch (err) {
      if (!silent) logger.warn({ err }, 'dead letters could not be redriven; trying again');
      silent = true;
      pause = AGAIN_MS;
    }
    await delay(pause, undefined, { signal }).catch(() => undefined);
  }
}
