/**
 * Feeds the live generation of one group, for as long as the process lives. Follows what operators want (another
 * generation, a pause, an end of a halt); after a halt it starts again a bounded number of times and then rests until
 * an operator resumes it, while the other groups go on.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { GroupName } from '#schemas/read-models/groups.ts';
import type { DeliveryStatus, TopicDelivery } from '#shared/kafka/consumer.ts';
import type { DeliveryHalt } from '#shared/kafka/delivery.ts';
import type { Logger } from '#shared/telemetry/logger.ts';

/** What `records` says of the group. */
export interface Wanted {
  readonly generation: number;
  readonly isPaused: boolean;
  /** Why nothing may be fed until an operator resumes. */
  readonly halt: string | undefined;
  /** Permanent failures a minute that are bad data; undefined: the projector's own limit. */
  readonly failuresMax: number | undefined;
}

export interface GroupDeliveryOptions {
  readonly group: GroupName;
  readonly wanted: Wanted;
  /** Starts to feed a generation. */
  readonly feed: (wanted: Wanted) => TopicDelivery;
  /** Keeps a halt where operators and other projectors see it. */
  readonly tellHalt: (halt: DeliveryHalt) => Promise<void>;
  /** Pauses before each new start after a halt, in milliseconds; when they are used up, the group rests. */
  readonly restartPausesMs: readonly number[];
  readonly logger: Logger;
}

/** What is to be seen of a group from outside. */
export interface GroupStatus {
  readonly group: GroupName;
  readonly wanted: Wanted;
  /** Absent before the first start and while the group rests. */
  readonly delivery: DeliveryStatus | undefined;
}

const TELL_AGAIN_MS = 1_000;

export class GroupDelivery {
  /** Resolves when stopped; rejects when Kafka's client has failed for good. */
  readonly finished: Promise<void>;
  readonly #options: GroupDeliveryOptions;
  readonly #stopping = new AbortController();
  #wanted: Wanted;
  #changed = Promise.withResolvers<void>();
  #delivery: TopicDelivery | undefined;
  /** On the monotonic clock: what `records` said before is older than what this group has said itself. */
  #haltedAt = 0;

  constructor(options: GroupDeliveryOptions) {
    this.#options = options;
    this.#wanted = options.wanted;
    this.finished = this.#supervise();
    this.finished.catch(() => undefined); // whoever awaits it sees the error
  }

  status(): GroupStatus {
    return { group: this.#options.group, wanted: this.#wanted, delivery: this.#delivery?.status() };
  }

  /** Whether nothing is to be waited for: all was kept that was in the log when last asked, or nothing may be fed. */
  isSettled(): boolean {
    if (this.#wanted.isPaused || this.#wanted.halt !== undefined) return true;
    const status = this.#delivery?.status();
    return (
      status?.state === 'RUNNING' &&
      status.partitions.every(({ nextOffset, endOffset }) => nextOffset >= endOffset)
    );
  }

  /** Does what `records` said at an instant of the monotonic clock; takes effect at the next batch. */
  follow(wanted: Wanted, askedAt: number): void {
    if (this.#stopping.signal.aborted || askedAt < this.#haltedAt) return;
    const { generation, isPaused, halt, failuresMax } = this.#wanted;
    const isSameDelivery =
      wanted.generation === generation && wanted.halt === halt && wanted.failuresMax === failuresMax;
    if (isSameDelivery && wanted.isPaused === isPaused) return;
    const { group, logger } = this.#options;
    logger.info({ group, from: this.#wanted, to: wanted }, 'the projection follows its operators');
    if (!isSameDelivery) return this.#become(wanted);
    this.#wanted = wanted;
    if (wanted.isPaused) this.#delivery?.pause();
    else this.#delivery?.resume();
  }

  /** Finishes the batch at hand. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#changed.resolve();
    await this.#delivery?.stop();
    await this.finished.catch(() => undefined);
  }

  #become(wanted: Wanted): void {
    this.#wanted = wanted;
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
    void this.#delivery?.stop();
  }

  async #supervise(): Promise<void> {
    let pauses = [...this.#options.restartPausesMs];
    while (!this.#isOver()) {
      const changed = this.#changed.promise;
      if (this.#wanted.halt !== undefined) {
        this.#delivery = undefined;
        await changed;
        pauses = [...this.#options.restartPausesMs];
        continue;
      }
      const { generation } = this.#wanted;
      this.#delivery = this.#options.feed(this.#wanted);
      const end = await this.#delivery.finished;
      if (this.#isOver() || generation !== this.#wanted.generation) continue;
      if (end.kind === 'halted') await this.#rest(end.halt, pauses, changed);
      else if (end.kind === 'gave-up') throw ended(this.#options.group, end.error);
    }
  }

  /** A storm of failures comes back with every start, so it is not tried again. */
  async #rest(halt: DeliveryHalt, pauses: number[], changed: Promise<void>): Promise<void> {
    const pause = halt.code === 'TOO_MANY_FAILURES' ? undefined : pauses.shift();
    if (pause !== undefined) {
      const { signal } = this.#stopping;
      await Promise.race([changed, delay(pause, undefined, { signal }).catch(() => undefined)]);
      return;
    }
    await this.#tellUntilKept(halt);
    this.#haltedAt = performance.now();
    this.#wanted = { ...this.#wanted, halt: halt.message };
  }

  async #tellUntilKept(halt: DeliveryHalt): Promise<void> {
    const { tellHalt, group, logger } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        return await tellHalt(halt);
      } catch (err) {
        logger.warn({ err, group }, 'the halt could not be recorded; trying again');
        await delay(TELL_AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  #isOver(): boolean {
    return this.#stopping.signal.aborted;
  }
}

function ended(group: GroupName, cause: Error): Error {
  return new Error(`projection ${group} ended`, { cause });
}
