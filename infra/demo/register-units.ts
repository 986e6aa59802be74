/**
 * Registers the units that the story invents, through the same publisher as the catalogue's own agencies: operators
 * register agencies, and their door comes with the operations service. The migration must not know these units.
 */
import type { AgencyRegisteredData } from '#schemas/generated/events.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import { createPublisher } from '#shared/publishing/publisher.ts';
import { registerSchemas } from '#shared/publishing/registered-schemas.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { type Instant, startOfDay } from '#shared/pure/time.ts';
import { readKeyFile } from '#shared/sealing/key-files.ts';
import { ThrowawayKeys } from '#shared/sealing/key-store.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { INVENTED_UNITS, PROVINCE } from './units.ts';

export interface Registry {
  readonly brokers: readonly string[];
  readonly schemaRegistryUrl: string;
  readonly hubKeyFile: string;
  readonly topicPrefix: string;
}

const TYPE = 'vn.gov.hub.agency-registered.v1';
const FIRST_DAY = '2025-07-01';

/** The units as facts; the same units again are the same facts. */
export function unitDrafts(recordedAt: Instant): readonly FactDraft[] {
  return INVENTED_UNITS.map((unit): FactDraft => {
    const data: AgencyRegisteredData = {
      ...unit,
      parent: PROVINCE.agencyCode,
      validFrom: FIRST_DAY,
      validTo: null,
      legacyCode: null,
      dataSource: 'invented for the story',
    };
    return {
      eventName: 'AgencyRegistered',
      type: TYPE,
      key: unit.agencyCode,
      id: `story-unit-${unit.agencyCode}`,
      source: `/agencies/${PROVINCE.agencyCode}/story`,
      occurredAt: startOfDay(FIRST_DAY),
      recordedAt,
      agency: PROVINCE.agencyCode,
      door: 'catalogue',
      concerns: [],
      data,
    };
  });
}

/** Gives the positions of the facts, `topic/partition/offset`. */
export async function registerUnits(registry: Registry): Promise<readonly string[]> {
  const { brokers, schemaRegistryUrl, hubKeyFile, topicPrefix } = registry;
  const schemas = createSchemaRegistryClient({ url: schemaRegistryUrl });
  const schemaIds = await registerSchemas(schemas, [TYPE], topicPrefix);
  const logger = createLogger({ name: 'story', level: 'silent' });
  const producer = createGroupCommitProducer({ brokers, clientId: 'story', logger });
  try {
    const publisher = createPublisher({
      producer,
      // Units are no persons: nothing of them is sealed.
      keys: new ThrowawayKeys(),
      hubKey: new HubKey(readKeyFile('HUB_KEY_FILE', hubKeyFile)),
      schemaIds,
      topicPrefix,
    });
    const receipts = await publisher.publish(unitDrafts(Date.now()));
    return receipts.map(({ position }) => position);
  } finally {
    await producer.close();
  }
}
