/** The ids of the schemas that a service writes with; registered before it says that it is ready. */
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';
import { EVENTS, type EventType } from '#schemas/generated/events.ts';
import type { SchemaRegistryClient } from '#shared/avro/registry-client.ts';

export type SchemaIds = ReadonlyMap<EventType, number>;

/** Schemas that are registered at once. */
const TOGETHER = 4;

/**
 * Registers the schemas of the event types, or finds them registered; subject `<topic>-<full record name>`.
 * @throws SchemaRegistryError
 */
export async function registerSchemas(
  registry: SchemaRegistryClient,
  types: readonly EventType[],
  topicPrefix: string,
): Promise<SchemaIds> {
  const ids = new Map<EventType, number>();
  const waiting = [...types];
  await Promise.all(
    Array.from({ length: TOGETHER }, async () => {
      for (let type = waiting.shift(); type !== undefined; type = waiting.shift()) {
        const { topic, alsoOn, recordName } = EVENTS[type];
        for (const each of [topic, ...alsoOn])
          ids.set(type, await registry.register(`${topicPrefix}${each}-${recordName}`, AVRO_SCHEMAS[type]));
      }
    }),
  );
  return ids;
}
