/** The civil-servants adapter, wired by hand: the CloudEvents doors that all adapters have, and personnel records. */
import { listen } from '#shared/http/service.ts';
import { createAdapter } from '#shared/publishing/adapter.ts';
import type { AdapterConfig } from '#shared/publishing/adapter-config.ts';
import { createSnapshotPublisher } from '#shared/publishing/snapshot-publisher.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import { addRecordsDoor } from './inbound/records-door.ts';

const NAME = 'civil-servants';
const VERSION = '0.1.0';

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
export async function startCivilServants(config: AdapterConfig, logger: Logger): Promise<RunningAdapter> {
  const adapter = await createAdapter({ name: NAME, version: VERSION, streams: [NAME], config, logger });
  const { app, atWork, hubKey, clock, close } = adapter;
  const snapshots = createSnapshotPublisher(adapter, 'civil_servants', config, logger);
  await addRecordsDoor(app, { atWork, snapshots, hubKey, clock });
  return { address: await listen(app, config), stop: close };
}
