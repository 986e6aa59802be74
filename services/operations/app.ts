/** The operations service, wired by hand: what operators may see and decide. */
import { GROUP_NAMES, GROUPS } from '#schemas/read-models/groups.ts';
import { listen } from '#shared/http/service.ts';
import { LogEndWatch } from '#shared/kafka/log-ends.ts';
import { createPublishingService } from '#shared/publishing/adapter.ts';
import type { AdapterConfig } from '#shared/publishing/adapter-config.ts';
import { FactReader } from '#shared/reading/fact-rows.ts';
import { KnownRegistry } from '#shared/reading/known-registry.ts';
import { createWorldReader } from '#shared/reading/world-reader.ts';
import { WrittenValues } from '#shared/reading/written-values.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import { addAgencies } from './inbound/agencies.ts';
import { addFindings } from './inbound/findings.ts';

const NAME = 'operations';
const VERSION = '0.1.0';

export interface Operations {
  /** Where the operators' API answers. */
  readonly address: string;
  /** Finishes what is in flight. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts to answer.
 * @throws WrongKeyError, or Error that names what is missing or taken.
 */
export async function startOperations(config: AdapterConfig, logger: Logger): Promise<Operations> {
  const service = await createPublishingService({
    name: NAME,
    version: VERSION,
    streams: ['one-stop-shop', 'document-management', 'civil-servants', 'shared', 'catalogue', 'hub'],
    config,
    logger,
  });
  const { app, pool, decode, close } = service;
  const topics = GROUP_NAMES.map((group) => config.topicPrefix + GROUPS[group].topic);
  const logEnds = new LogEndWatch({ brokers: config.brokers, clientId: NAME, logger }, topics);
  const written = new WrittenValues(decode);
  const facts = new FactReader((value) => written.decode(value), config.topicPrefix);
  const worlds = createWorldReader({
    pool,
    facts,
    registry: new KnownRegistry(facts),
    logEnds: () => logEnds.latest(),
    now: Date.now,
  });
  addAgencies(app, { worlds });
  addFindings(app, { pool, facts, worlds });
  return {
    address: await listen(app, config),
    async stop() {
      await logEnds.stop();
      await close();
    },
  };
}
