/**
 * The life of one kafkajs consumer: from joining the group to a stop, a halt or a crash. kafkajs never learns of
 * an error of ours (it would restart without end) and never chooses an offset: every assignment begins paused,
 * is sought to the stored position and only then resumed.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { createBacklog } from './backlog.ts';
import { DeliveryHalt } from './delivery.ts';
import { createLagCommits, type LagCommits } from './lag-commits.ts';
import { assertInside, fetchLogBounds, type LogBounds } from './log-bounds.ts';
import { recordOf } from './log-record.ts';
import { createPartitionDelivery, type PartitionDelivery } from './partition-delivery.ts';
import { untilDone } from './retry.ts';
import type { PartitionProgress, Session, SessionEnd, SessionOptions } from './session.ts';

const FETCH_WAIT_MS = 500;
/**
 * What lies in memory until it is kept, whatever the backlog; as objects it takes many times as much. Twelve
 * partitions have their turn in one answer; where a topic has more, the first ones would come first.
 */
const FETCH_BYTES_OF_PARTITION = 256 * 1024;
const FETCH_BYTES = 12 * FETCH_BYTES_OF_PARTITION;
const LEAVE_TIMEOUT_MS = 10_000;
const TICK_MS = 1_000;
const TICKS_PER_CHECK = 3;

/** What belongs to one assignment; a new one makes everything of the former void. */
type Generation = {
  readonly partitions: readonly number[];
  readonly deliveries: Map<number, PartitionDelivery>;
};

/** Joins the group and delivers until stopped, halted or crashed. */
export function startSession(kafka: Kafka, options: SessionOptions, paused: boolean): Session {
  return new ConsumerSession(kafka, options, paused).start();
}

class ConsumerSession {
  readonly #consumer: Consumer;
  readonly #admin: Admin;
  readonly #options: SessionOptions;
  readonly #ended = Promise.withResolvers<SessionEnd>();
  readonly #backlog = createBacklog();
  readonly #lagCommits: LagCommits;
  #generation: Generation | undefined;
  #paused: boolean;
  #over = false;

