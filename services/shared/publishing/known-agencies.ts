/**
 * The agencies as the read models have them, kept in memory and read again when they have moved. Doors ask it who
 * has closed and who succeeded whom; while PostgreSQL does not answer, what was read last counts, at first nothing.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { EventType } from '#schemas/generated/events.ts';
import type { DecodeValue } from '#shared/avro/event-decoder.ts';
import { Agencies, foldAgencies } from '#shared/once-only/agencies.ts';
import { isMissingRelation } from '#shared/postgres/errors.ts';
import { type Pool, sql } from '#shared/postgres/pool.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { dayOf } from '#shared/pure/time.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import type { AgencyCheck } from './cloud-event.ts';

export interface KnownAgencies {
  /** As read last. */
  current(): Agencies;
  /** Reads now, if anything has moved; also done by itself every few seconds. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

export interface KnownAgenciesOptions {
  readonly pool: Pool;
  readonly decode: DecodeValue;
  readonly logger: Logger;
}

const REFRESH_MS = 2000;

/** Begins to look out for agencies. */
export function watchAgencies(options: KnownAgenciesOptions): KnownAgencies {
  const stopping = new AbortController();
  let agencies = new Agencies([]);
  let readAt = '';

  async function refresh(): Promise<void> {
    const at = await positionOf(options.pool);
    if (at === readAt) return;
    agencies = foldAgencies(await readFacts(options));
    readAt = at;
  }

  async function watch(): Promise<void> {
    let silent = false;
    while (!stopping.signal.aborted) {
      try {
        await refresh();
        silent = false;
      } catch (err) {
        if (!silent && !isMissingRelation(err))
          options.logger.warn({ err }, 'agencies cannot be read; the last ones count');
        silent = true;
      }
      await delay(REFRESH_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  }

  const watching = watch();
  return {
    current: () => agencies,
    refresh,
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}

/** Whether an agency was still in office: one whose last day is before the day of the event was not (rules.md 25). */
export function agencyCheck(agencies: () => Agencies): AgencyCheck {
  return (code, occurredAt) => {
    const known = agencies();
    const lastDay = known.find(code)?.validTo;
    if (lastDay === undefined || dayOf(occurredAt) <= lastDay) return undefined;
    const successor = known.current(code);
    return successor === code ? { lastDay } : { lastDay, successor };
  };
}

async function positionOf(pool: Pool): Promise<string> {
  const rows = await pool.query<{ topic: string; partition: number; next_offset: number }>(sql`
    select topic, partition, next_offset from read.position where projection = 'agencies' order by topic, partition
  `);
  return rows.map(({ topic, partition, next_offset }) => `${topic}/${partition}/${next_offset}`).join();
}

interface AgencyRow {
  readonly fact_id: string;
  readonly body_hash: string;
  readonly partition: number;
  readonly record_offset: number;
  readonly payload: Buffer;
}

/** Of what operators state, which is far more than this, whatever makes an agency or takes that back. */
const TYPES = [
  'vn.gov.hub.agency-registered.v1',
  'vn.gov.hub.agency-succeeded.v1',
  'vn.gov.hub.fact-corrected.v1',
  'vn.gov.hub.fact-retracted.v1',
] as const satisfies readonly EventType[];

/** A fact that cannot be read is left out: the projector has put it with the dead letters. */
async function readFacts({ pool, decode }: KnownAgenciesOptions): Promise<Fact[]> {
  const rows = await pool.query<AgencyRow>(sql`
    select fact_id, body_hash, partition, record_offset, payload from read.agency_fact
    where event_type = any(${TYPES}::text[])`);
  const facts: Fact[] = [];
  for (const row of rows) {
    const value = await decode(row.payload);
    if (value.kind !== 'event') continue;
    const position = { topic: TOPIC, partition: row.partition, offset: String(row.record_offset) };
    facts.push({ event: value.event, factId: row.fact_id, bodyHash: row.body_hash, position });
  }
  return facts;
}

const TOPIC = 'gov.hub.registry.v1';
