/**
 * Who may come in: requests in flight and bytes of bodies held, of one client and in all. Pure bookkeeping; knows
 * nothing of HTTP. A place is taken before the body is read and given back once the answer is out, so that callers
 * never hold more places and bytes of bodies than the limits say; what memory a byte costs is the doors' affair.
 */
import { type Client, type ClientRefusal, Clients } from './clients.ts';
import type { ServiceLimits } from './limits.ts';

export type AdmissionRefusal = ClientRefusal | 'in-flight' | 'bodies-held';

/** What one request holds. */
export interface Place {
  readonly client: Client;
  bytes: number;
}

export class Admission {
  readonly #limits: ServiceLimits;
  readonly #clients: Clients;
  #inFlight = 0;
  #bytes = 0;

  /** `now` in milliseconds, never going back. */
  constructor(limits: ServiceLimits, now: () => number) {
    this.#limits = limits;
    this.#clients = new Clients(limits, now);
  }

  findClient(name: string): Client {
    return this.#clients.find(name);
  }

  /** Why a request of a client with so many bytes may not come in; undefined if it may. The client's own share first. */
  refusalOf(client: Client, bytes: number): AdmissionRefusal | undefined {
    const ofClient = this.#clients.refusalOf(client, bytes);
    if (ofClient !== undefined) return ofClient;
    if (this.#inFlight >= this.#limits.requestsInFlight) return 'in-flight';
    return this.#isTooMuch(bytes) ? 'bodies-held' : undefined;
  }

  secondsUntilFree(client: Client): number {
    return this.#clients.secondsUntilFree(client);
  }

  take({ client, bytes }: Place): void {
    this.#clients.take(client, bytes);
    this.#inFlight += 1;
    this.#bytes += bytes;
  }

  /** Adds bytes that were not announced, as they arrive; says why they no longer fit. */
  grow(place: Place, bytes: number): AdmissionRefusal | undefined {
    if (this.#clients.holdsTooMuch(place.client, bytes)) return 'client-bodies-held';
    if (this.#isTooMuch(bytes)) return 'bodies-held';
    this.#clients.takeBytes(place.client, bytes);
    this.#bytes += bytes;
    place.bytes += bytes;
    return undefined;
  }

  giveBack({ client, bytes }: Place): void {
    this.#clients.giveBack(client, bytes);
    this.#inFlight -= 1;
    this.#bytes -= bytes;
  }

  forgetRestingClients(): void {
    this.#clients.forgetResting();
  }

  /** A single body is never too much: what a route takes at most is the route's to say. */
  #isTooMuch(bytes: number): boolean {
    return this.#bytes > 0 && this.#bytes + bytes > this.#limits.bodyBytesHeld;
  }
}
