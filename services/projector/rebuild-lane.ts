/** A thread that feeds its share of every rebuild (rebuild-lanes.ts), wired by hand. Ends when nothing is fed any more. */
import { parentPort, workerData } from 'node:worker_threads';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import type { DeliveryEnd, TopicDelivery } from '#shared/kafka/consumer.ts';
import { createPool } from '#shared/postgres/pool.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { feedGeneration } from './inbound/feed-generation.ts';
import type { LaneData, LaneNews, LaneOrder } from './inbound/rebuild-lanes.ts';
import { createStore } from './outbound/store.ts';

/** Two partitions at once and a question, of several groups; those that come later wait. */
const CONNECTIONS = 6;

const port = parentPort;
if (port === null) throw new Error('this program runs as a thread of the projector');
const data: LaneData = workerData;
const { config, lane } = data;
const logger = createLogger({ name: 'projector', level: config.logLevel }).child({ lane: lane.number });
const pool = createPool({
  url: config.databaseUrl,
  applicationName: 'projector',
  size: CONNECTIONS,
  onIdleError: (err) => logger.warn({ err }, 'an idle connection to PostgreSQL died'),
});
const decode = createEventDecoder(createSchemaRegistryClient({ url: config.schemaRegistryUrl }));
/** Figures are of the live generation only. */
const observer = { kept: () => undefined, fenced: () => undefined, passed: () => undefined };
const fed = new Map<number, TopicDelivery>();

port.on('message', (order: LaneOrder) => {
  if (order.kind === 'feed') begin(order);
  else if (order.kind === 'stop') void fed.get(order.id)?.stop();
  else {
    port.close();
    void pool.dispose();
  }
});

function begin({ id, group, generation }: Extract<LaneOrder, { kind: 'feed' }>): void {
  const { brokers, topicPrefix } = config;
  const delivery = feedGeneration({
    brokers,
    clientId: 'rebuild',
    logger,
    topicPrefix,
    group,
    generation,
    // Meets old dead letters again, so it knows no storm.
    store: createStore({ pool, group, generation, deadLettersPerMinuteMax: undefined, isRebuild: true }),
    decode,
    observer,
    isPaused: false,
    lane,
  });
  fed.set(id, delivery);
  void tellEnd(id, delivery);
}

async function tellEnd(id: number, delivery: TopicDelivery): Promise<void> {
  const news: LaneNews = { id, trouble: troubleOf(await delivery.finished) };
  fed.delete(id);
  port?.postMessage(news, []);
}

function troubleOf(end: DeliveryEnd): string {
  if (end.kind === 'halted') return end.halt.message;
  return end.kind === 'gave-up' ? end.error.message : '';
}
