/**
 * Ten times what an adapter takes, for as long as is wished: does its memory stay bounded, and is every acknowledged
 * event in the log? Single events, batches, long NDJSON and messages of the national sync together, from callers of
 * whom one brings a quarter of it all.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaConnection } from '#shared/kafka/client.ts';
import { readTopic } from '#shared/kafka/reader.ts';
import { TOPIC } from './dossier-log.ts';
import { sayLatencies } from './open-loop.ts';
import { startWatchedAdapter, type WatchedAdapter } from './overload-adapter.ts';
import { numberOf, type Shape, shapesOf } from './overload-bodies.ts';
import { type Answer, Callers } from './overload-callers.ts';

export interface OverloadBench {
  readonly environment: Readonly<Record<string, string>>;
  readonly connection: KafkaConnection;
  readonly port: number;
  readonly seconds: number;
}

const TIMES = 10;
const ADDRESSES = 20;
const CONNECTIONS_EACH = 90;
const CALIBRATION_SECONDS = 4;
const TICK_MS = 5;

/** Measures and says it in some lines. @throws Error where an acknowledged event is not in the log. */
export async function overload(bench: OverloadBench): Promise<string> {
  const adapter = await startWatchedAdapter(bench.environment, bench.port);
  try {
    const test = new Overload(adapter);
    const shapes = shapesOf(test.run);
    await test.peak(shapes.single, 64);
    const singles = await test.peak(shapes.single, 64);
    const bulk = await test.peak(shapes.batch, 8);
    const synced = await test.peak(shapes.synced, 8);
    await test.open();
    test.begin();
    const asked = TIMES / 4;
    const rates = new Map<Shape, number>([
      [shapes.single, singles * asked],
      [shapes.batch, (bulk * asked) / shapes.batch.events],
      [shapes.lines, (bulk * asked) / shapes.lines.events],
      [shapes.synced, (synced * asked) / shapes.synced.events],
    ]);
    const rss = await test.flood(rates, bench.seconds);
    const refusals = await adapter.counters('http_refusals_total');
    const problems = await adapter.counters('http_problems_total');
    const most = adapter.mostMegabytes();
    const { acknowledged, native, missing } = await test.verify(bench.connection);
    if (missing > 0) throw new Error(`${missing} of ${acknowledged} acknowledged events are not in the log`);
    return [
      `Overload: ${TIMES} times what the adapter takes, for ${bench.seconds} s`,
      `  takes alone                       ${whole(singles)} single events/s, ${whole(bulk)} events/s in batches, ${whole(synced)} facts/s of the national sync`,
      ...test.lines(bench.seconds),
      `  turned away                       ${counted(refusals)}; answered ${counted(problems)}`,
      `  memory                            most ${whole(most)} MB; first quarter ${whole(rss.first)}, last quarter ${whole(rss.last)} MB on average`,
      `  verified: all ${whole(acknowledged)} acknowledged events are in the log, ${whole(native)} of them facts of the national sync`,
    ].join('\n');
  } finally {
    await adapter.stop();
  }
}

interface Tally {
  offered: number;
  sent: number;
  accepted: number;
  readonly milliseconds: number[];
}

class Overload {
  readonly run = String(Date.now() % 1_000_000).padStart(6, '0');
  readonly #adapter: WatchedAdapter;
  readonly #callers: Callers;
  readonly #acknowledged = new Set<number>();
  /** Facts that the hub made of native messages, by id. */
  readonly #nativeFacts = new Set<string>();
  readonly #tallies = new Map<string, Tally>();
  readonly #statuses = new Map<number, number>();
  #next = 0;
  #refill: ((answer: Answer) => void) | undefined;

