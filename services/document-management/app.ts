/** The document-management adapter, wired by hand: the CloudEvents doors that all adapters have, and edXML. */
import { listen } from '#shared/http/service.ts';
import { createAdapter } from '#shared/publishing/adapter.ts';
import { EventsAtWork } from '#shared/publishing/events-at-work.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import type { AttachmentsConfig, DocumentManagementConfig } from './config.ts';
import { addEdxmlDoor } from './inbound/edxml-door.ts';
import type { ObjectStore } from './outbound/attachment-store.ts';
import { createAttachments } from './outbound/attachments.ts';
import { folderStore } from './outbound/folder-store.ts';
import { createKnownFacts } from './outbound/known-facts.ts';
import { s3Store } from './outbound/s3-store.ts';

const NAME = 'document-management';
const VERSION = '0.1.0';
/** Attachments travel inside the message, a third larger than they are. */
const EDXML_BYTES_MAX = 16 * 1024 * 1024;

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
export async function startDocumentManagement(
  config: DocumentManagementConfig,
  logger: Logger,
): Promise<RunningAdapter> {
  const adapter = await createAdapter({ name: NAME, version: VERSION, streams: [NAME], config, logger });
  const { app, publisher, clock, hubKey, masterKey, pool, close } = adapter;
  const knownFacts = createKnownFacts(pool, (err) => {
    logger.warn({ err }, 'repeats are not recognised for a moment: the read model did not answer');
  });
  const { topicPrefix } = config;
  await addEdxmlDoor(app, {
    // A room of its own: while the store of attachments is slow, events that need none are not to wait behind it.
    atWork: new EventsAtWork(),
    publisher,
    knownFacts,
    attachments: createAttachments(storeOf(config.attachments), masterKey),
    clock,
    hubKey,
    topicPrefix,
    bodyBytesMax: EDXML_BYTES_MAX,
  });
  return { address: await listen(app, config), stop: close };
}

function storeOf(config: AttachmentsConfig): ObjectStore {
  return config.kind === 'FOLDER' ? folderStore(config.folder) : s3Store(config);
}
