/** Batches of 100 records through the producer path against stock kafkajs with the same records in the same batches. */
import { randomBytes } from 'node:crypto';
import { CompressionTypes, Kafka, logLevel } from 'kafkajs';
import { partitionOf } from '#shared/kafka/partitioner.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import type { OutgoingRecord } from '#shared/kafka/producer-queue.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import { type Comparison, perSecond } from './measure.ts';

const PARTITIONS = 12;
const BATCH = 100;
const IN_FLIGHT = 8;

export interface ProducerBench {
  readonly brokers: readonly string[];
  readonly logger: Logger;
  readonly records: number;
}

/** The comparison and how to close both sides. */
export async function producerAndStock(
  bench: ProducerBench,
): Promise<{ comparison: Comparison; close: () => Promise<void> }> {
  const kafka = new Kafka({ brokers: [...bench.brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const topics = { ours: `bench.ours.${Date.now()}`, theirs: `bench.theirs.${Date.now()}` };
  await admin.createTopics({
    topics: Object.values(topics).map((topic) => ({ topic, numPartitions: PARTITIONS })),
  });
  const ours = createGroupCommitProducer({
    brokers: bench.brokers,
    clientId: 'bench',
    logger: bench.logger,
  });
  const stock = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await stock.connect();
  const batches = batchesOf(bench.records);
  let rounds = 0;

  async function sendOurs(): Promise<void> {
    await inFlight(batches, (batch) => ours.send(batch.map((record) => ({ ...record, topic: topics.ours }))));
  }
  async function sendStock(): Promise<void> {
    rounds += 1;
    await inFlight(batches, (batch) =>
      stock.send({
        topic: topics.theirs,
        acks: -1,
        compression: CompressionTypes.None,
        messages: [...batch],
      }),
    );
  }

  const comparison: Comparison = {
    title: `Batches of ${BATCH} records through the producer path / stock kafkajs, idempotent, acks=all`,
    unit: 'records/s',
    ours: { name: 'group commit', round: () => perSecond(bench.records, sendOurs) },
    theirs: { name: 'stock kafkajs', round: () => perSecond(bench.records, sendStock) },
    async verify() {
      const expected = rounds * bench.records;
      const ends = await Promise.all(Object.values(topics).map((topic) => countRecords(admin, topic)));
      if (ends[0] !== expected || ends[1] !== expected) {
        throw new Error(`expected ${expected} records, end offsets say ${ends.join(' and ')}`);
      }
      return `end offsets of both topics are ${expected.toLocaleString('en-GB')}`;
    },
  };
  return {
    comparison,
    async close() {
      await Promise.all([ours.close(), stock.disconnect()]);
      await admin.deleteTopics({ topics: Object.values(topics) });
      await admin.disconnect();
    },
  };
}

/** Records that a topic holds, from its offsets. */
export async function countRecords(admin: ReturnType<Kafka['admin']>, topic: string): Promise<number> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
}

function batchesOf(records: number): OutgoingRecord[][] {
  const headers = {
    ce_specversion: '1.0',
    ce_type: 'vn.gov.one-stop-shop.dossier-accepted.v1',
    ce_source: '/agencies/H44/x',
  };
  return Array.from({ length: records / BATCH }, (_, batch) =>
    Array.from({ length: BATCH }, (_unused, number) => {
      const key = `H44-260101-${batch}-${number}`;
      return { topic: '', key, partition: partitionOf(key, PARTITIONS), value: randomBytes(280), headers };
    }),
  );
}

/** Eight callers at a time, as requests would come. */
async function inFlight<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
    }),
  );
}
