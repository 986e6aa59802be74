/** The projector, wired by hand: which group is fed from where, and what is seen of it from outside. */
import { availableParallelism } from 'node:os';
import { GROUP_NAMES, GROUPS, type GroupName } from '#schemas/read-models/groups.ts';
import { createEventDecoder, type DecodeValue } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { Readiness } from '#shared/http/readiness.ts';
import { createService, listen } from '#shared/http/service.ts';
import { fetchLogEnds } from '#shared/kafka/log-bounds.ts';
import { createPool, type Pool } from '#shared/postgres/pool.ts';
import type { NextOffsets } from '#shared/read-models/generation-positions.ts';
import { haltProjection } from '#shared/read-models/pausing.ts';
import { readProjections } from '#shared/read-models/projection-records.ts';
import { noteOnRebuild } from '#shared/read-models/rebuilding.ts';
import { FactReader } from '#shared/reading/fact-rows.ts';
import { keptValues } from '#shared/reading/kept-values.ts';
import { KnownRegistry } from '#shared/reading/known-registry.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import { createMetrics } from '#shared/telemetry/metrics.ts';
import type { ProjectorConfig } from './config.ts';
import type { EvaluationObserver } from './core/derived/evaluated.ts';
import { swapIfThere } from './inbound/automatic-swap.ts';
import type { BatchObserver } from './inbound/batch-handler.ts';
import { keepEvaluating } from './inbound/evaluator.ts';
import { feedGeneration } from './inbound/feed-generation.ts';
import { followRecords } from './inbound/follow-records.ts';
import { GroupDelivery, type Wanted } from './inbound/group-delivery.ts';
import { healthOf } from './inbound/group-health.ts';
import { runRebuild } from './inbound/rebuild-command.ts';
import { RebuildFeed } from './inbound/rebuild-feed.ts';
import { type LaneConfig, RebuildLanes } from './inbound/rebuild-lanes.ts';
import { doRedrives, redrive } from './inbound/redrives.ts';
import { evaluateLane } from './outbound/derived-evaluation.ts';
import { derivedGenerations } from './outbound/derived-generations.ts';
import { waitingLanes } from './outbound/derived-marks.ts';
import { createEvaluationMetrics } from './outbound/derived-metrics.ts';
import { spreadRegistry } from './outbound/derived-spread.ts';
import {
  createProjectionMetrics,
  type ProjectionFigures,
  type ProjectionMetrics,
} from './outbound/metrics.ts';
import { doOldest, REDRIVE_TABLES } from './outbound/redrive-tables.ts';
import { createStore } from './outbound/store.ts';

export interface Projector {
  /** Where /livez, /readyz, /metrics and /version answer. */
  readonly address: string;
  /** Resolves when stopped; rejects when Kafka's client has failed for good. */
  readonly finished: Promise<void>;
  /** Finishes the batches at hand, then lets go of everything. */
  readonly stop: () => Promise<void>;
}

const VERSION = '0.1.0';
const NAME = 'projector';
const DEAD_LETTERS_PER_MINUTE_MAX = 20;
/** After a halt that may pass; then the projection rests until an operator resumes it. */
const RESTART_PAUSES_MS: readonly number[] = [5_000, 15_000, 45_000];
const REBUILD_PAUSES_MS: readonly number[] = [1_000, 5_000, 15_000, 60_000];
/** Each a thread with some 90 MB while something is rebuilt (measured), and the process is to stay under 500. */
const LANES_MAX = 3;
/** One connection a group that is keeping a batch, some for questions. */
const CONNECTIONS = 20;

export interface ProjectorOptions {
  /** Before each new start of a group that was halted. */
  readonly restartPausesMs?: readonly number[];
  /** Longest statement. */
  readonly statementTimeoutMs?: number;
}

/** Starts to answer, then to project. */
export async function startProjector(
  config: ProjectorConfig,
  logger: Logger,
  options: ProjectorOptions = {},
): Promise<Projector> {
  const pool = openPool(config, logger, options.statementTimeoutMs);
  const registry = createMetrics(NAME);
  const readiness = new Readiness();
  const groups = new Map<GroupName, GroupDelivery>();
  const metrics = createProjectionMetrics(registry, () => [...groups.values()].map(figuresOf));
  for (const group of GROUP_NAMES) readiness.require(group, () => healthOf(groups.get(group)));
  const service = await createService({ name: NAME, version: VERSION, logger, metrics: registry, readiness });
  const address = await listen(service, config);

  const parts: Parts = { config, logger, pool, metrics, decode: createDecoder(config) };
  const lanes = createLanes(config);
  const stopping = new AbortController();
  const failed = Promise.withResolvers<never>();
  const work = followRecords({
    readRecords: () => readProjections(pool),
    begin(group, wanted) {
      const delivery = beginGroup(parts, group, wanted, options.restartPausesMs ?? RESTART_PAUSES_MS);
      delivery.finished.catch((error: unknown) => failed.reject(error));
      groups.set(group, delivery);
      return delivery;
    },
    beginRebuild: (group, generation) => beginRebuild(parts, lanes, group, generation),
    swapIfThere: (record) =>
      swapIfThere(pool, record, () => logEnds(config, logger, record.group)).catch((err: unknown) =>
        logger.warn({ err, group: record.group }, 'the rebuild could not be swapped in; trying again'),
      ),
    logger,
    signal: stopping.signal,
  });
  const evaluation = beginEvaluation(parts, groups, createEvaluationMetrics(registry), stopping.signal);
  const redriving = doRedrives(
    () => doOldest(pool, (tx, filter) => redrive(REDRIVE_TABLES, parts.decode, tx, filter)),
    logger,
    stopping.signal,
  );
  const finished = Promise.race([work, failed.promise]);
  finished.catch(() => undefined); // whoever awaits it sees the error
  return {
    address,
    finished,
    async stop() {
      stopping.abort();
      await Promise.all([work, redriving]);
      await evaluation;
      await service.close();
      await pool.dispose();
    },
  };
}

