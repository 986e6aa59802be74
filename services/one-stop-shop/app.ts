/**
 * The one-stop-shop adapter, wired by hand: the CloudEvents doors that all adapters have, the national sync, and the
 * national catalogue of procedures.
 */
import type { TopicName } from '#schemas/topics.ts';
import { listen } from '#shared/http/service.ts';
import { createAdapter } from '#shared/publishing/adapter.ts';
import { createSnapshotPublisher } from '#shared/publishing/snapshot-publisher.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import type { OneStopShopConfig } from './config.ts';
import { sessionSecret } from './core/session-token.ts';
import { addNationalSyncDoor } from './inbound/national-sync-door.ts';
import { addProceduresDoor } from './inbound/procedures-door.ts';
import { addSessionDoor } from './inbound/session-door.ts';
import { countBySender } from './inbound/told-defects.ts';
import type { SenderCheck } from './inbound/who-sends.ts';
import { createFindKnownDossiers } from './outbound/known-dossiers.ts';
import { followPublishedProcedures } from './outbound/published-procedures.ts';
import { readSendersFile } from './outbound/senders-file.ts';

const NAME = 'one-stop-shop';
const VERSION = '0.1.0';
const CATALOGUE_TOPIC = 'gov.catalogue.procedure.v1' satisfies TopicName;

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** An adapter that answers. */
export interface RunningAdapter {
  readonly address: string;
  /** Finishes what is in flight. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the adapter; resolves when it answers.
 * @throws Error that names what is missing or wrong.
 */
export async function startOneStopShop(config: OneStopShopConfig, logger: Logger): Promise<RunningAdapter> {
  const senders = config.sendersFile === undefined ? undefined : readSendersFile(config.sendersFile);
  if (senders === undefined) logger.info('SENDERS_FILE is not set: no sessions at the national sync');
  const adapter = await createAdapter({
    name: NAME,
    version: VERSION,
    streams: [NAME],
    alsoPublishes: ['catalogue'],
    config,
    logger,
  });
  const { app, publisher, atWork, hubKey, clock, agencies, close } = adapter;
  const senderCheck: SenderCheck = {
    senders,
    secret: sessionSecret(hubKey),
    clock,
    isSessionRequired: !LOOPBACK.has(config.host),
  };
  await addNationalSyncDoor(app, {
    atWork,
    snapshots: createSnapshotPublisher(adapter, 'dossiers', config, logger),
    hubKey,
    clock,
    agencies,
    knownDossiers: createFindKnownDossiers(adapter.pool, (err) => {
      logger.warn(
        { err },
        'for a moment no sender is told that a dossier exists: the read model did not answer',
      );
    }),
    figures: countBySender(adapter.metrics),
    senderCheck,
  });
  await addSessionDoor(app, senderCheck);
  const procedures = followPublishedProcedures({
    brokers: config.brokers,
    clientId: NAME,
    logger,
    topic: config.topicPrefix + CATALOGUE_TOPIC,
  });
  const standing = (): ReturnType<typeof procedures.standing> => procedures.standing();
  await addProceduresDoor(app, { atWork, publisher, hubKey, clock, standing });
  const address = await listen(app, config);
  return {
    address,
    async stop() {
      await close();
      await procedures.stop();
    },
  };
}
