/**
 * From drafts to the log: sealed, encoded, grouped with what other requests bring, acknowledged by all replicas.
 * Promises: all drafts of one call are in the log or none is known to be; nothing personal leaves in the clear; the
 * same draft again gives the same ids. Every failure is a problem that its caller can be told.
 */

import type { EventType, HubEvent } from '#schemas/generated/events.ts';
import { TOPICS, type TopicName } from '#schemas/topics.ts';
import { unframe } from '#shared/avro/wire-format.ts';
import { partitionOf } from '#shared/kafka/partitioner.ts';
import type { GroupCommitProducer } from '#shared/kafka/producer.ts';
import type { OutgoingRecord } from '#shared/kafka/producer-queue.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { formatInstant } from '#shared/pure/time.ts';
import { type SealingKeys, ThrowawayKeys } from '#shared/sealing/key-store.ts';
import { continueTrace } from '#shared/telemetry/traceparent.ts';
import { type ComposedEvent, type Composer, composeEvents, type KeyedDraft, keyed } from './compose-event.ts';
import { askForReceipts } from './delivery-unknown.ts';
import { decodeEvent } from './event-codec.ts';
import { publishingProblem } from './publishing-problem.ts';
import { type Receipt, receiptOf } from './receipt.ts';
import type { SchemaIds } from './registered-schemas.ts';
import type { StatedEvent } from './stated-event.ts';

/** What would be published: the answer of a dry run. */
export interface PlannedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  /** Decoded from the very bytes that would be sent. Its boxes are sealed with keys that are kept nowhere. */
  readonly event: HubEvent;
}

export interface PublishOptions {
  /** The caller's `traceparent` header. */
  readonly traceparent?: string | string[] | undefined;
}

export interface Publisher {
  /**
   * Receipts in the order of the drafts, once all of them are acknowledged.
   * @throws ProblemError LOG_FULL, DELIVERY_UNKNOWN, KEYS_UNAVAILABLE, BODY_TOO_LARGE, MESSAGE_REFUSED.
   */
  publish(drafts: readonly FactDraft[], options?: PublishOptions): Promise<Receipt[]>;
  /** The same for events of the CloudEvents doors, whose corrections bring a whole fact along. */
  publishStated(events: readonly StatedEvent[], options?: PublishOptions): Promise<Receipt[]>;
  /** The same path without the produce; makes no key. */
  plan(events: readonly StatedEvent[]): Promise<PlannedRecord[]>;
}

export interface PublisherOptions {
  readonly producer: GroupCommitProducer;
  readonly keys: SealingKeys;
  readonly hubKey: HubKey;
  readonly schemaIds: SchemaIds;
  /** Before every topic; tests only. */
  readonly topicPrefix: string;
}

/** A publisher over a producer, keys and registered schemas. */
export function createPublisher(options: PublisherOptions): Publisher {
  const { producer, hubKey, topicPrefix } = options;
  const composer = { hubKey, keys: options.keys, schemaIdOf: (type: EventType) => schemaIdOf(type, options) };
  const planner = { ...composer, keys: new ThrowawayKeys() };

  async function send(
    stated: readonly KeyedDraft[] | Promise<readonly KeyedDraft[]>,
    { traceparent }: PublishOptions,
  ): Promise<Receipt[]> {
    let drafts: readonly KeyedDraft[] = [];
    try {
      drafts = stated instanceof Promise ? await stated : stated;
      const composed = composeEvents(drafts, composer);
      const events = composed instanceof Promise ? await composed : composed;
      const trace = traceOf(traceparent);
      const records = events.map((event) => recordOf(event, topicPrefix, trace(event.draft.traceparent)));
      const positions = await producer.send(records);
      return events.map(({ draft }, at) => {
        const position = positions[at];
        if (position === undefined) throw new Error('the producer left a record without a position');
        return receiptOf(draft, position);
      });
    } catch (error) {
      throw publishingProblem(askForReceipts(error, drafts));
    }
  }

  return {
    publish: async (drafts, request = {}) =>
      send(
        drafts.map((draft) => keyed(draft, hubKey)),
        request,
      ),
    publishStated: async (events, request = {}) => send(withReplacements(events, composer), request),
    async plan(events) {
      try {
        const drafts = await withReplacements(events, planner);
        const composed = await composeEvents(drafts, planner);
        return composed.map((event) => planOf(event, topicPrefix));
      } catch (error) {
        throw publishingProblem(error);
      }
    },
  };
}

/** The request's trace for all its events; without one each goes on with its own. */
function traceOf(request: PublishOptions['traceparent']): (ofEvent: string | undefined) => string {
  const trace = continueTrace(request);
  return (ofEvent) => (request === undefined && ofEvent !== undefined ? continueTrace(ofEvent) : trace);
}

/** The drafts under their keys; nearly always there is nothing to wait for. */
function withReplacements(
  events: readonly StatedEvent[],
  composer: Composer,
): KeyedDraft[] | Promise<KeyedDraft[]> {
  const drafts = events.map(({ draft }) => keyed(draft, composer.hubKey));
  const isCorrected = events.some(({ replacement }) => replacement !== undefined);
  return isCorrected ? writeReplacements(events, drafts, composer) : drafts;
}

/** Writes the facts that corrections bring, under the key of the correction, where they travel. */
async function writeReplacements(
  events: readonly StatedEvent[],
  drafts: KeyedDraft[],
  composer: Composer,
): Promise<KeyedDraft[]> {
  const corrected = events.flatMap(({ replacement }, at) =>
    replacement === undefined ? [] : [{ at, draft: replacement, key: drafts[at]?.key ?? '' }],
  );
  const facts = await composeEvents(corrected, composer);
  for (const [index, { at }] of corrected.entries()) {
    const [fact, correction] = [facts[index], drafts[at]];
    if (fact === undefined || correction === undefined || correction.draft.eventName !== 'FactCorrected')
      continue;
    const data = { ...correction.draft.data, fact: fact.value };
    drafts[at] = { key: correction.key, draft: { ...correction.draft, data } };
  }
  return drafts;
}

function schemaIdOf(type: EventType, { schemaIds }: PublisherOptions): number {
  const schemaId = schemaIds.get(type);
  if (schemaId === undefined) throw new Error(`the schema of ${type} is not registered by this service`);
  return schemaId;
}

/**
 * CloudEvents attributes as headers (Kafka binding, binary mode) are copies for other tools. What stays the same from
 * record to record comes first: the encoder copies it from there.
 */
function recordOf(
  { key, topic, draft, value }: ComposedEvent,
  topicPrefix: string,
  traceparent: string,
): OutgoingRecord {
  return {
    topic: topicPrefix + topic,
    partition: partitionFor(topic, key),
    key,
    value,
    headers: {
      ce_specversion: '1.0',
      'content-type': 'application/avro',
      ce_source: draft.source,
      traceparent,
      ce_type: draft.type,
      ce_time: formatInstant(draft.occurredAt),
      ce_subject: key,
      ce_id: draft.id,
    },
  };
}

function partitionFor(topic: TopicName, key: string): number {
  return partitionOf(key, TOPICS[topic].partitions);
}

function planOf({ key, topic, draft, value }: ComposedEvent, topicPrefix: string): PlannedRecord {
  const event = decodeEvent(draft.type, unframe(value).avro);
  return { topic: topicPrefix + topic, partition: partitionFor(topic, key), key, event };
}
