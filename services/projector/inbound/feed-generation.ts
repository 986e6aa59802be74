/** Feeds one generation of a group from its topic: the live one, or one that is being rebuilt, by the same code. */
import { GROUPS, type GroupName } from '#schemas/read-models/groups.ts';
import type { DecodeValue } from '#shared/avro/event-decoder.ts';
import type { KafkaConnection } from '#shared/kafka/client.ts';
import { consumePartitionedTopic, type TopicDelivery } from '#shared/kafka/consumer.ts';
import type { PositionStore } from '#shared/kafka/delivery.ts';
import type { KeepBatch } from '../core/prepared-batch.ts';
import { PROJECTIONS } from '../core/projections.ts';
import { type BatchObserver, createBatchHandler } from './batch-handler.ts';
import { RecordRoom } from './record-room.ts';

/** Where the batches of one generation are kept. */
export interface GenerationStore {
  readonly positions: PositionStore;
  readonly keep: KeepBatch;
}

export interface FeedOptions extends KafkaConnection {
  readonly topicPrefix: string;
  readonly group: GroupName;
  readonly generation: number;
  readonly store: GenerationStore;
  readonly decode: DecodeValue;
  readonly observer: BatchObserver;
  readonly isPaused: boolean;
  /** The share of a rebuild that is fed here; absent: the whole, live. */
  readonly lane?: Lane;
}

/** One of several that feed a generation beside each other: every `of`th partition is its own. */
export interface Lane {
  /** From 0. */
  readonly number: number;
  readonly of: number;
}

/** A decoded record takes some 10 KB until it is kept; larger batches gain little and cost that memory. */
const BATCH_RECORDS_MAX = 1_000;
/**
 * Each with a connection of its own while it is written. Kafka's client fetches again when all that it fetched is kept:
 * the more at once, the sooner what was just accepted is read (ADR 31).
 */
const PARTITIONS_AT_ONCE = 6;
/** As many as three full batches. */
const RECORDS_AT_ONCE = 3 * BATCH_RECORDS_MAX;

/** Starts where the generation stands, in a consumer group of its own: a new generation begins anew. */
export function feedGeneration(options: FeedOptions): TopicDelivery {
  const { brokers, clientId, logger, topicPrefix, group, generation, store, isPaused, lane } = options;
  const topic = topicPrefix + GROUPS[group].topic;
  const groupId = `hub.${topic}.${generation}`;
  const room = new RecordRoom(RECORDS_AT_ONCE);
  const handle = createBatchHandler({
    decode: options.decode,
    projection: PROJECTIONS[group],
    keep: store.keep,
    observer: options.observer,
  });
  return consumePartitionedTopic({
    brokers,
    clientId,
    logger,
    topic,
    groupId: lane === undefined ? groupId : `${groupId}.lane-${lane.number}-of-${lane.of}`,
    positions: store.positions,
    paused: isPaused,
    batchRecordsMax: BATCH_RECORDS_MAX,
    partitionsAtOnce: PARTITIONS_AT_ONCE,
    ...(lane !== undefined && { isOurs: (partition) => partition % lane.of === lane.number }),
    handleBatch: (batch) => room.within(batch.records.length, () => handle(batch)),
  });
}
