/**
 * A province of households in the read models: some were told through the doors, the others are copies of those,
 * written by COPY beside them.
 */

import { INDEX_TABLES } from '#schemas/read-models/index-tables.ts';
import { FACT_COLUMNS } from '#services/projector/outbound/write-facts.ts';
import { copyInto } from '#shared/postgres/copy.ts';
import { CopyRows } from '#shared/postgres/copy-rows.ts';
import { type Pool, type SqlQuery, sql, type Transaction, transaction } from '#shared/postgres/pool.ts';
import { factIdOf } from '#shared/pure/hub-key.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';
import { Filling } from './filling.ts';
import { newKey, type Words, wordsOf } from './pre-check-copies.ts';
import {
  type CopiedIndex,
  type FactPattern,
  type HouseholdPattern,
  INDEXES_COPIED,
  keyOf,
  readHousehold,
  type SeedParts,
} from './pre-check-patterns.ts';
import { type FilledTables, withoutIndexes } from './without-indexes.ts';

/** Households in one transaction. */
const BATCH = 200;
/** Transactions on their way while the next rows are encoded; the pool has as many connections. */
const AT_ONCE = 2;

export interface Seeded {
  readonly facts: number;
  readonly seconds: number;
}

/** Households by their numbers: those that were told, and all. */
export interface Province {
  readonly first: number;
  readonly told: number;
  readonly households: number;
}

/** Copies the households that were told, in turn, until all are there. */
export async function seed(parts: SeedParts, { first, told, households }: Province): Promise<Seeded> {
  const startedAt = performance.now();
  const patterns: HouseholdPattern[] = [];
  for (let index = 0; index < told; index++) patterns.push(await readHousehold(parts, first + index));
  const write = (): Promise<number> => copyAll(parts, patterns, { first, told, households });
  const facts = await (households < INDEXED_MAX
    ? write()
    : withoutIndexes(parts.pool, filledBy(patterns), write));
  return { facts, seconds: (performance.now() - startedAt) / 1000 };
}

/** So many households are written beside all keys and indexes; more of them without. */
const INDEXED_MAX = 20_000;

function filledBy(patterns: readonly HouseholdPattern[]): FilledTables[] {
  const generations = patterns.flatMap(({ facts }) => facts.map(({ generation }) => generation));
  const each = new Map(generations.map((generation) => [generation.group, generation]));
  return [...each.values()].map((generation) => ({ generation, tables: ['fact', ...INDEXES_COPIED] }));
}

async function copyAll(
  parts: SeedParts,
  patterns: readonly HouseholdPattern[],
  { first, told, households }: Province,
): Promise<number> {
  let facts = 0;
  const filling = new Filling('households', households);
  const underWay = new Set<Promise<void>>();
  for (let from = told; from < households; from += BATCH) {
    const batch = new SeedBatch(parts);
    for (let index = from; index < Math.min(from + BATCH, households); index++) {
      const pattern = patterns[index % told];
      if (pattern !== undefined) facts += batch.add(pattern, first + index);
      await turn();
    }
    const written = writeBatch(parts.pool, batch).finally(() => underWay.delete(written));
    written.catch(() => undefined); // told at the end
    underWay.add(written);
    if (underWay.size >= AT_ONCE) await Promise.race(underWay);
    filling.reached(from);
  }
  await Promise.all(underWay);
  return facts;
}

/** A crash of PostgreSQL may take the last rows back: the bench has ended then as well. */
function writeBatch(pool: Pool, batch: SeedBatch): Promise<void> {
  return transaction(
    pool,
    async (tx) => {
      await tx.query(sql`set local synchronous_commit = off`);
      await batch.write(tx);
    },
    { statementTimeoutMs: 600_000 },
  );
}

/** What was written before goes on its way while the next is encoded. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const KEY_COLUMNS = ['key_owner', 'key_version', 'wrapped_key'] as const;

/** Rows of some households, one COPY a table. */
class SeedBatch {
  readonly #parts: SeedParts;
  readonly #copies = new Map<string, { readonly statement: SqlQuery; readonly rows: CopyRows }>();

  constructor(parts: SeedParts) {
    this.#parts = parts;
  }

  /** Gives how many facts were added. */
  add(pattern: HouseholdPattern, household: number): number {
    const words = wordsOf(household, keyOf(this.#parts.hubKey), pattern.contentIds);
    const key = newKey();
    const keys = this.#rows('records.subject_key', sql.ident('records', 'subject_key'), KEY_COLUMNS);
    for (const owner of pattern.owners) {
      const name = owner.with(words);
      keys
        .row()
        .text(name)
        .integer(1)
        .bytes(this.#parts.masterKey.wrap(key.bytes, name, 1));
    }
    for (const fact of pattern.facts) this.#addFact(fact, household, words, key.sealing);
    return pattern.facts.length;
  }

  async write(tx: Transaction): Promise<void> {
    for (const { statement, rows } of this.#copies.values()) await copyInto(tx, statement, rows);
  }

  #addFact(
    { generation, row, ...pattern }: FactPattern,
    household: number,
    words: Words,
    key: ReturnType<typeof newKey>['sealing'],
  ): void {
    const eventId = pattern.eventId.with(words);
    const factId = factIdOf(row.source, eventId);
    this.#of(generation, 'fact', FACT_COLUMNS)
      .row()
      .text(pattern.aggregateKey.with(words))
      .uuid(factId)
      .uuid(row.body_hash)
      .text(row.event_type)
      .instant(row.occurred_at.getTime())
      .instant(row.recorded_at.getTime())
      .text(row.source)
      .text(eventId)
      .integer(row.partition)
      .bigint(row.record_offset)
      .bytes(pattern.payload.with(household, words, key));
    for (const table of INDEXES_COPIED) {
      for (const fields of pattern.index[table]) this.#addIndex(generation, table, fields, words, factId);
    }
  }

  #addIndex(
    generation: Generation,
    table: CopiedIndex,
    fields: FactPattern['index'][CopiedIndex][number],
    words: Words,
    factId: string,
  ): void {
    const columns = INDEX_TABLES[table].map(([name]) => name);
    const rows = this.#of(generation, table, columns).row();
    for (const field of fields) rows.text(field.with(words));
    rows.uuid(factId);
  }

  #of(generation: Generation, table: string, columns: readonly string[]): CopyRows {
    return this.#rows(`${generation.group}.${table}`, tableOf(generation, table), columns);
  }

  #rows(name: string, table: SqlQuery, columns: readonly string[]): CopyRows {
    const known = this.#copies.get(name);
    if (known !== undefined) return known.rows;
    const names = sql.join(
      columns.map((column) => sql.ident(column)),
      sql`, `,
    );
    const rows = new CopyRows(columns.length, 1 << 20);
    this.#copies.set(name, { statement: sql`copy ${table} (${names}) from stdin (format binary)`, rows });
    return rows;
  }
}
