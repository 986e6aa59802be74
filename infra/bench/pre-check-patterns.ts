/** Households that were told, read back from the read models as patterns of others. */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { INDEX_TABLES } from '#schemas/read-models/index-tables.ts';
import type { DecodeValue } from '#shared/avro/event-decoder.ts';
import { type Pool, type Queryable, sql } from '#shared/postgres/pool.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';
import { liveGenerations } from '#shared/read-models/generations.ts';
import type { MasterKey } from '#shared/sealing/master-key.ts';
import { keysToOpen, openParts } from '#shared/sealing/open.ts';
import {
  contentIdsOf,
  type OpenedEvent,
  Pattern,
  PayloadPattern,
  type Words,
  wordsOf,
} from './pre-check-copies.ts';
import { dossierCodes } from './pre-check-households.ts';

export interface SeedParts {
  readonly pool: Pool;
  readonly decode: DecodeValue;
  readonly hubKey: HubKey;
  readonly masterKey: MasterKey;
}

export const GROUPS_COPIED = ['dossiers', 'shared_papers'] as const satisfies readonly GroupName[];
export const INDEXES_COPIED = ['paper_statement', 'paper_basis'] as const;
export type CopiedIndex = (typeof INDEXES_COPIED)[number];

export interface FactRow {
  readonly aggregate_key: string;
  readonly fact_id: string;
  readonly body_hash: string;
  readonly event_type: string;
  readonly occurred_at: Date;
  readonly recorded_at: Date;
  readonly source: string;
  readonly event_id: string;
  readonly partition: number;
  readonly record_offset: number;
  readonly payload: Buffer;
}

/** A fact of a told household, ready to be written as that of another. */
export interface FactPattern {
  readonly generation: Generation;
  readonly row: FactRow;
  readonly aggregateKey: Pattern;
  readonly eventId: Pattern;
  readonly payload: PayloadPattern;
  /** Its rows in the index tables, field by field; the fact's own name is left out. */
  readonly index: Readonly<Record<CopiedIndex, readonly (readonly Pattern[])[]>>;
}

export interface HouseholdPattern {
  readonly contentIds: readonly string[];
  /** Owners of keys: the persons, and dossiers whose text is sealed. */
  readonly owners: readonly Pattern[];
  readonly facts: readonly FactPattern[];
}

/** Everything that the live read models hold of a household. */
export async function readHousehold(parts: SeedParts, household: number): Promise<HouseholdPattern> {
  const ownWords = wordsOf(household, keyOf(parts.hubKey), []);
  const keys = [...dossierCodes(household), ...ownWords.slice(1)];
  const live = await liveGenerations(parts.pool);
  const groups = GROUPS_COPIED.map((group) => ({ group, number: live.get(group) ?? 1 }));
  const facts = (await Promise.all(groups.map((generation) => readFacts(parts, generation, keys)))).flat();
  const events = facts.flatMap(({ opened }) => opened.map(({ event }) => event));
  const contentIds = contentIdsOf(events, ownWords);
  const words = wordsOf(household, keyOf(parts.hubKey), contentIds);
  const owners = new Set(events.flatMap(({ sealed }) => sealed.map(({ keyOwner }) => keyOwner)));
  return {
    contentIds,
    owners: [...owners].map((owner) => new Pattern(owner, words)),
    facts: facts.map(({ generation, row, opened, index }) => ({
      generation,
      row,
      aggregateKey: new Pattern(row.aggregate_key, words),
      eventId: new Pattern(row.event_id, words),
      payload: new PayloadPattern(row.payload, opened, words),
      index: {
        paper_statement: patternsOf('paper_statement', index.paper_statement, words),
        paper_basis: patternsOf('paper_basis', index.paper_basis, words),
      },
    })),
  };
}

export function keyOf(hubKey: HubKey): (id: string) => string {
  return (id) => hubKey.subjectKey({ type: 'PERSON', id });
}

type IndexRow = Readonly<Record<string, string>>;

interface ToldFact {
  readonly generation: Generation;
  readonly row: FactRow;
  readonly opened: readonly OpenedEvent[];
  readonly index: Readonly<Record<CopiedIndex, readonly IndexRow[]>>;
}

async function readFacts(
  parts: SeedParts,
  generation: Generation,
  keys: readonly string[],
): Promise<ToldFact[]> {
  const rows = await parts.pool.query<FactRow>(sql`
    select aggregate_key, fact_id, body_hash, event_type, occurred_at, recorded_at, source, event_id,
      partition, record_offset, payload
    from ${tableOf(generation, 'fact')} where aggregate_key = any(${keys}::text[])`);
  const statements = await readIndex(parts.pool, generation, 'paper_statement', keys);
  const bases = await readIndex(parts.pool, generation, 'paper_basis', keys);
  return Promise.all(
    rows.map(async (row) => ({
      generation,
      row,
      opened: await openAll(parts, row.payload),
      index: { paper_statement: ofFact(statements, row), paper_basis: ofFact(bases, row) },
    })),
  );
}

function readIndex(
  on: Queryable,
  generation: Generation,
  table: CopiedIndex,
  keys: readonly string[],
): Promise<readonly IndexRow[]> {
  return on.query<IndexRow>(
    sql`select * from ${tableOf(generation, table)} where aggregate_key = any(${keys}::text[])`,
  );
}

function ofFact(rows: readonly IndexRow[], fact: FactRow): readonly IndexRow[] {
  return rows.filter((row) => row['aggregate_key'] === fact.aggregate_key && row['fact_id'] === fact.fact_id);
}

function patternsOf(table: CopiedIndex, rows: readonly IndexRow[], words: Words): Pattern[][] {
  const columns = INDEX_TABLES[table].map(([name]) => name).filter((name) => name !== 'fact_id');
  return rows.map((row) => columns.map((name) => new Pattern(row[name] ?? '', words)));
}

/** The event, and the fact inside a correction, with what is sealed in them. */
async function openAll({ pool, masterKey, decode }: SeedParts, payload: Buffer): Promise<OpenedEvent[]> {
  const outer = await eventIn(decode, payload);
  const events = outer.eventName === 'FactCorrected' ? [outer, await eventIn(decode, outer.fact)] : [outer];
  const keys = await keysToOpen(pool, masterKey, events);
  return events.map((event) => ({ event, opened: openParts(event, keys) }));
}

async function eventIn(decode: DecodeValue, value: Buffer) {
  const decoded = await decode(value);
  if (decoded.kind !== 'event') throw new Error('a kept value is an event');
  return decoded.event;
}
