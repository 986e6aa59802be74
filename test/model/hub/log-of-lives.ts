/** Lives as records of the log: encoded as the doors do it, with nothing sealed, shuffled and doubled. */
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';
import { EVENTS, type EventType, type HubEvent } from '#schemas/generated/events.ts';
import { TOPICS, type TopicName } from '#schemas/topics.ts';
import { type Codec, compile } from '#shared/avro/codec.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { parseSchema } from '#shared/avro/schema-tree.ts';
import { frame } from '#shared/avro/wire-format.ts';
import { partitionOf } from '#shared/kafka/partitioner.ts';
import type { OutgoingRecord } from '#shared/kafka/producer-queue.ts';
import { isEventType } from '#shared/publishing/event-type.ts';
import { registerSchemas } from '#shared/publishing/registered-schemas.ts';
import type { Letter, Stated } from '../told.ts';

export type Encode = (event: HubEvent, replacement?: HubEvent) => Buffer;

/** An encoder with every schema registered. */
export async function createEncoder(registryUrl: string, topicPrefix: string): Promise<Encode> {
  const types = Object.keys(EVENTS).filter((type) => isEventType(type));
  const ids = await registerSchemas(createSchemaRegistryClient({ url: registryUrl }), types, topicPrefix);
  const codecs = new Map<EventType, Codec>();
  const encode: Encode = (event, replacement) => {
    const codec = codecs.get(event.type) ?? compile(parseSchema(AVRO_SCHEMAS[event.type]));
    codecs.set(event.type, codec);
    const { eventName: _, ...value } = event;
    const fact = replacement === undefined ? {} : { fact: encode(replacement) };
    return frame(ids.get(event.type) ?? 0, codec.encode({ ...value, ...fact }));
  };
  return encode;
}

function recordOf(topicPrefix: string, topic: TopicName, key: string, value: Buffer): OutgoingRecord {
  const partition = partitionOf(key, TOPICS[topic].partitions);
  return { topic: topicPrefix + topic, partition, key, value, headers: {} };
}

/** A fact on its topic, under its key. */
export function recordOfFact(
  topicPrefix: string,
  { topic, key, fact }: Stated,
  encode: Encode,
): OutgoingRecord {
  const { event, replacement } = fact;
  const headers = { ce_id: event.id, ce_source: event.source, ce_type: event.type };
  return { ...recordOf(topicPrefix, topic, key, encode(event, replacement)), headers };
}

const TOPIC_OF: Readonly<Record<Letter['stream'], TopicName>> = {
  dossiers: 'gov.one-stop-shop.dossier.v1',
  shared_papers: 'gov.shared.paper.v1',
  documents: 'gov.document-management.document.v1',
  civil_servants: 'gov.civil-servants.record.v1',
};

/** A record that nobody can read. */
export function recordOfLetter(topicPrefix: string, { stream, key }: Letter): OutgoingRecord {
  return recordOf(topicPrefix, TOPIC_OF[stream], key, Buffer.from('no such thing'));
}