  constructor(kafka: Kafka, options: SessionOptions, paused: boolean) {
    this.#options = options;
    this.#paused = paused;
    this.#admin = kafka.admin();
    this.#consumer = kafka.consumer({
      groupId: options.groupId,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytes: FETCH_BYTES,
      maxBytesPerPartition: FETCH_BYTES_OF_PARTITION,
      sessionTimeout: options.sessionTimeoutMs,
      heartbeatInterval: Math.floor(options.sessionTimeoutMs / 4),
      // Bounded restarts are ours (consumer.ts): kafkajs would go on for ever.
      retry: { retries: 5, restartOnFailure: async () => false },
    });
    this.#lagCommits = createLagCommits(this.#consumer, options.topic);
  }

  start(): Session {
    const ran = this.#run().catch((error: unknown) => this.#endByError(error));
    return {
      ended: this.#ended.promise.then(async (end) => {
        // Leaving is a courtesy to the group; without a broker it may take for ever.
        await Promise.race([this.#leave(ran), delay(LEAVE_TIMEOUT_MS, undefined, { ref: false })]);
        return end;
      }),
      stop: async () => {
        await this.#commit();
        this.#end({ kind: 'stopped' });
      },
      setPaused: (paused) => this.#setPaused(paused),
      partitions: () => this.#progress(),
      isSettled: () => this.#isSettled(),
    };
  }

  async #run(): Promise<void> {
    const { topic } = this.#options;
    const { GROUP_JOIN, CRASH } = this.#consumer.events;
    this.#consumer.on(GROUP_JOIN, ({ payload }) => this.#assigned(payload.memberAssignment[topic] ?? []));
    this.#consumer.on(CRASH, ({ payload }) => this.#end({ kind: 'crashed', error: payload.error }));
    await this.#admin.connect();
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topic, fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.#options.partitionsAtOnce,
      eachBatch: async (payload) => this.#eachBatch(payload),
    });
    await this.#tickUntilOver();
  }

  #end(end: SessionEnd): void {
    this.#over = true;
    this.#ended.resolve(end);
  }

  /** Twice: a start that was under way at the end may have joined meanwhile. */
  async #leave(ran: Promise<void>): Promise<void> {
    await this.#disconnect();
    await ran;
    await this.#disconnect();
  }

  async #disconnect(): Promise<void> {
    await Promise.allSettled([this.#consumer.disconnect(), this.#admin.disconnect()]);
  }

  /** Called by kafkajs before it fetches anything of the new assignment; synchronous up to the pause. */
  #assigned(assigned: readonly number[]): void {
    const partitions = assigned.filter(this.#options.isOurs);
    const generation: Generation = { partitions, deliveries: new Map() };
    this.#generation = generation;
    this.#lagCommits.forget();
    this.#backlog.forgetPositions();
    this.#consumer.pause([{ topic: this.#options.topic, partitions: [...assigned] }]);
    const isLive = (): boolean => !this.#over && this.#generation === generation;
    void untilDone(
      () => this.#settle(generation),
      isLive,
      this.#warnOfRetry('positions could not be read'),
    ).catch((error: unknown) => this.#endByError(error));
  }

  /** Reads positions first and the log's bounds after, so that the log cannot have moved past a stale bound. */
  async #settle(generation: Generation): Promise<void> {
    const { topic, positions } = this.#options;
    const stored = await Promise.all(
      generation.partitions.map((partition) => positions.read(topic, partition)),
    );
    const bounds = await this.#logBounds();
    if (this.#over || this.#generation !== generation) return;
    generation.partitions.forEach((partition, index) => {
      const delivery = createPartitionDelivery({
        ...this.#options,
        partition,
        stored: stored[index],
        onRetry: this.#warnOfRetry(`a batch of ${topic}/${partition} could not be kept`),
      });
      assertInside(topic, partition, delivery.nextOffset(), bounds);
      generation.deliveries.set(partition, delivery);
      this.#consumer.seek({ topic, partition, offset: String(delivery.seekOffset()) });
    });
    if (!this.#paused) this.#consumer.resume([{ topic, partitions: [...generation.partitions] }]);
  }

  async #eachBatch(payload: EachBatchPayload): Promise<void> {
    const { topic } = this.#options;
    const { batch } = payload;
    const generation = this.#generation;
    const delivery = generation?.deliveries.get(batch.partition);
    const isLive = (): boolean =>
      payload.isRunning() &&
      !payload.isStale() &&
      !this.#over &&
      !this.#paused &&
      this.#generation === generation;
    if (delivery === undefined || !isLive()) return;
    // Also while a batch is being kept: a slow transaction must not cost the assignment.
    const beats = setInterval(() => void payload.heartbeat().catch(() => undefined), TICK_MS);
    try {
      const records = batch.messages.map((message) => recordOf(topic, batch.partition, message));
      const delivered = await delivery.deliver(records, isLive);
      if (this.#over || this.#generation !== generation) return;
      if (delivered === 'kept') payload.resolveOffset(batch.lastOffset());
      else this.#consumer.seek({ topic, partition: batch.partition, offset: String(delivery.seekOffset()) });
    } catch (error) {
      this.#endByError(error);
    } finally {
      clearInterval(beats);
    }
  }

  #endByError(error: unknown): void {
    if (error instanceof DeliveryHalt) this.#end({ kind: 'halted', halt: error });
    else this.#end({ kind: 'crashed', error: error instanceof Error ? error : new Error(String(error)) });
  }

  #warnOfRetry(what: string): (error: unknown, attempt: number) => void {
    return (err, attempt) => this.#options.logger.warn({ err, attempt }, `${what}; trying again`);
  }

  #setPaused(paused: boolean): void {
    this.#paused = paused;
    const partitions = [...(this.#generation?.deliveries.keys() ?? [])];
    if (partitions.length === 0) return;
    const assignment = [{ topic: this.#options.topic, partitions }];
    if (paused) this.#consumer.pause(assignment);
    else this.#consumer.resume(assignment);
  }

  async #tickUntilOver(): Promise<void> {
    for (let tick = 1; !this.#over; tick += 1) {
      await Promise.race([this.#ended.promise, delay(TICK_MS)]);
      await this.#commit();
      if (tick % TICKS_PER_CHECK === 0) await this.#check();
    }
  }

  /** kafkajs resets an offset that is out of range by itself and in silence; so the log's bounds are asked. */
  async #check(): Promise<void> {
    const before = this.#nextOffsets();
    const bounds = await this.#logBounds().catch(() => undefined);
    if (bounds === undefined || this.#over) return;
    try {
      for (const [partition, nextOffset] of before) {
        assertInside(this.#options.topic, partition, nextOffset, bounds);
      }
    } catch (error) {
      this.#endByError(error);
      return;
    }
    if (this.#paused) this.#backlog.forgetPositions();
    else this.#backlog.notePositions(this.#nextOffsets());
    if (this.#isWedged())
      this.#endByError(new Error(`${this.#options.topic}: records wait, but none are fetched`));
  }

  /** kafkajs stopped fetching without a crash: nothing is at hand, something waits, nothing moves. */
  #isWedged(): boolean {
    const deliveries = [...(this.#generation?.deliveries ?? [])];
    if (deliveries.some(([, delivery]) => delivery.isBusy())) return false;
    const limit = Date.now() - this.#options.stalledAfterMs;
    return deliveries.some(([partition]) => (this.#backlog.behindSince(partition) ?? limit) < limit);
  }

  #nextOffsets(): Map<number, number> {
    const deliveries = [...(this.#generation?.deliveries ?? [])];
    return new Map(deliveries.map(([partition, delivery]) => [partition, delivery.nextOffset()]));
  }

  async #logBounds(): Promise<LogBounds> {
    const bounds = await fetchLogBounds(this.#admin, this.#options.topic);
    this.#backlog.noteEnds(bounds);
    return bounds;
  }

  async #commit(): Promise<void> {
    if (this.#options.commitForLagTools) await this.#lagCommits.commit(this.#nextOffsets());
  }

  #isSettled(): boolean {
    return (
      this.#generation !== undefined &&
      this.#generation.deliveries.size === this.#generation.partitions.length
    );
  }

  #progress(): PartitionProgress[] {
    return [...(this.#generation?.deliveries ?? [])].map(([partition, delivery]) => ({
      partition,
      nextOffset: delivery.nextOffset(),
      endOffset: Math.max(this.#backlog.endOf(partition), delivery.nextOffset()),
      lastProgressAt: delivery.lastProgressAt(),
      recordsKept: delivery.recordsKept(),
      behindSince: this.#backlog.behindSince(partition),
    }));
  }
}
