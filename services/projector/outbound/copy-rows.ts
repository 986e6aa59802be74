/**
 * The rows of a batch by COPY: the fastest way in, which knows no conflict. Promises: all or nothing; a row that is
 * there already fails the transaction (SQLSTATE 23505), as does one that PostgreSQL refuses.
 */
import { GROUPS } from '#schemas/read-models/groups.ts';
import { INDEX_TABLES, type IndexTable } from '#schemas/read-models/index-tables.ts';
import { copyInto } from '#shared/postgres/copy.ts';
import { CopyRows } from '#shared/postgres/copy-rows.ts';
import { type SqlQuery, sql, type Transaction } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';
import type { BatchRows, FactRow } from '../core/rows.ts';
import { FACT_COLUMNS } from './write-facts.ts';
import { writeIndexRows } from './write-index-rows.ts';

/** Writes the rows that were handed over, in a transaction that is opened later. */
export type WriteRows = (tx: Transaction) => Promise<void>;

/** Encodes at once, so that no transaction waits for it with the position locked. */
export function copyOf(generation: Generation, rows: BatchRows): WriteRows {
  const writes: WriteRows[] = [];
  if (rows.facts.length > 0) {
    const facts = encodeFacts(rows.facts);
    writes.push((tx) => copyInto(tx, copyStatement(generation, 'fact', FACT_COLUMNS), facts));
  }
  for (const table of GROUPS[generation.group].indexTables) {
    const indexRows = rows.index[table] ?? [];
    if (indexRows.length === 0) continue;
    if (isNewWithItsFact(table)) {
      const columns = INDEX_TABLES[table].map(([name]) => name);
      const encoded = encodeIndexRows(table, indexRows);
      writes.push((tx) => copyInto(tx, copyStatement(generation, table, columns), encoded));
    } else writes.push((tx) => writeIndexRows(tx, generation, table, indexRows));
  }
  return async (tx) => {
    for (const write of writes) await write(tx);
  };
}

/** Otherwise many facts have the same row, and COPY would fail again and again. */
function isNewWithItsFact(table: IndexTable): boolean {
  return INDEX_TABLES[table].some(([name]) => name === 'fact_id');
}

function copyStatement(generation: Generation, table: string, columns: readonly string[]): SqlQuery {
  const names = sql.join(
    columns.map((name) => sql.ident(name)),
    sql`, `,
  );
  return sql`copy ${tableOf(generation, table)} (${names}) from stdin (format binary)`;
}

/** What a fact takes beside its payload; a guess that is too small costs a copy of the buffer. */
const FACT_BYTES = 400;

function encodeFacts(facts: readonly FactRow[]): CopyRows {
  const size = facts.reduce((sum, { payload }) => sum + payload.length + FACT_BYTES, 0);
  const rows = new CopyRows(FACT_COLUMNS.length, size);
  for (const fact of facts) {
    rows
      .row()
      .text(fact.aggregateKey)
      .uuid(fact.factId)
      .uuid(fact.bodyHash)
      .text(fact.eventType)
      .instant(fact.occurredAt)
      .instant(fact.recordedAt)
      .text(fact.source)
      .text(fact.eventId)
      .integer(fact.partition)
      .bigint(fact.offset)
      .bytes(fact.payload);
  }
  return rows;
}

function encodeIndexRows(
  table: IndexTable,
  indexRows: readonly Readonly<Record<string, string>>[],
): CopyRows {
  const columns = INDEX_TABLES[table];
  const rows = new CopyRows(columns.length);
  for (const indexRow of indexRows) {
    rows.row();
    for (const [name, type] of columns) {
      const value = indexRow[name];
      if (value === undefined) throw new TypeError(`a row of ${table} has no ${name}`);
      if (type === 'uuid') rows.uuid(value);
      else rows.text(value);
    }
  }
  return rows;
}
