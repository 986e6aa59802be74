/** The projector, wired by hand: which group is fed from where, and what is seen of it from outside. */
import { GROUP_NAMES, GROUPS, type GroupName } from '#schemas/read-models/groups.ts';
import { createEventDecoder, type DecodeValue } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { Readiness } from '#shared/http/readiness.ts';
import { createService, listen } from '#shared/http/service.ts';
import { createKafkaClient, withAdmin } from '#shared/kafka/client.ts';
import { fetchLogBounds } from '#shared/kafka/log-bounds.ts';
import { createPool, type Pool } from '#shared/postgres/pool.ts';
import type { Generation } from '#shared/read-models/generation.ts';
import {
  beginGeneration,
  dropGeneration,
  liveGenerations,
  swapGeneration,
} from '#shared/read-models/generations.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import { createMetrics } from '#shared/telemetry/metrics.ts';
import type { ProjectorConfig } from './config.ts';
import { PROJECTIONS } from './core/projections.ts';
import { feedAllGroups } from './inbound/all-groups.ts';
import { type BatchObserver, createBatchHandler } from './inbound/batch-handler.ts';
import { consumerGroupOf, GroupDelivery } from './inbound/group-delivery.ts';
import { type ShadowDelivery, startShadowDelivery, type Targets } from './inbound/shadow-delivery.ts';
import { swapWhenReady } from './inbound/swap-when-ready.ts';
import { differences } from './outbound/difference.ts';
import {
  createProjectionMetrics,
  type PartitionFigures,
  type ProjectionMetrics,
} from './outbound/metrics.ts';
import { readPositions } from './outbound/positions.ts';
import { createStore } from './outbound/store.ts';
import { keepFailureTimes } from './outbound/write-dead-letters.ts';

export interface Projector {
  /** Where /livez, /readyz, /metrics and /version answer. */
  readonly address: string;
  /** Resolves when stopped; rejects when a group has failed for good. */
  readonly finished: Promise<void>;
  /** Finishes the batches at hand, then lets go of everything. */
  readonly stop: () => Promise<void>;
}

const VERSION = '0.1.0';
const DEAD_LETTERS_PER_MINUTE_MAX = 20;
/** After a halt; a person has a minute to mend what passes, then the process ends and its supervisor takes over. */
const RESTART_PAUSES_MS: readonly number[] = [5_000, 15_000, 45_000];
/** One connection a group that is keeping a batch, and some for questions. */
const CONNECTIONS = 14;

/** Starts to answer, then to project. `restartPausesMs`: before each new start of a group that was halted. */
export async function startProjector(
  config: ProjectorConfig,
  logger: Logger,
  restartPausesMs = RESTART_PAUSES_MS,
): Promise<Projector> {
  const pool = openPool(config, logger);
  const registry = createMetrics('projector');
  const readiness = new Readiness();
  const groups = new Map<GroupName, GroupDelivery>();
  const metrics = createProjectionMetrics(registry, () => figuresOf(groups));
  for (const group of GROUP_NAMES) readiness.require(group, () => whatIsMissing(groups.get(group)));
  const service = await createService({
    name: 'projector',
    version: VERSION,
    logger,
    metrics: registry,
    readiness,
  });
  const address = await listen(service, config);

  const decode = createEventDecoder(createSchemaRegistryClient({ url: config.schemaRegistryUrl }));
  const stopping = new AbortController();
  const failed = Promise.withResolvers<never>();
  const work = feedAllGroups({
    liveGenerations: () => liveGenerations(pool),
    begin(group, generation) {
      const parts = { config, logger, pool, metrics, group, generation, decode, restartPausesMs };
      const delivery = beginGroup(parts);
      delivery.finished.catch((error: unknown) => failed.reject(error));
      groups.set(group, delivery);
      return delivery;
    },
    logger,
    signal: stopping.signal,
  });
  const finished = Promise.race([work, failed.promise]);
  finished.catch(() => undefined); // whoever awaits it sees the error
  return {
    address,
    finished,
    async stop() {
      stopping.abort();
      await work.catch(() => undefined);
      await Promise.all([...groups.values()].map((group) => group.stop()));
      await service.close();
      await pool.dispose();
    },
  };
}

function openPool(config: ProjectorConfig, logger: Logger, statementTimeoutMs?: number): Pool {
  return createPool({
    url: config.databaseUrl,
    applicationName: 'projector',
    size: CONNECTIONS,
    onIdleError: (err) => logger.warn({ err }, 'an idle connection to PostgreSQL died'),
    ...(statementTimeoutMs === undefined ? {} : { statementTimeoutMs }),
  });
}

interface GroupParts {
  readonly config: ProjectorConfig;
  readonly logger: Logger;
  readonly pool: Pool;
  readonly metrics: ProjectionMetrics;
  readonly group: GroupName;
  readonly generation: number;
  readonly decode: DecodeValue;
  readonly restartPausesMs: readonly number[];
}

