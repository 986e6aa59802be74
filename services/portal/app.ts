/** The portal, wired by hand: what it looks at, what it answers, what must hold before it is ready. */
import type { FastifyInstance } from 'fastify';
import { GROUP_NAMES, GROUPS } from '#schemas/read-models/groups.ts';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { Readiness } from '#shared/http/readiness.ts';
import { createService, listen } from '#shared/http/service.ts';
import { LogEndWatch } from '#shared/kafka/log-ends.ts';
import { isTransient } from '#shared/postgres/errors.ts';
import { createPool, type Pool } from '#shared/postgres/pool.ts';
import { untilAnswered } from '#shared/publishing/until-answered.ts';
import type { LogEnds } from '#shared/pure/freshness.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { FactReader } from '#shared/reading/fact-rows.ts';
import { KnownRegistry } from '#shared/reading/known-registry.ts';
import { readPositions } from '#shared/reading/positions.ts';
import type { WorldReader } from '#shared/reading/reading.ts';
import { createWorldReader } from '#shared/reading/world-reader.ts';
import { WrittenValues } from '#shared/reading/written-values.ts';
import { checkKeys } from '#shared/sealing/key-check.ts';
import { readKeyFile } from '#shared/sealing/key-files.ts';
import { MasterKey } from '#shared/sealing/master-key.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import type { PortalConfig } from './config.ts';
import { addAgencies } from './inbound/agencies.ts';
import { addCivilServants } from './inbound/civil-servants.ts';
import { addDocuments } from './inbound/documents.ts';
import { addDossiers } from './inbound/dossiers.ts';
import { addPages } from './inbound/pages.ts';
import { addPapers } from './inbound/papers.ts';
import { addPreCheck } from './inbound/pre-check.ts';
import { addProcedures } from './inbound/procedures.ts';
import { awaitableTopics } from './outbound/awaitable-topics.ts';
import { readDemoFile } from './outbound/demo-file.ts';
import { createPersonalValues } from './outbound/personal-values.ts';
import { PositionWatch } from './outbound/position-watch.ts';
import { whatIsNotProjected } from './outbound/projected.ts';
import { watchRegistry } from './outbound/registry-watch.ts';

export interface Portal {
  /** Where the API and the page answer. */
  readonly address: string;
  readonly stop: () => Promise<void>;
}

const VERSION = '0.1.0';
const CONNECTIONS = 10;
/** Somebody stands at a counter: a database that has not answered by then is 503. */
const ANSWER_MS_MAX = 8000;

/**
 * Starts to answer. Routes that need the catalogue say 503 until it is projected.
 * @throws WrongKeyError, or Error that names what is missing or taken.
 */
export async function startPortal(config: PortalConfig, logger: Logger): Promise<Portal> {
  const hubKey = new HubKey(readKeyFile('HUB_KEY_FILE', config.hubKeyFile));
  const masterKey = new MasterKey(readKeyFile('MASTER_KEY_FILE', config.masterKeyFile));
  const demo = config.demoFile === undefined ? undefined : readDemoFile(config.demoFile);
  const pool = createPool({
    url: config.databaseUrl,
    applicationName: 'portal',
    size: CONNECTIONS,
    answerWithinMs: ANSWER_MS_MAX,
    onIdleError: (err) => logger.warn({ err }, 'an idle connection to PostgreSQL died'),
  });
  await untilAnswered(() => checkKeys(pool, { hubKey, masterKey }), {
    what: 'PostgreSQL',
    passes: isTransient,
    logger,
  });
  const logEnds = watchLogEnds(config, logger);
  const written = new WrittenValues(
    createEventDecoder(createSchemaRegistryClient({ url: config.schemaRegistryUrl })),
  );
  const worlds = readWorlds(config, pool, written, () => logEnds.latest());
  const stopping = new AbortController();
  const watching = watchRegistry(worlds, stopping.signal);
  const waiting = new PositionWatch(awaitableTopics(config.topicPrefix), () =>
    readPositions({ query: (query) => pool.read(query) }),
  );
  const personal = createPersonalValues({
    pool,
    masterKey,
    personalSchemaOf: (event) => written.personalSchemaOf(event),
  });

  const readiness = new Readiness();
  readiness.require('read-models', () => whatIsNotProjected(worlds, config.topicPrefix, logEnds.latest()));
  const app = await createService({ name: 'portal', version: VERSION, logger, readiness });
  // Schemas document; core/ reads requests and finds all faults at once.
  app.setValidatorCompiler(() => () => true);
  const parts = { worlds, waiting, personal, hubKey, now: Date.now };
  addRoutes(app, parts);
  addPages(app, demo);
  const address = await listen(app, config);
  return {
    address,
    async stop() {
      await app.close();
      stopping.abort();
      await watching;
      await logEnds.stop();
      await pool.dispose();
    },
  };
}

type RouteParts = Parameters<typeof addPreCheck>[1];

function addRoutes(app: FastifyInstance, parts: RouteParts): void {
  addPreCheck(app, parts);
  addPapers(app, parts);
  addDossiers(app, parts);
  addDocuments(app, parts);
  addCivilServants(app, parts);
  addProcedures(app, parts);
  addAgencies(app, parts);
}

function readWorlds(
  config: PortalConfig,
  pool: Pool,
  written: WrittenValues,
  logEnds: () => LogEnds | undefined,
): WorldReader {
  const facts = new FactReader((value) => written.decode(value), config.topicPrefix);
  return createWorldReader({ pool, facts, registry: new KnownRegistry(facts), logEnds, now: Date.now });
}

function watchLogEnds(config: PortalConfig, logger: Logger): LogEndWatch {
  const topics = GROUP_NAMES.map((group) => config.topicPrefix + GROUPS[group].topic);
  return new LogEndWatch({ brokers: config.brokers, clientId: 'portal', logger }, topics);
}
