/**
 * The delivery loop: one consumer group feeds the tables of one topic. Promises: every record exactly once in
 * effect, in the order of its partition, without a gap, starting at the stored position; whoever moves the
 * position meanwhile wins. Restarts of the client are bounded; a halt is final until started anew.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { createKafkaClient, type KafkaConnection } from './client.ts';
import { startSession } from './consumer-session.ts';
import type { DeliveryHalt, HandleBatch, PositionStore } from './delivery.ts';
import type { PartitionProgress, Session, SessionOptions } from './session.ts';

/** What is delivered to whom; times in milliseconds. */
export type ConsumeOptions = KafkaConnection & {
  readonly topic: string;
  readonly groupId: string;
  readonly positions: PositionStore;
  readonly handleBatch: HandleBatch;
  /** Begin paused (an operator's decision that survives a restart). */
  readonly paused?: boolean;
  /** Records handed over at once, at most. */
  readonly batchRecordsMax?: number;
  /** Partitions of which batches are handed over beside each other: while one is written, another is decoded. */
  readonly partitionsAtOnce?: number;
  /** A dead member's partitions are free after this; the broker allows 6,000 and more. */
  readonly sessionTimeoutMs?: number;
  /** Records wait and the position has not moved for this long: not ready. */
  readonly stalledAfterMs?: number;
  /** Restarts of the client in a row without progress before giving up. */
  readonly restartsMax?: number;
  /** Whether to commit positions to Kafka as well, for tools that show a lag. */
  readonly commitForLagTools?: boolean;
  /** Which partitions are delivered, of those that the group assigns; the others are left to consumers of other groups. */
  readonly isOurs?: (partition: number) => boolean;
};

/** How delivery ended. `gave-up` asks for an exit with an error: the process's supervisor starts it anew. */
export type DeliveryEnd =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'halted'; readonly halt: DeliveryHalt }
  | { readonly kind: 'gave-up'; readonly error: Error };

/** STARTING until the first assignment stands at its positions; RESTARTING between two clients. */
export type DeliveryState =
  | 'STARTING'
  | 'RUNNING'
  | 'PAUSED'
  | 'RESTARTING'
  | 'STOPPED'
  | 'HALTED'
  | 'GAVE_UP';

/** What operators and `/readyz` see. */
export type DeliveryStatus = {
  readonly state: DeliveryState;
  readonly topic: string;
  readonly groupId: string;
  /** Delivery runs, or is paused on purpose, and no partition stalls. Idle is not stalled. */
  readonly ready: boolean;
  /** Records wait, but the position has not moved for `stalledAfterMs`. */
  readonly stalled: boolean;
  readonly reason?: string;
  readonly partitions: readonly PartitionProgress[];
};

/** A running delivery. */
export type TopicDelivery = {
  readonly status: () => DeliveryStatus;
  /** Takes effect at the next batch; kept through restarts of the client, not of the process. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Finishes or drops the batch at hand and leaves the group. */
  readonly stop: () => Promise<void>;
  /** How it ended; never rejects. */
  readonly finished: Promise<DeliveryEnd>;
};

/** One client gives up after some 4 s; how often there is another one is decided here. */
const CLIENT_RETRY = { retries: 5, initialRetryTime: 100, maxRetryTime: 1_000 };
const RESTART_PAUSE_MS_MIN = 500;
const RESTART_PAUSE_MS_MAX = 15_000;
/** A client that lived this long counts as healthy, even where there was nothing to deliver. */
const HEALTHY_AFTER_MS = 120_000;

/** Starts delivery in the background. */
export function consumePartitionedTopic(options: ConsumeOptions): TopicDelivery {
  const delivery = new Delivery(options);
  return {
    status: () => delivery.status(),
    pause: () => delivery.setPaused(true),
    resume: () => delivery.setPaused(false),
    stop: () => delivery.stop(),
    finished: delivery.finished,
  };
}

