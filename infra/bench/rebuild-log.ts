/** The log that a rebuild is measured with: what the adapter has written, several times over under other dossier codes. */
import { TOPICS } from '#schemas/topics.ts';
import { createKafkaClient, type KafkaConnection, withAdmin } from '#shared/kafka/client.ts';
import type { LogRecord } from '#shared/kafka/delivery.ts';
import { fetchLogEnds } from '#shared/kafka/log-bounds.ts';
import { partitionOf } from '#shared/kafka/partitioner.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import { createTopics } from '#shared/kafka/topics.ts';
import { TOPIC } from './dossier-log.ts';

/** Before the topic's name; nobody else reads it. */
export const REBUILD_PREFIX = 'bench.';
/** As many as a batch that an agency sends when it catches up. */
const SENT_AT_ONCE = 100;

/** Makes the topic; a copy has another key, which makes its facts facts of another dossier. */
export async function writeRebuildLog(
  connection: KafkaConnection,
  records: readonly LogRecord[],
  copies: number,
): Promise<void> {
  const topic = REBUILD_PREFIX + TOPIC;
  const { partitions } = TOPICS[TOPIC];
  await withAdmin(createKafkaClient(connection), (admin) => createTopics(admin, [{ topic, partitions }]));
  if ((await recordsInRebuildLog(connection)) > 0) return;
  const producer = createGroupCommitProducer(connection);
  for (let copy = 0; copy < copies; copy += 1) {
    for (let at = 0; at < records.length; at += SENT_AT_ONCE) {
      const sent = records.slice(at, at + SENT_AT_ONCE).map(({ key, value, headers }) => {
        const named = `${key?.toString() ?? ''}-${copy}`;
        const partition = partitionOf(named, partitions);
        return { topic, partition, key: named, value: value ?? Buffer.alloc(0), headers };
      });
      await producer.send(sent);
    }
  }
  await producer.close();
}

/** As the broker says. */
export async function recordsInRebuildLog(connection: KafkaConnection): Promise<number> {
  const ends = await fetchLogEnds(connection, REBUILD_PREFIX + TOPIC);
  return [...ends.values()].reduce((sum, end) => sum + end, 0);
}
