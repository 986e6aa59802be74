/**
 * NDJSON of 100 events a request through the adapter, validated, sealed and acknowledged by all replicas, against stock
 * kafkajs that sends the very records that the adapter wrote, with their headers, in the same batches.
 */
import { CompressionTypes, Kafka, logLevel, type Message } from 'kafkajs';
import type { KafkaConnection } from '#shared/kafka/client.ts';
import type { LogRecord } from '#shared/kafka/delivery.ts';
import { readTopic } from '#shared/kafka/reader.ts';
import { CpuPerEvent } from './adapter-cpu.ts';
import { type DoorEvent, dossierEvents } from './dossier-events.ts';
import { TOPIC } from './dossier-log.ts';
import { type Comparison, perSecond } from './measure.ts';
import { Caller } from './open-loop.ts';
import { countRecords, inFlight } from './producer-and-stock.ts';

const BATCH = 100;
const EVENTS_A_DOSSIER = 5;
const PARTITIONS = 12;
const CONNECTIONS = 8;

export interface BulkBench {
  readonly connection: KafkaConnection;
  readonly adapterUrl: string;
  /** A multiple of 100. */
  readonly events: number;
}

/** The comparison and how to close both sides. */
export async function bulkAndStock(
  bench: BulkBench,
): Promise<{ comparison: Comparison; close: () => Promise<void> }> {
  const { connection, adapterUrl, events } = bench;
  const requests = requestsOf(events);
  const caller = new Caller(adapterUrl, { 'content-type': 'application/x-ndjson' }, CONNECTIONS);
  const kafka = new Kafka({ brokers: [...connection.brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const topic = `bench.bulk.${Date.now()}`;
  await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS }] });
  const stock = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await stock.connect();
  const cpu = new CpuPerEvent(adapterUrl);
  const before = await countRecords(admin, TOPIC);
  let batches: Message[][] = [];
  let rounds = 0;

  async function throughAdapter(): Promise<void> {
    await inFlight(requests, async ({ body }) => {
      const { status, text } = await caller.send({ method: 'POST', path: '/v1/events', body });
      if (status !== 202) throw new Error(`the adapter answered ${status}: ${text.slice(0, 500)}`);
    });
  }
  async function sendStock(): Promise<void> {
    rounds += 1;
    if (batches.length === 0) batches = await recordsOf(requests, connection);
    await inFlight(batches, (messages) =>
      stock.send({ topic, acks: -1, compression: CompressionTypes.None, messages }),
    );
  }

  const comparison: Comparison = {
    title: `NDJSON of ${BATCH} events a request through the adapter / stock kafkajs with the same records`,
    unit: 'events/s',
    ours: {
      name: 'adapter, 202 after acks=all',
      round: () => perSecond(events, () => cpu.round(throughAdapter, () => events)),
    },
    theirs: { name: 'stock kafkajs, idempotent, acks=all', round: () => perSecond(events, sendStock) },
    async verify() {
      const expected = rounds * events;
      const added = (await countRecords(admin, TOPIC)) - before;
      const theirs = await countRecords(admin, topic);
      if (added !== expected || theirs !== expected)
        throw new Error(`expected ${expected} records, end offsets say ${added} and ${theirs}`);
      return `end offsets of both topics grew by ${expected.toLocaleString('en-GB')}`;
    },
    more: () => [cpu.line()],
  };
  return {
    comparison,
    async close() {
      caller.close();
      await stock.disconnect();
      await admin.deleteTopics({ topics: [topic] });
      await admin.disconnect();
    },
  };
}

interface BulkRequest {
  readonly body: string;
  readonly ids: readonly string[];
}

function requestsOf(events: number): BulkRequest[] {
  const run = String(Date.now() % 1000).padStart(3, '0');
  const dossiers = BATCH / EVENTS_A_DOSSIER;
  return Array.from({ length: events / BATCH }, (_, request) => {
    const sent: DoorEvent[] = [];
    for (let at = 0; at < dossiers; at += 1) sent.push(...dossierEvents(run, request * dossiers + at));
    return { body: sent.map((event) => JSON.stringify(event)).join('\n'), ids: sent.map(({ id }) => id) };
  });
}

/** What the adapter wrote of each request, as messages for kafkajs. */
async function recordsOf(
  requests: readonly BulkRequest[],
  connection: KafkaConnection,
): Promise<Message[][]> {
  const byId = new Map<string, LogRecord>();
  const wanted = new Set(requests.flatMap(({ ids }) => ids));
  const onRecord = (record: LogRecord): void => {
    const id = record.headers['ce_id'];
    if (id !== undefined && wanted.has(id)) byId.set(id, record);
  };
  const reader = readTopic({ ...connection, topic: TOPIC, onRecord });
  await reader.caughtUp;
  await reader.stop();
  return requests.map(({ ids }) =>
    ids.map((id) => {
      const record = byId.get(id);
      if (record === undefined) throw new Error('a record of the adapter is not in the log');
      const { key, value, headers, partition } = record;
      return { key, value, headers, partition };
    }),
  );
}
