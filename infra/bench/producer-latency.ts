/**
 * What the way through the adapter's door adds to the latency of the raw producer: single events in open loop at 70 % of
 * what the door carries, and the records that it wrote sent again at the same rate by a producer in this process.
 */
import { loadavg } from 'node:os';
import { Kafka, logLevel } from 'kafkajs';
import type { KafkaConnection } from '#shared/kafka/client.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import type { OutgoingRecord } from '#shared/kafka/producer-queue.ts';
import { acceptedEvent } from './dossier-events.ts';
import { readRecords, recordsIn } from './dossier-log.ts';
import { medianOf } from './measure.ts';
import { Caller, closedLoop, openLoop, quantile } from './open-loop.ts';
import { countRecords } from './producer-and-stock.ts';

export interface LatencyBench {
  readonly adapterUrl: string;
  readonly connection: KafkaConnection;
  readonly secondsPerRound: number;
  readonly rounds: number;
}

const AT_ONCE = 32;
const SHARE_OF_PEAK = 0.7;
const PARTITIONS = 12;

/** Milliseconds of one round. */
interface Round {
  readonly p50: number;
  readonly p99: number;
  readonly lateness: number;
}

/** Measures and says it in some lines. @throws Error where a record is missing or was sent twice. */
export async function producerLatency(bench: LatencyBench): Promise<string> {
  const { connection, secondsPerRound: seconds } = bench;
  const door = new Door(bench.adapterUrl);
  const before = await recordsIn(connection);
  const first = await door.peak(seconds);
  const raw = await RawProducer.over(connection, await written(connection, Math.ceil(first * seconds)));
  const doorRounds: Round[] = [];
  const rawRounds: Round[] = [];
  const rates: number[] = [];
  let cpu = Number.NaN;
  for (let round = 0; round <= bench.rounds; round += 1) {
    // Each time anew: what a small machine carries now it may not carry in a minute.
    const rate = SHARE_OF_PEAK * (await door.peak(seconds));
    const cpuBefore = await door.cpuSeconds();
    const byDoor = await roundOf(rate, seconds, () => door.publish());
    cpu = ((await door.cpuSeconds()) - cpuBefore) / (rate * seconds);
    const byProducer = await roundOf(rate, seconds, (index) => raw.send(index));
    if (round === 0) continue;
    rates.push(rate);
    doorRounds.push(byDoor);
    rawRounds.push(byProducer);
  }
  const added = (await recordsIn(connection)) - before;
  if (added !== door.accepted) throw new Error(`${door.accepted} accepted, ${added} in the topic`);
  const sentRaw = await raw.close();
  door.close();
  const line = (name: string, rounds: readonly Round[]): string =>
    `  ${name.padEnd(34)} p50 ${say(rounds, 'p50')}, p99 ${say(rounds, 'p99')}`;
  const differences = doorRounds.map(({ p99 }, at) => p99 - (rawRounds[at]?.p99 ?? Number.NaN));
  return [
    `Single events at ${medianOf(rates).toFixed(0)}/s, 70 % of the door's peak of that moment, open loop; medians of ${bench.rounds} rounds`,
    line('through the door', doorRounds),
    line('the same records, raw producer', rawRounds),
    `  p99 added                          ${medianOf(differences).toFixed(1)} ms   (${differences.map((each) => each.toFixed(1)).join(', ')})`,
    `  the generator's own lateness, p99  ${say(doorRounds, 'lateness')} and ${say(rawRounds, 'lateness')}; load of the machine ${loadavg()[0]?.toFixed(1)}`,
    `  processor time of the adapter      ${(cpu * 1_000_000).toFixed(0)} µs an event`,
    `  verified: ${added.toLocaleString('en-GB')} accepted and in the topic, ${sentRaw.toLocaleString('en-GB')} sent raw and in theirs`,
  ].join('\n');
}

function say(rounds: readonly Round[], figure: keyof Round): string {
  return `${medianOf(rounds.map((round) => round[figure])).toFixed(1)} ms`;
}

async function roundOf(
  rate: number,
  seconds: number,
  work: (index: number) => Promise<void>,
): Promise<Round> {
  const { latencies, lateness } = await openLoop(rate, seconds, work);
  return {
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    lateness: quantile(lateness, 0.99),
  };
}

/** The adapter's events door, for one event a request. */
class Door {
  accepted = 0;
  readonly #caller: Caller;
  readonly #body: string;

  constructor(url: string) {
    this.#caller = new Caller(url, { 'content-type': 'application/cloudevents+json' }, 512);
    this.#body = acceptedEvent(`8${Date.now() % 1_000_000}`);
  }

  /** Events a second. */
  async peak(seconds: number): Promise<number> {
    return closedLoop(AT_ONCE, seconds, () => this.publish());
  }

  async publish(): Promise<void> {
    this.accepted += 1;
    const body = this.#body.replace('[<id>]', `latency-${this.accepted}`);
    const { status, text } = await this.#caller.send({ method: 'POST', path: '/v1/events', body });
    if (status !== 202) throw new Error(`the adapter answered ${status}: ${text.slice(0, 300)}`);
  }

  /** Processor time of the adapter's process since its start. */
  async cpuSeconds(): Promise<number> {
    const { text } = await this.#caller.send({ method: 'GET', path: '/metrics' });
    const [, seconds] = /^process_cpu_seconds_total\S* (\S+)/m.exec(text) ?? [];
    return Number(seconds);
  }

  close(): void {
    this.#caller.close();
  }
}

/** The newest records of the topic, as the adapter wrote them. */
async function written(connection: KafkaConnection, most: number): Promise<OutgoingRecord[]> {
  const records = (await readRecords(connection)).slice(-most);
  return records.map(({ topic, partition, key, value, headers }) => ({
    topic,
    partition,
    key: key?.toString() ?? '',
    value: value ?? Buffer.alloc(0),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, text ?? ''])),
  }));
}

class RawProducer {
  readonly #records: readonly OutgoingRecord[];
  readonly #producer: ReturnType<typeof createGroupCommitProducer>;
  readonly #topic: string;
  readonly #connection: KafkaConnection;
  #sent = 0;

  private constructor(connection: KafkaConnection, records: readonly OutgoingRecord[], topic: string) {
    this.#connection = connection;
    this.#records = records.map((record) => ({ ...record, topic }));
    this.#topic = topic;
    this.#producer = createGroupCommitProducer(connection);
  }

  /** Over a topic of its own. */
  static async over(connection: KafkaConnection, records: readonly OutgoingRecord[]): Promise<RawProducer> {
    const topic = `bench.raw.${Date.now()}`;
    const admin = adminOf(connection);
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS }] });
    await admin.disconnect();
    return new RawProducer(connection, records, topic);
  }

  async send(index: number): Promise<void> {
    const record = this.#records[index % this.#records.length];
    if (record === undefined) throw new Error('no records');
    this.#sent += 1;
    await this.#producer.send([record]);
  }

  /** Gives how many records were sent; removes the topic. @throws Error where it holds another number. */
  async close(): Promise<number> {
    await this.#producer.close();
    const admin = adminOf(this.#connection);
    await admin.connect();
    const found = await countRecords(admin, this.#topic);
    await admin.deleteTopics({ topics: [this.#topic] });
    await admin.disconnect();
    if (found !== this.#sent) throw new Error(`${this.#sent} sent raw, ${found} in the topic`);
    return found;
  }
}

function adminOf({ brokers }: KafkaConnection) {
  return new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
}
