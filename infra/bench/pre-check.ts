/**
 * What a pre-check costs in a province's read models: its peak, then its latency at half of that. Every answer is
 * compared with what must be answered.
 */
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import type { SchemaRegistryClient } from '#shared/avro/registry-client.ts';
import type { KafkaConnection } from '#shared/kafka/client.ts';
import { type Pool, sql } from '#shared/postgres/pool.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import type { MasterKey } from '#shared/sealing/master-key.ts';
import { type Answered, Caller, closedLoop, openLoop, sayLatencies } from './open-loop.ts';
import { NATIONAL_PROCEDURES, publishProcedures } from './pre-check-catalogue.ts';
import { MEMBERS, PAPERS } from './pre-check-households.ts';
import { livesOf, type Telling } from './pre-check-lives.ts';
import { type AskedQuestion, QUESTION_KINDS, questionOf, saidIn } from './pre-check-questions.ts';
import { seed } from './pre-check-seed.ts';

export interface PreCheckBench {
  readonly adapterUrl: string;
  readonly portalUrl: string;
  readonly pool: Pool;
  readonly registry: SchemaRegistryClient;
  readonly connection: KafkaConnection;
  readonly hubKey: HubKey;
  readonly masterKey: MasterKey;
  /** Of four persons with ten papers each. */
  readonly households: number;
  /** The number of the first: another in every run on one stack. A multiple of `TOLD`. */
  readonly first: number;
  readonly secondsPerRound: number;
}

/** Households that are told through the doors; the others are copies. A multiple of the number of fates. */
export const TOLD = 64;
const CONNECTIONS = 16;

/** Seeds, measures and says it in some lines. @throws Error where an answer is not what it must be. */
export async function preCheckLatency(bench: PreCheckBench): Promise<string> {
  const between = await tellLives(bench);
  const parts = { ...bench, decode: createEventDecoder(bench.registry) };
  const seeded = await seed(parts, { first: bench.first, told: TOLD, households: bench.households });
  await bench.pool.query(sql`vacuum (analyze)`);

  await fetch(`${bench.portalUrl}/v1/procedures?limit=1`); // whoever asks first after an import waits for it

  const asker = new Asker(bench);
  await asker.closed(bench.secondsPerRound / 2); // statements are prepared, code is compiled
  const busyBefore = await cpuSecondsOf(bench.portalUrl);
  const asked = asker.verified;
  const peak = await asker.closed(bench.secondsPerRound);
  const cpuMs = ((await cpuSecondsOf(bench.portalUrl)) - busyBefore) * 1000;
  const cpuEach = cpuMs / (asker.verified - asked);
  const now = await asker.open(peak / 2, bench.secondsPerRound * 2);
  const earlier = await asker.open(peak / 2, bench.secondsPerRound, between);
  asker.close();
  const count = (value: number): string => Math.round(value).toLocaleString('en-GB');
  const subjects = bench.households * MEMBERS.length;
  return [
    `Pre-check with ${count(subjects)} subjects, ${count(bench.households * PAPERS)} papers, ${count(NATIONAL_PROCEDURES)} procedures beside the built-in ones`,
    `  ${count(seeded.facts)} facts copied in ${count(seeded.seconds)} s`,
    `  peak, ${CONNECTIONS} at a time                ${peak.toFixed(0)} questions/s, ${cpuEach.toFixed(1)} ms of the portal's CPU each`,
    `  at half of it                    ${sayLatencies(now.latencies)}`,
    `  the same, as known earlier       ${sayLatencies(earlier.latencies)}`,
    `  the generator's own lateness     ${sayLatencies(now.lateness)}; load of the machine ${loadavg()[0]?.toFixed(1)}`,
    `  verified: ${count(asker.verified)} answers, each with the statuses and numbers that it must have`,
  ].join('\n');
}

/** What the process has used since it began; says more than a time where others use the machine as well. */
async function cpuSecondsOf(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total(?:{[^}]*})? (\S+)/m.exec(metrics)?.[1]);
}

