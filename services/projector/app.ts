/** The projector, wired by hand: which group is fed from where, in which order they begin, what is seen from outside. */
import { setTimeout as delay } from 'node:timers/promises';
import { GROUP_NAMES, GROUPS, type GroupName } from '#schemas/read-models/groups.ts';
import { Readiness } from '#shared/http/readiness.ts';
import { createService, listen } from '#shared/http/service.ts';
import { createPool, type Pool } from '#shared/postgres/pool.ts';
import { type LiveGenerations, liveGenerations } from '#shared/read-models/generations.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import { createMetrics } from '#shared/telemetry/metrics.ts';
import type { ProjectorConfig } from './config.ts';
import type { BatchObserver } from './inbound/batch-handler.ts';
import type { DecodeValue } from './inbound/decode.ts';
import { GroupDelivery } from './inbound/group-delivery.ts';
import {
  createProjectionMetrics,
  type PartitionFigures,
  type ProjectionMetrics,
} from './outbound/metrics.ts';
import { createStore } from './outbound/store.ts';
import { createValueDecoder } from './outbound/value-decoder.ts';

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
const RESTART_PAUSES_MS = [5_000, 15_000, 45_000];
const WATCH_MS = 1_000;
const CATCH_UP_LOOK_MS = 100;
/** One connection a partition that is being kept, and one for questions. */
const CONNECTIONS = 8;

/** Starts to answer, then to project. */
export async function startProjector(config: ProjectorConfig, logger: Logger): Promise<Projector> {
  const pool = createPool({
    url: config.databaseUrl,
    applicationName: 'projector',
    size: CONNECTIONS,
    onIdleError: (err) => logger.warn({ err }, 'an idle connection to PostgreSQL died'),
  });
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

  const stopping = new AbortController();
  const failed = Promise.withResolvers<never>();
  const begin = (group: GroupName, generation: number): GroupDelivery => {
    const delivery = beginGroup({ config, logger, pool, metrics, group, generation, decode });
    delivery.finished.catch((error: unknown) => failed.reject(error));
    groups.set(group, delivery);
    return delivery;
  };
  const decode = createValueDecoder({ url: config.schemaRegistryUrl });
  const work = project({ pool, logger, groups, begin, signal: stopping.signal });
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

interface Work {
  readonly pool: Pool;
  readonly logger: Logger;
  readonly groups: ReadonlyMap<GroupName, GroupDelivery>;
  readonly begin: (group: GroupName, generation: number) => GroupDelivery;
  readonly signal: AbortSignal;
}

/** The catalogue and the registry to their end, then everything; from then on looks out for swaps. */
async function project({ pool, logger, groups, begin, signal }: Work): Promise<void> {
  const live = await untilMigrated(pool, logger, signal);
  const start = (first: boolean): GroupDelivery[] =>
    GROUP_NAMES.filter((group) => GROUPS[group].first === first).flatMap((group) => {
      const generation = live.get(group);
      return generation === undefined || signal.aborted ? [] : [begin(group, generation)];
    });
  const leading = start(true);
  while (!signal.aborted && !leading.every((group) => group.isCaughtUp()))
    await pause(CATCH_UP_LOOK_MS, signal);
  start(false);
  while (!signal.aborted) {
    await pause(WATCH_MS, signal);
    await followSwaps(pool, groups).catch((err: unknown) =>
      logger.debug({ err }, 'swaps could not be looked for'),
    );
  }
}

async function untilMigrated(pool: Pool, logger: Logger, signal: AbortSignal): Promise<LiveGenerations> {
  for (let tries = 0; !signal.aborted; tries += 1) {
    const live = await liveGenerations(pool).catch((err: unknown) => {
      if (tries === 0) logger.warn({ err }, 'the read models cannot be found yet; is the migration done?');
      return undefined;
    });
    if (live !== undefined && GROUP_NAMES.every((group) => live.has(group))) return live;
    await pause(WATCH_MS, signal);
  }
  return new Map();
}

async function followSwaps(pool: Pool, groups: ReadonlyMap<GroupName, GroupDelivery>): Promise<void> {
  for (const [group, generation] of await liveGenerations(pool))
    await groups.get(group)?.switchTo(generation);
}

async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  await delay(durationMs, undefined, { signal }).catch(() => undefined);
}

interface GroupParts {
  readonly config: ProjectorConfig;
  readonly logger: Logger;
  readonly pool: Pool;
  readonly metrics: ProjectionMetrics;
  readonly group: GroupName;
  readonly generation: number;
  readonly decode: DecodeValue;
}

function beginGroup({ config, logger, pool, metrics, group, generation, decode }: GroupParts): GroupDelivery {
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
    restartPausesMs: RESTART_PAUSES_MS,
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
