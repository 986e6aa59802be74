/** The topics that a service writes to: made by the migration, asked for before the first record. */
import { within } from '#shared/deadline/within.ts';
import { createKafkaClient, type KafkaConnection, withAdmin } from '#shared/kafka/client.ts';

/** Kafka answers, and these are not there: the migration has not run. */
export class TopicsMissingError extends Error {
  constructor(missing: readonly string[]) {
    super(`topics are missing: ${missing.join(', ')}. Run npm run migrate.`);
    this.name = 'TopicsMissingError';
  }
}

/** Kafka could not be asked. */
export class KafkaSilentError extends Error {
  constructor(cause?: unknown) {
    super('Kafka does not answer', { cause });
    this.name = 'KafkaSilentError';
  }
}

const ANSWER_WITHIN_MS = 10_000;
const TWICE = { retries: 1, initialRetryTime: 100, maxRetryTime: 200 };

/** @throws TopicsMissingError, KafkaSilentError. */
export async function requireTopics(connection: KafkaConnection, topics: ReadonlySet<string>): Promise<void> {
  const found = new Set(await listTopics(connection));
  const missing = [...topics].filter((topic) => !found.has(topic));
  if (missing.length > 0) throw new TopicsMissingError(missing);
}

async function listTopics(connection: KafkaConnection): Promise<readonly string[]> {
  const listed = withAdmin(createKafkaClient(connection, TWICE), (admin) => admin.listTopics());
  try {
    return await within(listed, ANSWER_WITHIN_MS, () => new KafkaSilentError());
  } catch (error) {
    throw error instanceof KafkaSilentError ? error : new KafkaSilentError(error);
  }
}
