/** The findings service, wired by hand: the topics that it follows, what it looks at, where it publishes. */
import { GROUP_NAMES, GROUPS } from '#schemas/read-models/groups.ts';
import type { TopicName } from '#schemas/topics.ts';
import { listen } from '#shared/http/service.ts';
import { consumePartitionedTopic, type TopicDelivery } from '#shared/kafka/consumer.ts';
import { LogEndWatch } from '#shared/kafka/log-ends.ts';
import { createPublishingService, type PublishingService } from '#shared/publishing/adapter.ts';
import type { AdapterConfig } from '#shared/publishing/adapter-config.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import { factIdOf } from '#shared/pure/hub-key.ts';
import { FactReader } from '#shared/reading/fact-rows.ts';
import { keptValues } from '#shared/reading/kept-values.ts';
import { KnownRegistry } from '#shared/reading/known-registry.ts';
import type { WorldReader } from '#shared/reading/reading.ts';
import { untilKept } from '#shared/reading/until-kept.ts';
import { createWorldReader } from '#shared/reading/world-reader.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import { createBatchHandler } from './inbound/batch-handler.ts';
import { look } from './inbound/look.ts';
import { knownFindings } from './outbound/known-findings.ts';
import { movePosition, reactorPositions } from './outbound/positions.ts';
import { subjectsOnBases } from './outbound/subjects-of.ts';
import { ReadWorlds } from './outbound/worlds.ts';

const NAME = 'findings';
const VERSION = '0.1.0';

/** Whatever can make a paper asked for, contradicted or fallen. */
const FOLLOWED: readonly TopicName[] = [
  'gov.one-stop-shop.dossier.v1',
  'gov.shared.paper.v1',
  'gov.document-management.document.v1',
  'gov.civil-servants.record.v1',
];
/** A look costs some milliseconds: a batch is done before anybody thinks that the process hangs. */
const BATCH_RECORDS_MAX = 200;
/** A projection that is behind for longer is waited for by trying again. */
const KEPT_WITHIN_MS = 5_000;

export interface Findings {
  /** Where /livez, /readyz, /metrics and /version answer. */
  readonly address: string;
  /** Rejects when a reactor has ended for good; never resolves before `stop`. */
  readonly finished: Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts to look.
 * @throws WrongKeyError, or Error that names what is missing or taken.
 */
export async function startFindings(config: AdapterConfig, logger: Logger): Promise<Findings> {
  const service = await createPublishingService({
    name: NAME,
    version: VERSION,
    streams: ['hub'],
    config,
    logger,
  });
  const { app, readiness, close } = service;
  const topics = GROUP_NAMES.map((group) => config.topicPrefix + GROUPS[group].topic);
  const logEnds = new LogEndWatch({ brokers: config.brokers, clientId: NAME, logger }, topics);
  const worlds = readWorlds(config, service, logEnds);
  const deliveries = FOLLOWED.map((topic) =>
    follow(config.topicPrefix + topic, { config, logger, service, logEnds, worlds }),
  );
  for (const delivery of deliveries) {
    readiness.require(delivery.status().topic, () => {
      const { ready, reason, state } = delivery.status();
      return ready ? undefined : (reason ?? `delivery is ${state.toLowerCase()}`);
    });
  }
  const finished = Promise.all(deliveries.map(endedWell)).then(() => undefined);
  finished.catch(() => undefined); // whoever awaits it sees the error
  return {
    address: await listen(app, config),
    finished,
    async stop() {
      await Promise.all(deliveries.map((delivery) => delivery.stop()));
      await logEnds.stop();
      await close();
    },
  };
}

/** One reader for all topics: it keeps the registry in memory. */
function readWorlds(
  config: AdapterConfig,
  { pool, decode, clock }: PublishingService,
  logEnds: LogEndWatch,
): WorldReader {
  const facts = new FactReader(keptValues(decode), config.topicPrefix);
  return createWorldReader({
    pool,
    facts,
    registry: new KnownRegistry(facts),
    logEnds: () => logEnds.latest(),
    now: () => clock.now(),
  });
}

interface Following {
  readonly config: AdapterConfig;
  readonly logger: Logger;
  readonly service: PublishingService;
  readonly logEnds: LogEndWatch;
  readonly worlds: WorldReader;
}

function follow(topic: string, { config, logger, service, logEnds, worlds }: Following): TopicDelivery {
  const { pool, decode, publisher, clock } = service;
  const parts = {
    worlds: () => new ReadWorlds(worlds),
    subjectsOnBases: (bases: ReadonlySet<string>) => subjectsOnBases(pool, bases),
    now: () => clock.now(),
  };
  return consumePartitionedTopic({
    brokers: config.brokers,
    clientId: NAME,
    logger,
    topic,
    groupId: `hub.findings.${topic}`,
    positions: reactorPositions(pool),
    batchRecordsMax: BATCH_RECORDS_MAX,
    handleBatch: createBatchHandler({
      decode,
      untilKept: (batch) => untilKept(pool, () => logEnds.latest(), batch, KEPT_WITHIN_MS),
      look: (looks) => look(looks, parts),
      async publish(drafts) {
        await publisher.publish(await unknownOf(drafts));
      },
      move: (batch) => movePosition(pool, batch),
    }),
  });

  async function unknownOf(drafts: readonly FactDraft[]): Promise<readonly FactDraft[]> {
    const asked = drafts.map((draft) => ({
      aggregateKey: draft.key ?? '',
      factId: factIdOf(draft.source, draft.id),
    }));
    const known = await knownFindings(pool, asked);
    return drafts.filter((_, index) => !known.has(asked[index]?.factId ?? ''));
  }
}

async function endedWell(delivery: TopicDelivery): Promise<void> {
  const end = await delivery.finished;
  if (end.kind === 'halted') throw end.halt;
  if (end.kind === 'gave-up') throw end.error;
}
