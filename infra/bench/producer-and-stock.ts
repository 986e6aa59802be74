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
  const batches = batchesOf(bench.records, topics.ours);
  const cpu = { ours: 0, theirs: 0 };
  let rounds = 0;

  async function sendOurs(): Promise<void> {
    await inFlight(batches, (batch) => ours.send(batch));
  }
  async function sendStock(): Promise<void> {
    await inFlight(batches, (batch) =>
      stock.send({
        topic: topics.theirs,
        acks: -1,
        compression: CompressionTypes.None,
        messages: [...batch],
      }),
    );
  }

  /** Records a second; the processor time of this process is added up from the second round on. */
  async function measured(side: keyof typeof cpu, send: () => Promise<void>): Promise<number> {
    if (side === 'ours') rounds += 1;
    const before = process.cpuUsage();
    const rate = await perSecond(bench.records, send);
    const { user, system } = process.cpuUsage(before);
    if (rounds > 1) cpu[side] += user + system;
    return rate;
  }
  const microseconds = (side: keyof typeof cpu): string =>
    (cpu[side] / ((rounds - 1) * bench.records)).toFixed(1);

  const comparison: Comparison = {
    title: `Batches of ${BATCH} records through the producer path / stock kafkajs, idempotent, acks=all`,
    unit: 'records/s',
    ours: { name: 'group commit', round: () => measured('ours', sendOurs) },
    theirs: { name: 'stock kafkajs', round: () => measured('theirs', sendStock) },
    async verify() {
      const expected = rounds * bench.records;
      const ends = await Promise.all(Object.values(topics).map((topic) => countRecords(admin, topic)));
      if (ends[0] !== expected || ends[1] !== expected) {
        throw new Error(`expected ${expected} records, end offsets say ${ends.join(' and ')}`);
      }
      return `end offsets of both topics are ${expected.toLocaleString('en-GB')}`;
    },
    more: () => [
      `processor time of this process: ${microseconds('ours')} µs a record, stock kafkajs ${microseconds('theirs')} µs`,
    ],
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

function batchesOf(records: number, topic: string): OutgoingRecord[][] {
  const headers = {
    ce_specversion: '1.0',
    ce_type: 'vn.gov.one-stop-shop.dossier-accepted.v1',
    ce_source: '/agencies/H44/x',
  };
  return Array.from({ length: records / BATCH }, (_, batch) =>
    Array.from({ length: BATCH }, (_unused, number) => {
      const key = `H44-260101-${batch}-${number}`;
      return { topic, key, partition: partitionOf(key, PARTITIONS), value: randomBytes(280), headers };
    }),
  );
}

/** Eight callers at a time, as requests would come. */
export async function inFlight<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
    }),
  );
}
