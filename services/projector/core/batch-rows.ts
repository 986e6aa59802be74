/** The rows of many records as one write: no row twice, because one statement may not touch a row a second time. */
import type { IndexRowOf, IndexTable } from '#schemas/read-models/index-tables.ts';
import type { BatchRows, FactRow, KeptRecord } from './rows.ts';

/** Merges in the order of the log, so that it does not matter how the log was cut into batches. */
export function batchRows(records: readonly KeptRecord[]): BatchRows {
  const facts = records.map(({ fact }) => fact);
  // Nearly always no fact comes twice in a batch; then no row that names its fact does.
  const isTwice = new Set(facts.map(({ factId }) => factId)).size < facts.length;
  return {
    facts: isTwice ? earliestCopies(facts) : facts,
    index: {
      paper_statement: rowsOf(records, 'paper_statement', isTwice),
      paper_basis: rowsOf(records, 'paper_basis', isTwice),
      civil_servant_subject: rowsOf(records, 'civil_servant_subject', true),
      finding: rowsOf(records, 'finding', isTwice),
    },
  };
}

function rowsOf<T extends IndexTable>(
  records: readonly KeptRecord[],
  table: T,
  mayRepeat: boolean,
): readonly IndexRowOf<T>[] {
  const rows: IndexRowOf<T>[] = [];
  for (const { index } of records) for (const row of index[table] ?? []) rows.push(row);
  return mayRepeat ? distinct(rows) : rows;
}

/**
 * Of two copies of a fact the one recorded first stays; recorded at the same instant, the first in the log. The ids
 * have one length, so that their key needs nothing between them.
 */
function earliestCopies(facts: readonly FactRow[]): readonly FactRow[] {
  const earliest = new Map<string, FactRow>();
  for (const fact of facts) {
    const key = fact.factId + fact.bodyHash + fact.aggregateKey;
    const known = earliest.get(key);
    if (known === undefined || fact.recordedAt < known.recordedAt) earliest.set(key, fact);
  }
  return [...earliest.values()];
}

function distinct<T extends object>(rows: readonly T[]): readonly T[] {
  if (rows.length === 0) return rows;
  // NUL keeps the parts apart: PostgreSQL refuses every row that has one inside.
  return [...new Map(rows.map((row) => [Object.values(row).join('\u0000'), row])).values()];
}
