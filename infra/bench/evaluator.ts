/**
 * Dossiers evaluated a second for the derived tables, against the 50 events a second that a province sends at its peak:
 * real records of the dossier topic are kept in a generation of its own, then every dossier is read, folded, written
 * and unmarked by the projector's own loop.
 */
import { PROJECTIONS } from '#services/projector/core/projections.ts';
import { createBatchHandler } from '#services/projector/inbound/batch-handler.ts';
import { keepEvaluating } from '#services/projector/inbound/evaluator.ts';
import { evaluateLane } from '#services/projector/outbound/derived-evaluation.ts';
import { waitingLanes } from '#services/projector/outbound/derived-marks.ts';
import { spreadRegistry } from '#services/projector/outbound/derived-spread.ts';
import { createStore } from '#services/projector/outbound/store.ts';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import type { LogRecord } from '#shared/kafka/delivery.ts';
import { type Pool, sql, transaction } from '#shared/postgres/pool.ts';
import { createSchema, dropSchema, type Generation, tableOf } from '#shared/read-models/generation.ts';
import { FactReader } from '#shared/reading/fact-rows.ts';
import { keptValues } from '#shared/reading/kept-values.ts';
import { KnownRegistry } from '#shared/reading/known-registry.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { perSecond, spreadOf } from './measure.ts';
import { batchesOf } from './projecting.ts';

/** Events a second that a province sends at its peak (domain.md 6). */
const PEAK = 50;
/** No projector knows of it, so nobody else evaluates it. */
const OWN: Generation = { group: 'dossiers', number: 1_000_001 };

export interface EvaluatorBench {
  readonly pool: Pool;
  readonly registryUrl: string;
  readonly records: readonly LogRecord[];
  readonly rounds: number;
}

/** The report's lines; the rows that were written are counted. */
export async function evaluatorRate({ pool, registryUrl, records, rounds }: EvaluatorBench): Promise<string> {
  const decode = createEventDecoder(createSchemaRegistryClient({ url: registryUrl }));
  const rates: number[] = [];
  let dossiers = 0;
  for (let round = 0; round <= rounds; round += 1) {
    dossiers = await fill(pool, decode, records);
    const rate = await perSecond(dossiers, () => evaluateAll(pool, decode, dossiers));
    if (round > 0) rates.push(rate);
  }
  const rows = await count(pool, 'dossier_current');
  await transaction(pool, (tx) => dropSchema(tx, OWN));
  if (rows !== dossiers) throw new Error(`${rows} rows of ${dossiers} dossiers`);
  const { least, median, most } = spreadOf(rates);
  const whole = (value: number): string => Math.round(value).toLocaleString('en-GB');
  const times = (value: number): string => (value / PEAK).toFixed(1);
  return [
    'Derived tables: dossiers evaluated / events of a province at its peak',
    `  evaluator: read, fold, write     ${whole(median)} dossiers/s   (${whole(least)} to ${whole(most)})`,
    `  ratio to ${PEAK} a second ${times(median)}   (${times(least)} to ${times(most)})`,
    `  verified: ${whole(rows)} rows of ${whole(dossiers)} dossiers with ${whole(records.length)} facts`,
  ].join('\n');
}

type Decode = ReturnType<typeof createEventDecoder>;

/** Keeps the records; every dossier is marked by that. */
async function fill(pool: Pool, decode: Decode, records: readonly LogRecord[]): Promise<number> {
  await transaction(pool, async (tx) => {
    await dropSchema(tx, OWN);
    await createSchema(tx, OWN);
  });
  const store = createStore({
    pool,
    group: OWN.group,
    generation: OWN.number,
    deadLettersPerMinuteMax: undefined,
  });
  const observer = { kept: () => {}, fenced: () => {}, passed: () => {} };
  const handle = createBatchHandler({ decode, projection: PROJECTIONS.dossiers, keep: store.keep, observer });
  for (const batch of batchesOf(records)) {
    if ((await handle(batch)) !== 'advanced') throw new Error('a batch was fenced');
  }
  await pool.query(sql`analyze ${tableOf(OWN, 'fact')}`);
  return count(pool, 'dirty');
}

/** By the loop that the projector runs, until every dossier was evaluated. */
async function evaluateAll(pool: Pool, decode: Decode, dossiers: number): Promise<void> {
  const facts = new FactReader(keptValues(decode), '');
  const parts = { pool, facts, registry: new KnownRegistry(facts) };
  const done = new AbortController();
  let left = dossiers;
  await keepEvaluating({
    generations: () => Promise.resolve([OWN]),
    spread: (generation) => spreadRegistry(pool, facts, generation),
    waitingLanes: (generation) => waitingLanes(pool, generation),
    evaluate: (generation, lane) => evaluateLane(parts, generation, lane),
    isCatchingUp: () => false,
    observer: {
      evaluated(_group, aggregates) {
        left -= aggregates;
        if (left <= 0) done.abort();
      },
    },
    logger: createLogger({ name: 'bench', level: 'warn' }),
    signal: done.signal,
  });
}

async function count(pool: Pool, table: string): Promise<number> {
  const [row] = await pool.query<{ count: number }>(
    sql`select count(*)::int as count from ${tableOf(OWN, table)}`,
  );
  return row?.count ?? 0;
}
