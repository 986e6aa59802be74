/** What the snapshot doors share: what is known already is left out, the rest is published as one, or planned. */

import { GROUPS } from '#schemas/read-models/groups.ts';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { createKafkaClient, withAdmin } from '#shared/kafka/client.ts';
import { fetchLogBounds } from '#shared/kafka/log-bounds.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import type { PublishingService } from './adapter.ts';
import type { AdapterConfig } from './adapter-config.ts';
import { createFindNews, type KnownFactsOptions } from './known-facts.ts';
import type { PlannedRecord, PublishOptions } from './publisher.ts';
import type { Receipt } from './receipt.ts';

/**
 * How much room a byte of their texts takes. Read, translated and composed it stays two to three times as large as one
 * of CloudEvents (8 to 10 bytes against 4); what is known of it is looked up, and its answer has more receipts.
 */
export const SNAPSHOT_ROOM_A_BYTE = 4;

export interface SnapshotPublisher {
  /**
   * A receipt for every fact once all are in the log: the first one for what was known, new ones for the rest.
   * @throws ProblemError as Publisher.publish does.
   */
  publish(drafts: readonly FactDraft[], options?: PublishOptions): Promise<Published>;
  /** What would be published. */
  plan(drafts: readonly FactDraft[]): Promise<PlannedRecord[]>;
}

export interface Published {
  readonly receipts: readonly Receipt[];
  /** Facts that were not known before. */
  readonly newCount: number;
  /** The same by what was to be published. */
  readonly places: ReadonlyMap<FactDraft, PublishedPlace>;
}

export interface PublishedPlace {
  readonly receipt: Receipt;
  /** Whether it was not known before. */
  readonly isNew: boolean;
}

/** One for the doors of an adapter whose snapshots are projected by `group`. */
export function createSnapshotPublisher(
  { publisher, pool }: Pick<PublishingService, 'publisher' | 'pool'>,
  group: KnownFactsOptions['group'],
  config: AdapterConfig,
  logger: Logger,
): SnapshotPublisher {
  const topic = config.topicPrefix + GROUPS[group].topic;
  const kafka = createKafkaClient({ brokers: config.brokers, clientId: 'snapshots', logger }, IMPATIENT);
  const findNews = createFindNews({
    pool,
    decode: createEventDecoder(createSchemaRegistryClient({ url: config.schemaRegistryUrl })),
    group,
    topic,
    logBounds: () => withAdmin(kafka, (admin) => fetchLogBounds(admin, topic)),
    onSilence: (err) => {
      logger.warn({ err }, 'repeats are published for a moment: the read model did not answer');
    },
  });
  return {
    async publish(drafts, options) {
      const news = await findNews(drafts);
      const receipts = news.drafts.length === 0 ? [] : await publisher.publish(news.drafts, options);
      const places = new Map<FactDraft, PublishedPlace>();
      for (const [draft, receipt] of news.known) places.set(draft, { receipt, isNew: false });
      for (const [at, receipt] of receipts.entries()) {
        const draft = news.drafts[at];
        if (draft !== undefined) places.set(draft, { receipt, isNew: true });
      }
      const all = [...places.values()].map(({ receipt }) => receipt);
      return { receipts: all, newCount: receipts.length, places };
    },
    async plan(drafts) {
      const news = await findNews(drafts);
      return publisher.plan(news.drafts.map((draft) => ({ draft })));
    },
  };
}

/** Nobody waits for an answer that comes late: the snapshot is published then. */
const IMPATIENT = { retries: 1, initialRetryTime: 50, maxRetryTime: 100 };
