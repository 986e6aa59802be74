/**
 * Topics as declared, or a refusal to start. What is missing is created; what differs is named and left alone:
 * a changed partition count or retention is a loss that happened already and needs a person.
 */

import { setTimeout as delay } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import kafkajs from 'kafkajs';
import { TOPIC_CONFIG, TOPICS } from '#schemas/topics.ts';

/** A topic exists, but not as declared. Every difference is in `differences` and in the message. */
export class TopicsDifferError extends Error {
  readonly differences: readonly string[];

  constructor(differences: readonly string[]) {
    super(
      `topics differ from their declaration; nothing was changed:\n${differences.map((line) => `- ${line}`).join('\n')}`,
    );
    this.name = 'TopicsDifferError';
    this.differences = differences;
  }
}

type Declared = { readonly topic: string; readonly partitions: number };

/**
 * Creates the missing topics and checks all others. `prefix` goes before every name (tests only, else '').
 * @throws TopicsDifferError with every difference of partitions or configuration.
 */
export async function ensureTopics(admin: Admin, prefix: string): Promise<void> {
  const declared = Object.entries(TOPICS).map(([name, { partitions }]) => ({
    topic: prefix + name,
    partitions,
  }));
  const existing = new Set(await admin.listTopics());
  const missing = declared.filter(({ topic }) => !existing.has(topic));
  await createTopics(admin, missing);
  const differences = [
    ...(await partitionDifferences(admin, declared)),
    ...(await configDifferences(admin, declared)),
  ];
  if (differences.length > 0) throw new TopicsDifferError(differences);
}

/**
 * Makes topics with the hub's configuration and waits until they can be written. Two processes may do it at once:
 * what exists already is left alone.
 */
export async function createTopics(
  admin: Admin,
  topics: readonly { readonly topic: string; readonly partitions: number }[],
): Promise<void> {
  if (topics.length === 0) return;
  const configEntries = Object.entries(TOPIC_CONFIG).map(([name, value]) => ({ name, value }));
  await admin.createTopics({
    // kafkajs' own waiting fails on a topic that the broker it asks has not heard of yet.
    waitForLeaders: false,
    topics: topics.map(({ topic, partitions }) => ({ topic, numPartitions: partitions, configEntries })),
  });
  const until = Date.now() + LEADERS_TIMEOUT_MS;
  while (!(await haveLeaders(admin, topics))) {
    if (Date.now() > until) throw new Error(`new topics have no leader after ${LEADERS_TIMEOUT_MS} ms`);
    await delay(LEADERS_POLL_MS);
  }
}

const LEADERS_TIMEOUT_MS = 20_000;
const LEADERS_POLL_MS = 50;

async function haveLeaders(admin: Admin, topics: readonly Declared[]): Promise<boolean> {
  try {
    const found = await admin.fetchTopicMetadata({ topics: topics.map(({ topic }) => topic) });
    return found.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
  } catch (error) {
    if (isNotThereYet(error)) return false;
    throw error;
  }
}

const NOT_THERE_YET = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
]);

/** Whether Kafka says that a topic is unknown or has no leader, which is also what it says of one just made. */
export function isNotThereYet(error: unknown): boolean {
  return error instanceof kafkajs.KafkaJSProtocolError && NOT_THERE_YET.has(error.type);
}

async function partitionDifferences(admin: Admin, declared: readonly Declared[]): Promise<string[]> {
  const { topics } = await admin.fetchTopicMetadata({ topics: declared.map(({ topic }) => topic) });
  const found = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  return declared.flatMap(({ topic, partitions }) => {
    const actual = found.get(topic) ?? 0;
    return actual === partitions ? [] : [`${topic}: ${actual} partitions, declared ${partitions}`];
  });
}

async function configDifferences(admin: Admin, declared: readonly Declared[]): Promise<string[]> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: declared.map(({ topic }) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name: topic,
      configNames: Object.keys(TOPIC_CONFIG),
    })),
  });
  return resources.flatMap(({ resourceName, configEntries }) => {
    const actual = new Map(configEntries.map(({ configName, configValue }) => [configName, configValue]));
    return Object.entries(TOPIC_CONFIG).flatMap(([name, value]) =>
      actual.get(name) === value
        ? []
        : [`${resourceName}: ${name}=${actual.get(name) ?? '(unset)'}, declared ${value}`],
    );
  });
}
