/**
 * What each client has taken: requests in flight, bytes held, and two token buckets, one of requests and one of
 * bytes of bodies. Pure bookkeeping over a clock; knows nothing of HTTP. Clients that rest are forgotten.
 */
import type { ServiceLimits } from './limits.ts';

/** One client. Only `Clients` writes to it. */
export interface Client {
  inFlight: number;
  heldBytes: number;
  /** Tokens: so many requests may still come at once. */
  requests: number;
  /** Tokens: so many bytes. Below zero it owes: a body is let in whole or not at all. */
  bytes: number;
  /** When the tokens were counted last, in milliseconds. */
  countedAt: number;
}

export type ClientRefusal = 'client-in-flight' | 'client-bodies-held' | 'client-requests' | 'client-bytes';

/** Beyond so many, those who come new share one place: names cost memory, and anybody can make some up. */
const CLIENTS_MAX = 10_000;

export class Clients {
  readonly #limits: ServiceLimits;
  readonly #now: () => number;
  readonly #byName = new Map<string, Client>();
  readonly #strangers: Client;

  /** `now` in milliseconds, never going back. */
  constructor(limits: ServiceLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
    this.#strangers = this.#newClient();
  }

  /** The client of that name, its buckets filled up to now. */
  find(name: string): Client {
    let client = this.#byName.get(name);
    if (client === undefined) {
      if (this.#byName.size >= CLIENTS_MAX) return this.#refill(this.#strangers);
      client = this.#newClient();
      this.#byName.set(name, client);
    }
    return this.#refill(client);
  }

  /** Why a request with a body of so many bytes may not come in now; undefined if it may. */
  refusalOf(client: Client, bytes: number): ClientRefusal | undefined {
    if (client.requests < 1) return 'client-requests';
    if (client.bytes <= 0) return 'client-bytes';
    if (client.inFlight >= this.#limits.clientRequestsInFlight) return 'client-in-flight';
    return this.holdsTooMuch(client, bytes) ? 'client-bodies-held' : undefined;
  }

  /** Whether so many bytes more are over its share; a single body never is. */
  holdsTooMuch(client: Client, bytes: number): boolean {
    return client.heldBytes > 0 && client.heldBytes + bytes > this.#limits.clientBodyBytesHeld;
  }

  /** Whole seconds until what was refused may come again, at least one. */
  secondsUntilFree(client: Client): number {
    const { clientRequestsPerSecond, clientBytesPerSecond } = this.#limits;
    const requests = (1 - client.requests) / clientRequestsPerSecond;
    const bytes = -client.bytes / clientBytesPerSecond;
    return Math.max(1, Math.ceil(requests), Math.ceil(bytes));
  }

  take(client: Client, bytes: number): void {
    client.inFlight += 1;
    client.requests -= 1;
    this.takeBytes(client, bytes);
  }

  /** Bytes that nobody had announced. */
  takeBytes(client: Client, bytes: number): void {
    client.heldBytes += bytes;
    client.bytes -= bytes;
  }

  giveBack(client: Client, bytes: number): void {
    client.inFlight -= 1;
    client.heldBytes -= bytes;
  }

  /** Forgets who is at rest with full buckets: they would begin as they are. */
  forgetResting(): void {
    const { clientRequestsBurst, clientBytesBurst } = this.#limits;
    for (const [name, client] of this.#byName) {
      const { inFlight, requests, bytes } = this.#refill(client);
      if (inFlight === 0 && requests >= clientRequestsBurst && bytes >= clientBytesBurst) {
        this.#byName.delete(name);
      }
    }
  }

  #newClient(): Client {
    const { clientRequestsBurst: requests, clientBytesBurst: bytes } = this.#limits;
    return { inFlight: 0, heldBytes: 0, requests, bytes, countedAt: this.#now() };
  }

  #refill(client: Client): Client {
    const now = this.#now();
    const seconds = (now - client.countedAt) / 1000;
    if (seconds <= 0) return client;
    const limits = this.#limits;
    client.requests = Math.min(
      limits.clientRequestsBurst,
      client.requests + seconds * limits.clientRequestsPerSecond,
    );
    client.bytes = Math.min(limits.clientBytesBurst, client.bytes + seconds * limits.clientBytesPerSecond);
    client.countedAt = now;
    return client;
  }
}
