/** The operations service, wired by hand: what operators may see and decide. */
import type { FastifyInstance } from 'fastify';
import { GROUP_NAMES, GROUPS } from '#schemas/read-models/groups.ts';
import { listen } from '#shared/http/service.ts';
import { fetchLogEnds } from '#shared/kafka/log-bounds.ts';
import { LogEndWatch } from '#shared/kafka/log-ends.ts';
import type { Agencies } from '#shared/once-only/agencies.ts';
import type { Catalogue } from '#shared/once-only/catalogue.ts';
import { createPublishingService, type PublishingService } from '#shared/publishing/adapter.ts';
import type { LogEnds } from '#shared/pure/freshness.ts';
import { askForRedrive, findRedrive } from '#shared/read-models/redrive.ts';
import { FactReader } from '#shared/reading/fact-rows.ts';
import { KnownRegistry } from '#shared/reading/known-registry.ts';
import type { WorldReader } from '#shared/reading/reading.ts';
import { createWorldReader } from '#shared/reading/world-reader.ts';
import { WrittenValues } from '#shared/reading/written-values.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import type { OperationsConfig } from './config.ts';
import { Pace } from './core/pace.ts';
import { addAgencies } from './inbound/agencies.ts';
import { addAgencyDoors } from './inbound/agency-doors.ts';
import { addCatalogueDefects } from './inbound/catalogue-defects.ts';
import { addConflicts } from './inbound/conflicts.ts';
import { addCorrections } from './inbound/corrections.ts';
import { addDeadLetters } from './inbound/dead-letters.ts';
import { addEvents } from './inbound/events.ts';
import { addFindings } from './inbound/findings.ts';
import { addGrants } from './inbound/grants.ts';
import { addIndicators } from './inbound/indicators.ts';
import type { OperatorDoors } from './inbound/operator-door.ts';
import { addPaperAliases } from './inbound/paper-aliases.ts';
import { addProcedureChanges } from './inbound/procedure-changes.ts';
import { addProjections } from './inbound/projections.ts';
import { addSources } from './inbound/sources.ts';
import { addSubjectLinks } from './inbound/subject-links.ts';
import { addUnmappedPapers } from './inbound/unmapped-papers.ts';
import { discardLetter, findLetter, readLetterGroups, readLetters } from './outbound/dead-letters.ts';
import { countFindings, readFindings } from './outbound/findings.ts';
import { createIndicatorReads } from './outbound/indicator-reads.ts';
import { createOperatorReads, type OperatorReads } from './outbound/operator-reads.ts';
import { findProjections } from './outbound/projection-figures.ts';
import { createUnmappedReads } from './outbound/unmapped-papers.ts';

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
export async function startOperations(config: OperationsConfig, logger: Logger): Promise<Operations> {
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
  addCatalogueDefects(app, { worlds, now: Date.now });
  addFindings(app, {
    worlds,
    read: (filter, limit, after) => readFindings(pool, facts, filter, limit, after),
    count: (filter) => countFindings(pool, filter),
  });
  addIndicators(app, { worlds, reads: createIndicatorReads(pool), now: Date.now });
  addUnmappedPapers(app, { worlds, read: createUnmappedReads(pool) });
  addDelivery(app, service, config, () => logEnds.latest(), logger);
  const reads = createOperatorReads(pool, facts);
  const { hubAgency } = config;
  addOperatorDoors(app, { ...service, hubAgency, findStated: reads.findStated }, reads, worlds);
  return {
    address: await listen(app, config),
    async stop() {
      await logEnds.stop();
      await close();
    },
  };
}

/** Doors through which operators state something, and what they look at before they do. */
function addOperatorDoors(
  app: FastifyInstance,
  doors: OperatorDoors,
  reads: OperatorReads,
  worlds: WorldReader,
): void {
  const agencies = async (): Promise<Agencies> => (await worlds.registry()).agencies;
  const catalogue = async (): Promise<Catalogue> => (await worlds.registry()).catalogue;
  addEvents(app, {
    hubKey: doors.hubKey,
    named: reads.eventsNamed,
    ofDossier: reads.eventsOfDossier,
    ofSubject: reads.eventsOfSubject,
  });
  addSubjectLinks(app, doors);
  addAgencyDoors(app, doors, { agencies });
  addSources(app, doors);
  addConflicts(app, doors, {
    worlds,
    findings: reads.conflictFindings,
    find: reads.conflict,
    ofPerson: reads.conflictsOfPerson,
    decisions: async () => reads.decisions(await agencies()),
  });
  addCorrections(app, doors, { findTargets: reads.findTargets });
  addPaperAliases(app, doors, { catalogue });
  addGrants(app, doors, {
    grants: async (today) => reads.grants(today, await agencies()),
    now: Date.now,
  });
  addProcedureChanges(app, doors, { catalogue });
}

/** What operators see of the projections, and want of them and of what they could not project. */
function addDelivery(
  app: FastifyInstance,
  { pool, decode }: Pick<PublishingService, 'pool' | 'decode'>,
  { brokers, topicPrefix }: OperationsConfig,
  logEnds: () => LogEnds | undefined,
  logger: Logger,
): void {
  const figures = { on: pool, topicPrefix, logEnds, pace: new Pace(), now: Date.now };
  addProjections(app, {
    pool,
    find: (only) => findProjections(figures, only),
    logEnds: (group) => fetchLogEnds({ brokers, clientId: NAME, logger }, topicPrefix + GROUPS[group].topic),
  });
  addDeadLetters(app, {
    decode,
    groups: (projection) => readLetterGroups(pool, projection),
    letters: (search) => readLetters(pool, search),
    find: (place) => findLetter(pool, place),
    discard: (discard) => discardLetter(pool, discard),
    askForRedrive: (wish) => askForRedrive(pool, wish),
    findRedrive: (id) => findRedrive(pool, id),
  });
}
