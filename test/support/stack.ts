// The one Kafka and the one PostgreSQL that a run of the tests shares. They start when a test first asks for them (pure tests
// never wait for them) and end with the run. KAFKA_BROKERS and DATABASE_URL name others to use instead.

import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { createDatabase as create } from '#infra/local/database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's global set-up answers `GET /kafka` and `GET /postgres`. */
    stackUrl: string;
  }
}

/** The brokers of this run's Kafka, as in KAFKA_BROKERS. */
export async function kafkaBrokers(): Promise<string> {
  return ask('kafka');
}

/** The URL of this run's PostgreSQL, as superuser, database `postgres`. */
export async function databaseServerUrl(): Promise<string> {
  return ask('postgres');
}

/** Makes an empty database of its own for a test file; gives its URL, as in DATABASE_URL. */
export async function createDatabase(): Promise<string> {
  return create(await databaseServerUrl(), `test_${randomBytes(6).toString('hex')}`);
}

/** A prefix for topics and groups that nobody else uses, as in TOPIC_PREFIX; ends with a dot. */
export function topicPrefix(): string {
  return `t${randomBytes(5).toString('hex')}.`;
}

async function ask(part: 'kafka' | 'postgres'): Promise<string> {
  const answer = await fetch(new URL(part, inject('stackUrl')));
  const words = await answer.text();
  if (!answer.ok) throw new Error(`the tests' ${part} did not start: ${words}`);
  return words;
}
