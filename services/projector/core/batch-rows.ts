/** The rows of many records as one write: no row twice, because one statement may not touch a row a second time. */
import type { BatchRows, FactRow, KeptRecord } from './rows.ts';

/** Merges in the order of the log, so that it does not matter how the log was cut into batches. */
export function batchRows(records: readonly KeptRecord[]): BatchRows {
  return {
    facts: earliestCopies(records.map(({ fact }) => fact)),
    index: {
      paper_statement: distinct(records.flatMap(({ index }) => index.paper_statement ?? [])),
      paper_basis: distinct(records.flatMap(({ index }) => index.paper_basis ?? [])),
      civil_servant_subject: distinct(records.flatMap(({ index }) => index.civil_servant_subject ?? [])),
      finding: distinct(records.flatMap(({ index }) => index.finding ?? [])),
    },
  };
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
