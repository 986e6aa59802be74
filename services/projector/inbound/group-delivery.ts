/**
 * Feeds one group from its topic, for as long as the process lives: goes on with another generation when the
 * read models were swapped, starts again after a halt a bounded number of times, then gives up for good.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { GroupName } from '#schemas/read-models/groups.ts';
import type { DecodeValue } from '#shared/avro/event-decoder.ts';
import type { KafkaConnection } from '#shared/kafka/client.ts';
import { consumePartitionedTopic, type DeliveryStatus, type TopicDelivery } from '#shared/kafka/consumer.ts';
import type { PositionStore } from '#shared/kafka/delivery.ts';
import type { KeepBatch } from '../core/prepared-batch.ts';
import { PROJECTIONS } from '../core/projections.ts';
import { type BatchObserver, createBatchHandler } from './batch-handler.ts';

/** Where the batches of one generation are kept. */
export interface GenerationStore {
  readonly positions: PositionStore;
  readonly keep: KeepBatch;
}

export interface GroupDeliveryOptions extends KafkaConnection {
  readonly group: GroupName;
  /** As Kafka knows it. */
  readonly topic: string;
  /** The live generation at start. */
  readonly generation: number;
  readonly storeOf: (generation: number) => GenerationStore;
  readonly decode: DecodeValue;
  readonly observer: BatchObserver;
  /** Pauses before each new start after a halt, in milliseconds; when they are used up, the group has failed. */
  readonly restartPausesMs: readonly number[];
}

/** What is to be seen of a group from outside. */
export interface GroupStatus {
  readonly group: GroupName;
  readonly generation: number;
  readonly delivery: DeliveryStatus;
}

/** A decoded record takes some 10 KB until it is kept; larger batches gain little and cost that memory. */
const BATCH_RECORDS_MAX = 1_000;

/** The consumer group of a generation. A new generation begins anew, so it is another group. */
export function consumerGroupOf(topic: string, generation: number): string {
  return `hub.${topic}.${generation}`;
}

export class GroupDelivery {
  /** Resolves when stopped; rejects when the group has failed for good. */
  readonly finished: Promise<void>;
  readonly #options: GroupDeliveryOptions;
  readonly #stopping = new AbortController();
  #generation: number;
  #delivery: TopicDelivery;

  constructor(options: GroupDeliveryOptions) {
    this.#options = options;
    this.#generation = options.generation;
    this.#delivery = this.#begin(options.generation);
    this.finished = this.#supervise();
    this.finished.catch(() => undefined); // whoever awaits it sees the error
  }

  status(): GroupStatus {
    return {
      group: this.#options.group,
      generation: this.#generation,
      delivery: this.#delivery.status(),
    };
  }

  /** Whether everything was kept that was in the log when it was last asked. */
  isCaughtUp(): boolean {
    const { state, partitions } = this.#delivery.status();
    return state === 'RUNNING' && partitions.every(({ nextOffset, endOffset }) => nextOffset >= endOffset);
  }

  /** Goes on with the read models of this generation; nothing happens if it does already. */
  async switchTo(generation: number): Promise<void> {
    if (generation === this.#generation) return;
    const { logger, group } = this.#options;
    logger.info({ group, from: this.#generation, to: generation }, 'the read models were swapped');
    this.#generation = generation;
    await this.#delivery.stop();
  }

  /** Finishes the batch at hand. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#delivery.stop();
    await this.finished.catch(() => undefined);
  }

  async #supervise(): Promise<void> {
    const pauses = [...this.#options.restartPausesMs];
    for (;;) {
      const generation = this.#generation;
      const end = await this.#delivery.finished;
      if (this.#stopping.signal.aborted) return;
      if (this.#generation === generation) {
        const pause = end.kind === 'halted' ? pauses.shift() : undefined;
        if (pause === undefined)
          throw new Error(`projection ${this.#options.group} ended`, { cause: causeOf(end) });
        await delay(pause, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
        if (this.#stopping.signal.aborted) return;
      }
      this.#delivery = this.#begin(this.#generation);
    }
  }

  #begin(generation: number): TopicDelivery {
    const { group, topic, storeOf, decode, observer, brokers, clientId, logger } = this.#options;
    const { positions, keep } = storeOf(generation);
    return consumePartitionedTopic({
      brokers,
      clientId,
      logger,
      topic,
      groupId: consumerGroupOf(topic, generation),
      positions,
      batchRecordsMax: BATCH_RECORDS_MAX,
      handleBatch: createBatchHandler({ decode, projection: PROJECTIONS[group], keep, observer }),
    });
  }
}

function causeOf(end: Awaited<TopicDelivery['finished']>): Error | undefined {
  if (end.kind === 'halted') return end.halt;
  return end.kind === 'gave-up' ? end.error : undefined;
}
