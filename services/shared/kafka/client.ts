/**
 * The kafkajs client of a process. Kafka's chatter goes to the process's own log, quietened: what kafkajs
 * retries by itself is news for a debugger, not for an operator. Errors that matter reach the caller as such.
 */

import type { Admin, Kafka, LogEntry } from 'kafkajs';
import kafkajs from 'kafkajs';
import type { Logger } from 'pino';
import { addZstdCodec } from './zstd-codec.ts';

/** Where Kafka is and who asks. */
export type KafkaConnection = {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: Logger;
};

/** How often and how long a request is tried again; times in milliseconds. */
export type RetryPolicy = {
  readonly retries: number;
  readonly initialRetryTime: number;
  readonly maxRetryTime: number;
};

/** Gives up after about 30 s of a broker that does not answer. */
const PATIENT: RetryPolicy = { retries: 20, initialRetryTime: 100, maxRetryTime: 2_000 };
const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 15_000;

/** A client that connects on first use, and reads what was compressed with zstd. */
export function createKafkaClient(connection: KafkaConnection, retry: RetryPolicy = PATIENT): Kafka {
  addZstdCodec();
  return new kafkajs.Kafka({
    brokers: [...connection.brokers],
    clientId: connection.clientId,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: { ...retry },
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => writeEntry(connection.logger, entry),
  });
}

/**
 * kafkajs calls "error" what it retries by itself (a coordinator that is loading, a broker that restarts) and
 * what it then throws to us anyway. So nothing of it is above debug here.
 */
function writeEntry(logger: Logger, entry: LogEntry): void {
  const { message, error, topic, partition, groupId } = entry.log;
  logger.debug({ kafkajs: entry.namespace, level: entry.label, error, topic, partition, groupId }, message);
}

/** Runs `work` with a connected admin client and disconnects it, whatever happens. */
export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