/** Tells the first lives, then what comes later. Gives an instant between the two. */
async function tellLives(bench: PreCheckBench): Promise<string> {
  const lives = Array.from({ length: TOLD }, (_, index) => livesOf(bench.first + index));
  const first = await tellAll(
    bench,
    lives.flatMap((life) => life.first),
  );
  const between = Math.max(...first.map(({ recordedAt }) => Date.parse(recordedAt))) + 1;
  await delay(20);
  const procedures = await publishProcedures(bench);
  const later = await tellAll(
    bench,
    lives.flatMap((life) => life.later),
  );
  await untilProjected(bench.pool, [...first, ...procedures, ...later]);
  return new Date(between).toISOString();
}

interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number | string;
}

type Receipt = Position & { readonly recordedAt: string };

async function tellAll({ adapterUrl }: PreCheckBench, tellings: readonly Telling[]): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (const { door, body } of tellings) {
    const type = door === '/v1/national-sync' ? 'application/json' : 'application/cloudevents-batch+json';
    const answer = await fetch(adapterUrl + door, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.status > 202) throw new Error(`${door} answered ${answer.status}: ${text.slice(0, 500)}`);
    const taken: { receipts?: readonly Receipt[] } = JSON.parse(text);
    receipts.push(...(taken.receipts ?? []));
  }
  return receipts;
}

async function untilProjected(pool: Pool, positions: readonly Position[]): Promise<void> {
  const isThere = async (): Promise<boolean> => {
    const rows = await pool.query<{ topic: string; partition: number; next_offset: number }>(
      sql`select topic, partition, next_offset from read.position`,
    );
    const next = new Map(rows.map((row) => [`${row.topic}/${row.partition}`, row.next_offset]));
    return positions.every(
      ({ topic, partition, offset }) => (next.get(`${topic}/${partition}`) ?? 0) > Number(offset),
    );
  };
  const deadline = Date.now() + 120_000;
  while (!(await isThere())) {
    if (Date.now() > deadline) throw new Error('what was told is not projected');
    await delay(100);
  }
}

/** Asks about households at random, and looks at the answers when nothing is being measured. */
class Asker {
  verified = 0;
  readonly #caller: Caller;
  readonly #first: number;
  readonly #households: number;
  #answers: [AskedQuestion, Answered][] = [];

  constructor({ portalUrl, first, households }: PreCheckBench) {
    const headers = { 'content-type': 'application/json', 'hub-purpose': 'PRE_CHECK' };
    this.#caller = new Caller(portalUrl, headers, 256);
    this.#first = first;
    this.#households = households;
  }

  async closed(seconds: number): Promise<number> {
    const perSecond = await closedLoop(CONNECTIONS, seconds, (index) => this.#ask(index));
    this.#verify();
    return perSecond;
  }

  async open(perSecond: number, seconds: number, knownAt?: string) {
    const measured = await openLoop(perSecond, seconds, (index) => this.#ask(index, knownAt));
    this.#verify();
    return measured;
  }

  close(): void {
    this.#caller.close();
  }

  async #ask(index: number, knownAt?: string): Promise<void> {
    const household = this.#first + Math.floor(Math.random() * this.#households);
    const question = questionOf(household, index % QUESTION_KINDS, knownAt);
    const { body } = question;
    const answered = await this.#caller.send({ method: 'POST', path: '/v1/pre-check', body });
    this.#answers.push([question, answered]);
  }

  #verify(): void {
    for (const [{ body, expected }, { status, text }] of this.#answers) {
      const said = status === 200 ? saidIn(text) : [`${status}`];
      if (said.join() === expected.join()) continue;
      throw new Error(`${body} must be answered ${expected.join(', ')}, not ${said.join(', ')}`);
    }
    this.verified += this.#answers.length;
    this.#answers = [];
  }
}
