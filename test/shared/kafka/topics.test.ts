// Topics are as declared or the start is refused.

import { describe, expect, test } from 'vitest';
import { TOPICS } from '#schemas/topics.ts';
import { createKafkaClient, withAdmin } from '#shared/kafka/client.ts';
import { ensureTopics, TopicsDifferError } from '#shared/kafka/topics.ts';
import { topicPrefix } from '../../support/stack.ts';
import { connection } from './kafka-room.ts';

describe('ensureTopics', () => {
  test('creates all topics with their partitions, kept for ever; a second start finds nothing to do', async () => {
    const prefix = topicPrefix();
    await withAdmin(createKafkaClient(await connection()), async (admin) => {
      await ensureTopics(admin, prefix);
      await ensureTopics(admin, prefix);
      const { topics } = await admin.fetchTopicMetadata({
        topics: Object.keys(TOPICS).map((name) => prefix + name),
      });
      const found = Object.fromEntries(topics.map(({ name, partitions }) => [name, partitions.length]));
      const declared = Object.entries(TOPICS).map(([name, { partitions }]) => [prefix + name, partitions]);
      expect(found).toEqual(Object.fromEntries(declared));
    });
  });

  test('names every difference of an existing topic and changes nothing', async () => {
    const prefix = topicPrefix();
    await withAdmin(createKafkaClient(await connection()), async (admin) => {
      const wrong = `${prefix}gov.hub.schema.v1`;
      await admin.createTopics({
        waitForLeaders: false,
        topics: [
          { topic: wrong, numPartitions: 2, configEntries: [{ name: 'retention.ms', value: '604800000' }] },
        ],
      });
      const error = await ensureTopics(admin, prefix).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TopicsDifferError);
      const { differences } = error instanceof TopicsDifferError ? error : { differences: [] };
      expect(differences).toContain(`${wrong}: 2 partitions, declared 1`);
      expect(differences).toContain(`${wrong}: retention.ms=604800000, declared -1`);
      expect(differences.every((line) => line.startsWith(wrong))).toBe(true);
      const again = await ensureTopics(admin, prefix).catch((thrown: unknown) => thrown);
      expect(again).toEqual(error);
    });
  });
});
