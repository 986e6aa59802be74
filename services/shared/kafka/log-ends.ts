/**
 * Where the log ended at the last look, one look a second: whoever has kept everything up to there knows how fresh
 * that is, although nothing may have happened for hours. Without Kafka the last look stays.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { createKafkaClient, type KafkaConnection } from './client.ts';
import { fetchLogBounds } from './log-bounds.ts';

/** Where partitions ended at an instant (epoch milliseconds): the offset that the next record gets. */
export type LogEnds = {
  readonly lookedAt: number;
  readonly ends: readonly { readonly topic: string; readonly partition: number; readonly end: number }[];
};

const LOOK_EVERY_MS = 1000;
const AGAIN_AFTER_FAILURE_MS = 3000;
const RETRY = { retries: 2, initialRetryTime: 100, maxRetryTime: 500 } as const;

export class LogEndWatch {
  readonly #connection: KafkaConnection;
  readonly #topics: readonly string[];
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #latest: LogEnds | undefined;

  /** Begins to look at once; a Kafka that does not answer is no error. */
  constructor(connection: KafkaConnection, topics: readonly string[]) {
    this.#connection = connection;
    this.#topics = topics;
    this.#running = this.#watch();
  }

  /** Undefined before the first look. */
  latest(): LogEnds | undefined {
    return this.#latest;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** One client until it fails, then another: a client that has failed once may never recover. */
  async #watch(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const admin = createKafkaClient(this.#connection, RETRY).admin();
      try {
        await admin.connect();
        await this.#lookOn(admin);
      } catch (err) {
        this.#connection.logger.debug({ err }, "the log's ends cannot be seen");
        await this.#pause(AGAIN_AFTER_FAILURE_MS);
      }
      await admin.disconnect().catch(() => undefined);
    }
  }

  async #lookOn(admin: Admin): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#latest = await look(admin, this.#topics);
      await this.#pause(LOOK_EVERY_MS);
    }
  }

  async #pause(durationMs: number): Promise<void> {
    await delay(durationMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}

/** The instant is that before the question: what ended then is certainly in the answer. */
async function look(admin: Admin, topics: readonly string[]): Promise<LogEnds> {
  const lookedAt = Date.now();
  const bounds = await Promise.all(topics.map((topic) => fetchLogBounds(admin, topic)));
  const ends = topics.flatMap((topic, index) =>
    [...(bounds[index] ?? [])].map(([partition, { high }]) => ({ topic, partition, end: high })),
  );
  return { lookedAt, ends };
}