function createDecoder({ schemaRegistryUrl }: ProjectorConfig): DecodeValue {
  return createEventDecoder(createSchemaRegistryClient({ url: schemaRegistryUrl }));
}

function openPool(config: ProjectorConfig, logger: Logger, statementTimeoutMs?: number): Pool {
  return createPool({
    url: config.databaseUrl,
    applicationName: NAME,
    size: CONNECTIONS,
    onIdleError: (err) => logger.warn({ err }, 'an idle connection to PostgreSQL died'),
    ...(statementTimeoutMs === undefined ? {} : { statementTimeoutMs }),
  });
}

interface Parts {
  readonly config: ProjectorConfig;
  readonly logger: Logger;
  readonly pool: Pool;
  readonly metrics: ProjectionMetrics;
  readonly decode: DecodeValue;
}

function beginGroup(
  parts: Parts,
  group: GroupName,
  wanted: Wanted,
  restartPausesMs: readonly number[],
): GroupDelivery {
  const { config, logger, pool, metrics, decode } = parts;
  const observer: BatchObserver = {
    kept: (batch, seconds, deadLetters) =>
      metrics.batchKept(group, seconds, batch.records.length, deadLetters),
    fenced: () => metrics.batchFenced(group),
    passed: (recordName, count) => metrics.typePassed(group, recordName, count),
  };
  return new GroupDelivery({
    group,
    wanted,
    restartPausesMs,
    logger,
    feed: ({ generation, isPaused, failuresMax }) => {
      const deadLettersPerMinuteMax = failuresMax ?? DEAD_LETTERS_PER_MINUTE_MAX;
      const store = createStore({ pool, group, generation, deadLettersPerMinuteMax });
      const { brokers, topicPrefix } = config;
      const connection = { brokers, clientId: NAME, logger };
      return feedGeneration({
        ...connection,
        topicPrefix,
        group,
        generation,
        store,
        decode,
        observer,
        isPaused,
      });
    },
    tellHalt: ({ code, message }) => haltProjection(pool, { group, code, reason: message }),
  });
}

/** In threads of their own: nobody waits for a rebuild, so it takes what the live ones leave. */
export function createLanes(config: LaneConfig): RebuildLanes {
  const entry = new URL('rebuild-lane.ts', import.meta.url);
  return new RebuildLanes({ config, entry, count: Math.min(availableParallelism(), LANES_MAX) });
}

function beginRebuild(
  { logger, pool }: Parts,
  lanes: RebuildLanes,
  group: GroupName,
  generation: number,
): RebuildFeed {
  logger.info({ group, generation }, 'a rebuild is fed from where it stands');
  return new RebuildFeed({
    restartPausesMs: REBUILD_PAUSES_MS,
    feed: () => lanes.feed(group, generation),
    tell: (note) =>
      noteOnRebuild(pool, group, generation, { note }).catch((err: unknown) =>
        logger.warn({ err, group, note }, 'a note on the rebuild could not be kept'),
      ),
  });
}

/** Derived tables follow in a loop of their own: what they are behind, answers to citizens are not. */
function beginEvaluation(
  { config, logger, pool, decode }: Parts,
  groups: ReadonlyMap<GroupName, GroupDelivery>,
  observer: EvaluationObserver,
  signal: AbortSignal,
): Promise<void> {
  const facts = new FactReader(keptValues(decode), config.topicPrefix);
  const parts = { pool, facts, registry: new KnownRegistry(facts) };
  return keepEvaluating({
    generations: () => derivedGenerations(pool),
    spread: (generation) => spreadRegistry(pool, facts, generation),
    waitingLanes: (generation) => waitingLanes(pool, generation),
    evaluate: (generation, lane) => evaluateLane(parts, generation, lane),
    isCatchingUp({ group, number }) {
      const delivery = groups.get(group);
      return delivery?.status().wanted.generation !== number || !delivery.isSettled();
    },
    observer,
    logger,
    signal,
  });
}

function figuresOf(delivery: GroupDelivery): ProjectionFigures {
  const { group, wanted, delivery: status } = delivery.status();
  return {
    projection: group,
    generation: wanted.generation,
    isPaused: wanted.isPaused,
    isHalted: wanted.halt !== undefined,
    topic: GROUPS[group].topic,
    partitions: status?.partitions ?? [],
  };
}

function logEnds(config: ProjectorConfig, logger: Logger, group: GroupName): Promise<NextOffsets> {
  const { brokers, topicPrefix } = config;
  return fetchLogEnds({ brokers, clientId: NAME, logger }, topicPrefix + GROUPS[group].topic);
}

export interface Rebuild {
  readonly config: ProjectorConfig;
  readonly logger: Logger;
  readonly group: GroupName;
  /** Ends the rebuild; the live generation stays. */
  readonly signal: AbortSignal;
  /** Takes a line for a person. */
  readonly say: (line: string) => void;
}

/**
 * Asks the projector for a new generation, follows it, compares, and makes it the live one.
 * @throws Error when it cannot be swapped in; the live generation is untouched then.
 */
export async function rebuildGroup({ config, logger, group, signal, say }: Rebuild): Promise<void> {
  const pool = openPool(config, logger);
  try {
    await runRebuild({ pool, group, logEnds: () => logEnds(config, logger, group), signal, say });
  } finally {
    await pool.dispose();
  }
}
