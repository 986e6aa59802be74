/**
 * Evaluates aggregates that are marked: reads their facts, folds them, writes their rows. Promises: rows and the end
 * of the marks commit together; an aggregate that was marked again meanwhile keeps its mark and its old rows; a
 * process that is killed has changed nothing.
 */
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { DerivedRows } from '#schemas/read-models/derived-tables.ts';
import { SchemaRegistryError } from '#shared/avro/registry-client.ts';
import { isTransient } from '#shared/postgres/errors.ts';
import { type Pool, type Transaction, transaction } from '#shared/postgres/pool.ts';
import type { Generation } from '#shared/read-models/generation.ts';
import type { FactReader, FactRow } from '#shared/reading/fact-rows.ts';
import type { KnownRegistry } from '#shared/reading/known-registry.ts';
import { readPositions } from '#shared/reading/positions.ts';
import { DERIVATIONS, type Derivation } from '../core/derived/derivations.ts';
import type { EvaluatedLane, FailedAggregate } from '../core/derived/evaluated.ts';
import type { Ground } from '../core/derived/ground.ts';
import { readAggregates } from './derived-facts.ts';
import { type Mark, readMarks, removeMarks, takeLane } from './derived-marks.ts';
import { holdSeen, isOlder, registryPositions } from './derived-registry.ts';
import { replaceRows } from './derived-rows.ts';

export interface EvaluationParts {
  readonly pool: Pool;
  readonly facts: FactReader;
  readonly registry: KnownRegistry;
}

export interface LaneToEvaluate {
  readonly lane: number;
  /** The key after which the last batch ended. */
  readonly after: string;
  /** Marks that failed before, by their aggregate: they are passed until they change. */
  readonly failed: ReadonlyMap<string, number>;
}

const BATCH = 500;
/** Folded in some milliseconds; then whatever else the process does gets its turn. */
const AT_A_TIME = 25;

const NOTHING: EvaluatedLane = { evaluated: 0, failed: [], next: '' };

/** Evaluates the next aggregates of a lane; nothing where another evaluator has it, or the catalogue is not there yet. */
export function evaluateLane(
  { pool, facts, registry }: EvaluationParts,
  generation: Generation,
  { lane, after, failed }: LaneToEvaluate,
): Promise<EvaluatedLane> {
  const derive = DERIVATIONS[generation.group];
  if (derive === undefined) return Promise.resolve(NOTHING);
  return transaction(pool, async (tx) => {
    const ground = await groundOf(tx, generation, registry);
    if (ground === undefined || !(await takeLane(tx, generation, lane))) return NOTHING;
    const marks = await readMarks(tx, generation, { lane, after, limit: BATCH });
    const wanted = marks.filter((mark) => failed.get(mark.aggregate_key) !== mark.marked);
    const rows = await readAggregates(
      tx,
      generation,
      wanted.map((mark) => mark.aggregate_key),
    );
    const folded = await fold(wanted, rows, { facts, ground, derive });
    await write(tx, generation, folded.derived);
    return {
      evaluated: folded.derived.size,
      failed: folded.failed,
      next: marks.length < BATCH ? '' : (marks.at(-1)?.aggregate_key ?? ''),
    };
  });
}

/** What rows are understood by, not older than what was spread; undefined while the catalogue is not there. */
async function groundOf(
  tx: Transaction,
  generation: Generation,
  registry: KnownRegistry,
): Promise<Ground | undefined> {
  await readPositions(tx);
  const seen = await holdSeen(tx, generation, 'share');
  const positions = await readPositions(tx);
  if (isOlder(registryPositions(positions), seen)) return undefined;
  const known = await registry.at(tx, positions);
  return known.complete ? known : undefined;
}

interface Folding {
  readonly facts: FactReader;
  readonly ground: Ground;
  readonly derive: Derivation;
}

interface Folded {
  readonly derived: ReadonlyMap<Mark, DerivedRows>;
  readonly failed: readonly FailedAggregate[];
}

/** What cannot be folded is passed and takes no other with it. */
async function fold(
  marks: readonly Mark[],
  rows: ReadonlyMap<string, readonly FactRow[]>,
  { facts, ground, derive }: Folding,
): Promise<Folded> {
  const derived = new Map<Mark, DerivedRows>();
  const failed: FailedAggregate[] = [];
  for (const [index, mark] of marks.entries()) {
    if (index % AT_A_TIME === AT_A_TIME - 1) await othersTurn();
    try {
      const stated = await facts.facts(rows.get(mark.aggregate_key) ?? []);
      derived.set(mark, derive(mark.aggregate_key, stated, ground));
    } catch (error) {
      if (isTransient(error) || isRegistrySilent(error)) throw error;
      failed.push({ key: mark.aggregate_key, marked: mark.marked, error });
    }
  }
  return { derived, failed };
}

async function write(
  tx: Transaction,
  generation: Generation,
  derived: ReadonlyMap<Mark, DerivedRows>,
): Promise<void> {
  if (derived.size === 0) return;
  const unchanged = await removeMarks(tx, generation, [...derived.keys()]);
  const rows = [...derived].map(([mark, row]) => [mark.aggregate_key, row] as const);
  await replaceRows(tx, generation, new Map(rows.filter(([key]) => unchanged.has(key))));
}

/** The schema registry did not answer: the same facts can be read later. */
function isRegistrySilent(error: unknown): boolean {
  return error instanceof SchemaRegistryError && error.transient;
}