class Delivery {
  readonly finished: Promise<DeliveryEnd>;
  readonly #options: ConsumeOptions;
  readonly #session: SessionOptions;
  readonly #stopping = Promise.withResolvers<void>();
  #current: Session | undefined;
  #end: DeliveryEnd | undefined;
  #paused: boolean;
  #restarts = 0;
  #stopped = false;

  constructor(options: ConsumeOptions) {
    this.#options = options;
    this.#paused = options.paused ?? false;
    this.#session = {
      topic: options.topic,
      groupId: options.groupId,
      positions: options.positions,
      handleBatch: options.handleBatch,
      logger: options.logger.child({ topic: options.topic, groupId: options.groupId }),
      batchRecordsMax: options.batchRecordsMax ?? 2_000,
      partitionsAtOnce: options.partitionsAtOnce ?? 2,
      sessionTimeoutMs: options.sessionTimeoutMs ?? 6_000,
      stalledAfterMs: options.stalledAfterMs ?? 30_000,
      commitForLagTools: options.commitForLagTools ?? true,
      isOurs: options.isOurs ?? (() => true),
    };
    this.finished = this.#supervise().then((end) => {
      this.#end = end;
      return end;
    });
  }

  async #supervise(): Promise<DeliveryEnd> {
    const { logger } = this.#session;
    const restartsMax = this.#options.restartsMax ?? 10;
    const kafka = createKafkaClient(this.#options, CLIENT_RETRY);
    while (!this.#stopped) {
      const startedAt = Date.now();
      const session = startSession(kafka, this.#session, this.#paused);
      this.#current = session;
      const end = await session.ended;
      if (end.kind === 'halted') {
        logger.error({ code: end.halt.code, err: end.halt }, `delivery halted: ${end.halt.message}`);
        return end;
      }
      if (end.kind === 'stopped') return end;
      this.#restarts = movedSince(session, startedAt) ? 1 : this.#restarts + 1;
      if (this.#restarts > restartsMax) {
        logger.error({ err: end.error }, `delivery gave up after ${restartsMax} restarts without progress`);
        return { kind: 'gave-up', error: end.error };
      }
      logger.warn({ err: end.error, restarts: this.#restarts }, 'the Kafka client failed; starting another');
      this.#current = undefined;
      await Promise.race([this.#stopping.promise, delay(restartPauseMs(this.#restarts))]);
    }
    return { kind: 'stopped' };
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#current?.setPaused(paused);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopping.resolve();
    await this.#current?.stop();
    await this.finished;
  }

  status(): DeliveryStatus {
    const state = this.#state();
    const partitions = this.#current?.partitions() ?? [];
    const since = Date.now() - this.#session.stalledAfterMs;
    const stalled =
      state === 'RUNNING' &&
      partitions.some(({ behindSince }) => behindSince !== undefined && behindSince < since);
    const reason = this.#reason();
    return {
      state,
      topic: this.#options.topic,
      groupId: this.#options.groupId,
      ready: (state === 'RUNNING' || state === 'PAUSED') && !stalled,
      stalled,
      ...(reason === undefined ? {} : { reason }),
      partitions,
    };
  }

  #state(): DeliveryState {
    if (this.#end?.kind === 'stopped') return 'STOPPED';
    if (this.#end?.kind === 'halted') return 'HALTED';
    if (this.#end?.kind === 'gave-up') return 'GAVE_UP';
    if (this.#current?.isSettled() === true) return this.#paused ? 'PAUSED' : 'RUNNING';
    return this.#restarts > 0 ? 'RESTARTING' : 'STARTING';
  }

  #reason(): string | undefined {
    if (this.#end?.kind === 'halted') return this.#end.halt.message;
    if (this.#end?.kind === 'gave-up') return this.#end.error.message;
    return undefined;
  }
}

function movedSince(session: Session, startedAt: number): boolean {
  if (session.isSettled() && Date.now() - startedAt > HEALTHY_AFTER_MS) return true;
  return session.partitions().some(({ recordsKept }) => recordsKept > 0);
}

function restartPauseMs(restarts: number): number {
  return Math.min(RESTART_PAUSE_MS_MIN * 2 ** (restarts - 1), RESTART_PAUSE_MS_MAX);
}