function beginGroup(parts: GroupParts): GroupDelivery {
  const { config, logger, pool, metrics, group, generation, decode, restartPausesMs } = parts;
  const observer: BatchObserver = {
    kept: (batch, seconds, deadLetters) =>
      metrics.batchKept(group, seconds, batch.records.length, deadLetters),
    fenced: () => metrics.batchFenced(group),
    passed: (recordName, count) => metrics.typePassed(group, recordName, count),
  };
  return new GroupDelivery({
    brokers: config.brokers,
    clientId: 'projector',
    logger,
    group,
    topic: config.topicPrefix + GROUPS[group].topic,
    generation,
    storeOf: (number) =>
      createStore({ pool, group, generation: number, deadLettersPerMinuteMax: DEAD_LETTERS_PER_MINUTE_MAX }),
    decode,
    observer,
    restartPausesMs,
  });
}

function figuresOf(groups: ReadonlyMap<GroupName, GroupDelivery>): readonly PartitionFigures[] {
  return [...groups.values()].flatMap((group) => {
    const { group: projection, delivery } = group.status();
    return delivery.partitions.map(({ partition, nextOffset, endOffset }) => ({
      projection,
      topic: delivery.topic,
      partition,
      nextOffset,
      endOffset,
    }));
  });
}

/** A sentence for `/readyz`; undefined when the group makes progress. */
function whatIsMissing(group: GroupDelivery | undefined): string | undefined {
  if (group === undefined) return 'waits for the migration, or for the catalogue and the registry to be read';
  const { ready, state, reason, stalled } = group.status().delivery;
  if (ready) return undefined;
  return stalled
    ? 'records wait, but the position does not move'
    : (reason ?? `delivery is ${state.toLowerCase()}`);
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

const REBUILD_STATEMENT_MS = 600_000;

/**
 * Fills a new generation from offset 0 beside the live one, compares, and makes it the live one.
 * @throws Error when it cannot be swapped in; the live generation is untouched then.
 */
export async function rebuildGroup({ config, logger, group, signal, say }: Rebuild): Promise<void> {
  const pool = openPool(config, logger, REBUILD_STATEMENT_MS);
  const number = await beginGeneration(pool, group);
  const rebuilt = { group, number };
  const shadow = beginShadow(config, logger, pool, rebuilt);
  let unwanted = number;
  try {
    say(`${group}: rebuilding generation ${number} from the beginning of the log`);
    unwanted = await swapWhenReady({
      group,
      shadow,
      signal,
      say,
      liveGeneration: async () => (await liveGenerations(pool)).get(group) ?? 1,
      targetsOf: (generation) => targetsOf(config, logger, pool, { group, number: generation }),
      swap: (isReady) => swapGeneration(pool, group, number, isReady),
      async compare(tx, live) {
        await keepFailureTimes(tx, { group, number: live }, rebuilt);
        return differences(tx, { group, number: live }, rebuilt);
      },
    });
    say(`${group}: generation ${number} is live`);
  } finally {
    await shadow.stop();
    await dropGeneration(pool, group, unwanted);
    await pool.dispose();
  }
}

function beginShadow(
  config: ProjectorConfig,
  logger: Logger,
  pool: Pool,
  generation: Generation,
): ShadowDelivery {
  const { group, number } = generation;
  const topic = config.topicPrefix + GROUPS[group].topic;
  const store = createStore({ pool, group, generation: number, deadLettersPerMinuteMax: undefined });
  return startShadowDelivery({
    brokers: config.brokers,
    clientId: 'rebuild',
    logger,
    topic,
    groupId: consumerGroupOf(topic, number),
    positions: store.positions,
    handleBatch: createBatchHandler({
      decode: createEventDecoder(createSchemaRegistryClient({ url: config.schemaRegistryUrl })),
      projection: PROJECTIONS[group],
      keep: store.keep,
      observer: { kept: () => undefined, fenced: () => undefined, passed: () => undefined },
    }),
    progress: () => readPositions(pool, generation),
  });
}

/** Where a generation stands; a position beyond the end of a log that was cut can never be reached again. */
async function targetsOf(
  config: ProjectorConfig,
  logger: Logger,
  pool: Pool,
  generation: Generation,
): Promise<Targets> {
  const topic = config.topicPrefix + GROUPS[generation.group].topic;
  const kafka = createKafkaClient({ brokers: config.brokers, clientId: 'rebuild', logger });
  const positions = await readPositions(pool, generation);
  const bounds = await withAdmin(kafka, (admin) => fetchLogBounds(admin, topic));
  return new Map(
    [...positions].map(([partition, next]) => [
      partition,
      Math.min(next, bounds.get(partition)?.high ?? next),
    ]),
  );
}
