/**
 * The rows of a batch by COPY: the fastest way in, which knows no conflict. Promises: all or nothing; a row that is
 * there already fails the transaction (SQLSTATE 23505), as does one that PostgreSQL refuses.
 */
import { setImmediate as othersTurn } from 'node:timers/promises';
import { GROUPS } from '#schemas/read-models/groups.ts';
import { INDEX_TABLES, type IndexTable } from '#schemas/read-models/index-tables.ts';
import { CopyRows } from '#shared/postgres/copy-rows.ts';
import type { Step } from '#shared/postgres/one-go.ts';
import { type SqlQuery, sql } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';
import type { BatchRows, FactRow } from '../core/rows.ts';
import { FACT_COLUMNS } from './write-facts.ts';
import { indexRowsStatement } from './write-index-rows.ts';

/** Rows that are encoded at a time; in between come the answers to the batches of other partitions. */
const ROWS_AT_A_TIME = 100;

/** Encodes everything before any of it is sent, so that no transaction waits for it with the position locked. */
export async function copySteps(generation: Generation, rows: BatchRows): Promise<readonly Step[]> {
  const steps: Step[] = [];
  if (rows.facts.length > 0)
    steps.push({
      query: copyStatement(generation, 'fact', FACT_COLUMNS),
      rows: await encodeFacts(rows.facts),
    });
  for (const table of GROUPS[generation.group].indexTables) {
    const indexRows = rows.index[table] ?? [];
    if (indexRows.length === 0) continue;
    if (isNewWithItsFact(table)) {
      const columns = INDEX_TABLES[table].map(([name]) => name);
      steps.push({
        query: copyStatement(generation, table, columns),
        rows: await encodeIndexRows(table, indexRows),
      });
    } else steps.push({ query: indexRowsStatement(generation, table, indexRows) });
  }
  return steps;
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

async function encodeFacts(facts: readonly FactRow[]): Promise<CopyRows> {
  const size = facts.reduce((sum, { payload }) => sum + payload.length + FACT_BYTES, 0);
  const rows = new CopyRows(FACT_COLUMNS.length, size);
  for (const [index, fact] of facts.entries()) {
    if (index % ROWS_AT_A_TIME === ROWS_AT_A_TIME - 1) await othersTurn();
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

async function encodeIndexRows(
  table: IndexTable,
  indexRows: readonly Readonly<Record<string, string>>[],
): Promise<CopyRows> {
  const columns = INDEX_TABLES[table];
  const rows = new CopyRows(columns.length);
  for (const [index, indexRow] of indexRows.entries()) {
    if (index % ROWS_AT_A_TIME === ROWS_AT_A_TIME - 1) await othersTurn();
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
