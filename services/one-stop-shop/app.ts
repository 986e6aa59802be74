/**
 * The one-stop-shop adapter, wired by hand: the CloudEvents doors that all adapters have, the national sync, and the
 * national catalogue of procedures.
 */
import type { TopicName } from '#schemas/topics.ts';
import { listen } from '#shared/http/service.ts';
import { createAdapter } from '#shared/publishing/adapter.ts';
import type { AdapterConfig } from '#shared/publishing/adapter-config.ts';
import { createSnapshotPublisher } from '#shared/publishing/snapshot-publisher.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import { addNationalSyncDoor } from './inbound/national-sync-door.ts';
import { addProceduresDoor } from './inbound/procedures-door.ts';
import { followPublishedProcedures } from './outbound/published-procedures.ts';

const NAME = 'one-stop-shop';
const VERSION = '0.1.0';
const CATALOGUE_TOPIC = 'gov.catalogue.procedure.v1' satisfies TopicName;

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
export async function startOneStopShop(config: AdapterConfig, logger: Logger): Promise<RunningAdapter> {
  const adapter = await createAdapter({
    name: NAME,
    version: VERSION,
    streams: [NAME],
    alsoPublishes: ['catalogue'],
    config,
    logger,
  });
  const { app, publisher, hubKey, clock, agencies, close } = adapter;
  const snapshots = createSnapshotPublisher(adapter, 'dossiers', config, logger);
  await addNationalSyncDoor(app, { snapshots, hubKey, clock, agencies });
  const procedures = followPublishedProcedures({
    brokers: config.brokers,
    clientId: NAME,
    logger,
    topic: config.topicPrefix + CATALOGUE_TOPIC,
  });
  await addProceduresDoor(app, { publisher, hubKey, clock, standing: () => procedures.standing() });
  const address = await listen(app, config);
  return {
    address,
    async stop() {
      await close();
      await procedures.stop();
    },
  };
}
