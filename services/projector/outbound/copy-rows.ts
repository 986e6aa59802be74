/**
 * The rows of a batch by COPY: the fastest way in, which knows no conflict. Promises: all or nothing; a row that is
 * there already fails the transaction (SQLSTATE 23505), as does one that PostgreSQL refuses.
 */
import { GROUPS } from '#schemas/read-models/groups.ts';
import { INDEX_TABLES, type IndexTable } from '#schemas/read-models/index-tables.ts';
import { CopyRows } from '#shared/postgres/copy-rows.ts';
import type { Step } from '#shared/postgres/one-go.ts';
import { type SqlQuery, sql } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';
import type { BatchRows, FactRow } from '../core/rows.ts';
import { FACT_COLUMNS } from './write-facts.ts';
import { indexRowsStatement } from './write-index-rows.ts';

/** Encodes at once, so that no transaction waits for it with the position locked. */
export function copySteps(generation: Generation, rows: BatchRows): readonly Step[] {
  const steps: Step[] = [];
  if (rows.facts.length > 0)
    steps.push({ query: copyStatement(generation, 'fact', FACT_COLUMNS), rows: encodeFacts(rows.facts) });
  for (const table of GROUPS[generation.group].indexTables) {
    const indexRows = rows.index[table] ?? [];
    if (indexRows.length === 0) continue;
    if (isNewWithItsFact(table)) {
      const columns = INDEX_TABLES[table].map(([name]) => name);
      steps.push({
        query: copyStatement(generation, table, columns),
        rows: encodeIndexRows(table, indexRows),
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
