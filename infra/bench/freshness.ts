/**
 * From "accepted" to "readable": an event is answered 202 by the adapter, and the portal is asked at once for its
 * dossier as of that position. The time between is counted, at half of what the whole path carries.
 */
import { loadavg } from 'node:os';
import { Caller, closedLoop, openLoop, sayLatencies } from './open-loop.ts';

export interface FreshnessBench {
  readonly adapterUrl: string;
  readonly portalUrl: string;
  readonly secondsPerRound: number;
}

const CONNECTIONS = 32;
/** Of so many events one is asked for; the others are the load. */
const ASKED_EVERY = 10;
const DUE_AT = '2026-01-05T10:00:00.000Z';
const CLOUD_EVENT = 'application/cloudevents+json';

/** Measures and says it in some lines. @throws Error where an event that was accepted cannot be read. */
export async function acceptedToReadable(bench: FreshnessBench): Promise<string> {
  const path = new Path(bench);
  const peak = await path.peak(bench.secondsPerRound);
  const readable = await path.readable(peak / 2, bench.secondsPerRound * 2);
  path.close();
  return [
    'Accepted → readable in the portal, one event a request',
    `  peak of the whole path            ${peak.toFixed(0)} events/s accepted and projected, ${CONNECTIONS} at a time`,
    `  202 → read, at half of it         ${sayLatencies(readable.waits)}`,
    `  the generator's own lateness      ${sayLatencies(readable.lateness)}; load of the machine ${loadavg()[0]?.toFixed(1)}`,
    `  verified: ${readable.waits.length.toLocaleString('en-GB')} dossiers read with the day that their event states`,
  ].join('\n');
}

/** Adapter, log, projector and portal. */
class Path {
  readonly #adapter: Caller;
  readonly #portal: Caller;
  /** Dossiers of another run on the same stack have other codes. */
  readonly #run = String(Date.now() % 1_000_000).padStart(6, '0');
  #dossiers = 0;

  constructor({ adapterUrl, portalUrl }: FreshnessBench) {
    this.#adapter = new Caller(adapterUrl, { 'content-type': CLOUD_EVENT }, 512);
    this.#portal = new Caller(portalUrl, { 'hub-purpose': 'INSPECTION' }, 512);
  }

  /** Events a second that are accepted and readable in the end. */
  async peak(seconds: number): Promise<number> {
    const last = new Map<string, Accepted>();
    const startedAt = performance.now();
    const perSecond = await closedLoop(CONNECTIONS, seconds, async () => {
      const accepted = await this.#publish();
      last.set(accepted.partition, accepted);
    });
    const sendingMs = performance.now() - startedAt;
    await Promise.all([...last.values()].map((accepted) => this.#read(accepted)));
    return (perSecond * sendingMs) / (performance.now() - startedAt);
  }

  async readable(perSecond: number, seconds: number) {
    const waits: number[] = [];
    const { lateness } = await openLoop(perSecond, seconds, async (index) => {
      const accepted = await this.#publish();
      if (index % ASKED_EVERY > 0) return;
      const acceptedAt = performance.now();
      await this.#read(accepted);
      waits.push(performance.now() - acceptedAt);
    });
    return { waits, lateness };
  }

  close(): void {
    this.#adapter.close();
    this.#portal.close();
  }

  async #publish(): Promise<Accepted> {
    const number = String(this.#dossiers++).padStart(8, '0');
    const dossierCode = `H44-${this.#run}-${number}`;
    const { status, text } = await this.#adapter.send({
      method: 'POST',
      path: '/v1/events',
      body: JSON.stringify({
        specversion: '1.0',
        id: `${dossierCode}-accepted`,
        source: '/agencies/H44/one-stop-shop',
        type: 'vn.gov.one-stop-shop.dossier-accepted.v1',
        subject: dossierCode,
        time: '2026-01-03T02:00:00.000Z',
        data: { dueAt: DUE_AT },
      }),
    });
    if (status !== 202) throw new Error(`the adapter answered ${status}: ${text.slice(0, 300)}`);
    const { receipts }: { receipts: readonly { position: string; partition: number }[] } = JSON.parse(text);
    const [receipt] = receipts;
    if (receipt === undefined) throw new Error('an accepted event has a receipt');
    return { dossierCode, position: receipt.position, partition: String(receipt.partition) };
  }

  async #read({ dossierCode, position }: Accepted): Promise<void> {
    const query = `minPosition=${encodeURIComponent(position)}&wait=30s`;
    const { status, text } = await this.#portal.send({
      method: 'GET',
      path: `/v1/dossiers/${dossierCode}?${query}`,
    });
    if (status !== 200) throw new Error(`the portal answered ${status}: ${text.slice(0, 300)}`);
    const { dueAt }: { dueAt?: string } = JSON.parse(text);
    if (dueAt !== DUE_AT) throw new Error(`${dossierCode} is due ${dueAt}`);
  }
}

interface Accepted {
  readonly dossierCode: string;
  readonly position: string;
  readonly partition: string;
}
