/** As many procedures as the national catalogue has, invented from the built-in ones: no question asks for them. */
import path from 'node:path';
import type { ProcedurePublishedData } from '#schemas/generated/events.ts';
import type { SchemaRegistryClient } from '#shared/avro/registry-client.ts';
import type { KafkaConnection } from '#shared/kafka/client.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import { createPublisher } from '#shared/publishing/publisher.ts';
import type { Receipt } from '#shared/publishing/receipt.ts';
import { registerSchemas } from '#shared/publishing/registered-schemas.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { ThrowawayKeys } from '#shared/sealing/key-store.ts';
import { PROJECT_ROOT } from '../local/place.ts';
import { catalogueEntries, missingDrafts, readCatalogue } from '../migrate/catalogue.ts';

export const NATIONAL_PROCEDURES = 2_642;
const TYPE = 'vn.gov.catalogue.procedure-published.v1';

export interface CatalogueParts {
  readonly connection: KafkaConnection;
  readonly registry: SchemaRegistryClient;
  readonly hubKey: HubKey;
}

/** Publishes them as the migration does; again, the same facts once more. */
export async function publishProcedures({
  connection,
  registry,
  hubKey,
}: CatalogueParts): Promise<readonly Receipt[]> {
  const { procedures } = readCatalogue(path.join(PROJECT_ROOT, 'schemas', 'catalogue'));
  const invented = Array.from({ length: NATIONAL_PROCEDURES }, (_, number) => {
    const model = procedures[number % procedures.length];
    if (model === undefined) throw new Error('the built-in catalogue is empty');
    return inventedAfter(model, number);
  });
  const files = { procedures: invented, aliases: [], supersession: [], agencies: [] };
  const producer = createGroupCommitProducer(connection);
  try {
    const schemaIds = await registerSchemas(registry, [TYPE], '');
    const publisher = createPublisher({
      producer,
      hubKey,
      schemaIds,
      keys: new ThrowawayKeys(),
      topicPrefix: '',
    });
    return await publisher.publish(missingDrafts(catalogueEntries(files, hubKey), new Map(), Date.now()));
  } finally {
    await producer.close();
  }
}

/** Codes and result codes of its own; the kinds of papers stay. */
function inventedAfter(model: ProcedurePublishedData, number: number): ProcedurePublishedData {
  const suffix = String(number).padStart(6, '0');
  return {
    ...model,
    procedureCode: `9.${suffix}`,
    procedureName: `${model.procedureName} (${suffix})`,
    yields: model.yields.map((type, index) => ({ ...type, resultCode: `KQ.B${index}.${suffix}` })),
  };
}
