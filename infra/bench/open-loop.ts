/**
 * Load over HTTP with little effort of its own: kept connections, answers looked at afterwards. Closed loop finds the
 * peak; open loop sends at a rate whatever comes back, and counts each answer from the instant at which its request was
 * due, so that what waited because others were slow is not left out.
 */
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export interface Sending {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** One server, asked over kept connections. */
export class Caller {
  readonly #url: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agent: Agent;

  constructor(url: string, headers: Readonly<Record<string, string>>, connections: number) {
    this.#url = new URL(url);
    this.#headers = headers;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** @throws Error of the connection; a refusal is an answer. */
  send({ method, path, body }: Sending): Promise<Answered> {
    const { promise, resolve, reject } = Promise.withResolvers<Answered>();
    const { hostname, port } = this.#url;
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sent = request(
      { hostname, port, method, path, agent: this.#agent, headers: { ...this.#headers, ...length } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
    return promise;
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Does `work` again and again in so many places at once; gives how often a second. */
export async function closedLoop(
  places: number,
  seconds: number,
  work: (index: number) => Promise<void>,
): Promise<number> {
  const startedAt = performance.now();
  const end = startedAt + seconds * 1000;
  let index = 0;
  await Promise.all(
    Array.from({ length: places }, async () => {
      while (performance.now() < end) await work(index++);
    }),
  );
  return (index * 1000) / (performance.now() - startedAt);
}

export interface OpenLoop {
  /** Milliseconds from the instant a piece of work was due until it was done. */
  readonly latencies: readonly number[];
  /** How late the work was begun, in milliseconds: the generator's own share of the latencies. */
  readonly lateness: readonly number[];
}

/** Begins `work` at a fixed rate and waits for all of it at the end. */
export async function openLoop(
  perSecond: number,
  seconds: number,
  work: (index: number) => Promise<void>,
): Promise<OpenLoop> {
  const latencies: number[] = [];
  const lateness: number[] = [];
  const all: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < perSecond * seconds; index++) {
    const due = startedAt + (index * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await delay(early);
    lateness.push(performance.now() - due);
    const done = work(index).then(() => void latencies.push(performance.now() - due));
    done.catch(() => undefined); // told at the end
    all.push(done);
  }
  await Promise.all(all);
  return { latencies, lateness };
}

/** The value below which this share of the values is. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** `p50 3.1 ms, p99 7.9 ms, most 15.0 ms`. */
export function sayLatencies(values: readonly number[]): string {
  const at = (share: number): string => `${quantile(values, share).toFixed(1)} ms`;
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}`;
}
