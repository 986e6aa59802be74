/**
 * Whether Kafka takes records now, for readiness: an acknowledgement of a moment ago says so; without one Kafka is asked.
 * So a service that gets no more traffic because it was not ready finds out that it is again.
 */
import { within } from '#shared/deadline/within.ts';
import { createKafkaClient, type KafkaConnection, withAdmin } from './client.ts';

/** What a producer notes, and what it says when asked. */
export type ProducerHealth = {
  readonly noteAcknowledged: () => void;
  readonly noteUnknown: () => void;
  /** Undefined while records are taken, else a sentence. */
  readonly check: () => Promise<string | undefined>;
};

/** An acknowledgement counts so long, in milliseconds. */
const FRESH_MS = 2_000;
const ANSWER_WITHIN_MS = 2_000;
/** An answer that is late is asked for again by the next check. */
const ONCE = { retries: 0, initialRetryTime: 100, maxRetryTime: 100 };

/** Nothing known yet. */
export function createProducerHealth(connection: KafkaConnection, now = Date.now): ProducerHealth {
  const kafka = createKafkaClient(connection, ONCE);
  let acknowledgedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<string | undefined> | undefined;

  async function ask(): Promise<string | undefined> {
    const answer = withAdmin(kafka, (admin) => admin.describeCluster());
    try {
      await within(answer, ANSWER_WITHIN_MS, () => new Error(`no answer within ${ANSWER_WITHIN_MS} ms`));
      return undefined;
    } catch (error) {
      connection.logger.debug({ err: error }, 'Kafka does not answer');
      return 'Kafka does not answer';
    }
  }

  return {
    noteAcknowledged() {
      acknowledgedAt = now();
    },
    noteUnknown() {
      acknowledgedAt = Number.NEGATIVE_INFINITY;
    },
    async check() {
      if (now() - acknowledgedAt < FRESH_MS) return undefined;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
  };
}