  constructor(adapter: WatchedAdapter) {
    this.#adapter = adapter;
    this.#callers = new Callers({
      port: adapter.port,
      addresses: ADDRESSES,
      connectionsEach: CONNECTIONS_EACH,
      onAnswer: (answer) => this.#take(answer),
    });
  }

  open(): Promise<void> {
    return this.#callers.open();
  }

  /** Events a second that are accepted of so many callers that wait for their answers. */
  async peak(shape: Shape, callers: number): Promise<number> {
    this.begin();
    const end = performance.now() + CALIBRATION_SECONDS * 1000;
    let place = 0;
    const sendOne = (): void => this.#send(shape, place++ % ADDRESSES);
    this.#refill = () => {
      if (performance.now() < end) sendOne();
    };
    for (let caller = 0; caller < callers; caller += 1) sendOne();
    await this.#quiet(end);
    this.#refill = undefined;
    const { accepted } = this.#tallyOf(shape);
    if (accepted === 0) throw new Error(`the adapter took none of the ${shape.name}`);
    return accepted / CALIBRATION_SECONDS;
  }

  /** Forgets what was counted, not what was acknowledged. */
  begin(): void {
    this.#tallies.clear();
    this.#statuses.clear();
  }

  /** Sends at these rates (requests a second) whatever comes back; gives the memory in megabytes meanwhile. */
  async flood(
    rates: ReadonlyMap<Shape, number>,
    seconds: number,
  ): Promise<{ readonly first: number; readonly last: number }> {
    const startedAt = performance.now();
    const rss: number[] = [];
    const due = new Map([...rates.keys()].map((shape) => [shape, 0]));
    for (let elapsed = 0; elapsed < seconds; elapsed = (performance.now() - startedAt) / 1000) {
      for (const [shape, rate] of rates) {
        for (let at = due.get(shape) ?? 0; at < rate * elapsed; at += 1) {
          // One caller in twenty brings a quarter of it all.
          this.#send(shape, at % 4 === 0 ? 0 : 1 + (at % (ADDRESSES - 1)));
          due.set(shape, at + 1);
        }
      }
      if (rss.length < elapsed * 4) rss.push(this.#adapter.megabytes());
      await delay(TICK_MS);
    }
    await this.#quiet(performance.now());
    const quarter = Math.ceil(rss.length / 4);
    return { first: meanOf(rss.slice(0, quarter)), last: meanOf(rss.slice(-quarter)) };
  }

  /** Every acknowledged event must be in the topic. */
  async verify(
    connection: KafkaConnection,
  ): Promise<{ readonly acknowledged: number; readonly native: number; readonly missing: number }> {
    this.#callers.close();
    const missing = new Set(this.#acknowledged);
    const missingFacts = new Set(this.#nativeFacts);
    const reader = readTopic({
      ...connection,
      topic: TOPIC,
      onRecord: ({ headers }) => {
        const id = headers['ce_id'] ?? '';
        const number = numberOf(id, this.run);
        if (number === undefined) missingFacts.delete(id);
        else missing.delete(number);
      },
    });
    await reader.caughtUp;
    await reader.stop();
    const native = this.#nativeFacts.size;
    const acknowledged = this.#acknowledged.size + native;
    return { acknowledged, native, missing: missing.size + missingFacts.size };
  }

  lines(seconds: number): readonly string[] {
    const shapes = [...this.#tallies].map(([name, { offered, sent, accepted, milliseconds }]) => {
      const rate = (count: number): string => whole(count / seconds);
      return `  ${name.padEnd(34)}offered ${rate(offered)} events/s (${rate(sent)} found a free caller), accepted ${rate(accepted)}; accepted in ${sayLatencies(milliseconds)}`;
    });
    const statuses = [...this.#statuses].map(([status, count]) => [
      status === 0 ? 'cut' : String(status),
      count,
    ]);
    return [
      ...shapes,
      `  answers                           ${statuses.map(([s, c]) => `${s}: ${c}`).join(', ')}`,
    ];
  }

  #send(shape: Shape, address: number): void {
    const tally = this.#tallyOf(shape);
    tally.offered += shape.events;
    if (!this.#callers.send(shape, this.#next, address)) return;
    tally.sent += shape.events;
    this.#next += shape.events;
  }

  #take(answer: Answer): void {
    const { shape, first, status, milliseconds, text } = answer;
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    const tally = this.#tallyOf(shape);
    if (shape.isNative) {
      for (const id of status === shape.takenBy ? acceptedIds(text) : []) {
        this.#nativeFacts.add(id);
        tally.accepted += 1;
      }
    } else {
      for (const number of acceptedIn(answer, this.run)) {
        this.#acknowledged.add(number);
        tally.accepted += 1;
      }
    }
    if (status === shape.takenBy && first >= 0) tally.milliseconds.push(milliseconds);
    this.#refill?.(answer);
  }

  #tallyOf({ name }: Shape): Tally {
    const tally = this.#tallies.get(name) ?? { offered: 0, sent: 0, accepted: 0, milliseconds: [] };
    this.#tallies.set(name, tally);
    return tally;
  }

  /** Until that instant has passed and nobody waits for an answer. */
  async #quiet(after: number): Promise<void> {
    while (performance.now() < after || this.#callers.busy > 0) await delay(20);
  }
}

function acceptedIn({ shape, first, status, text }: Answer, run: string): readonly number[] {
  if (status === shape.takenBy) return Array.from({ length: shape.events }, (_, at) => first + at);
  if (status !== 207) return [];
  return acceptedIds(text).flatMap((id) => numberOf(id, run) ?? []);
}

function acceptedIds(text: string): readonly string[] {
  const { receipts }: { receipts: readonly { readonly id: string; readonly status: string }[] } =
    JSON.parse(text);
  return receipts.flatMap(({ id, status }) => (status === 'ACCEPTED' ? [id] : []));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}

function counted(counts: ReadonlyMap<string, number>): string {
  const said = [...counts].filter(([, count]) => count > 0).map(([name, count]) => `${name} ${whole(count)}`);
  return said.length === 0 ? 'none' : said.join(', ');
}
