/** Marks aggregates whose facts have changed, for whoever keeps tables that are derived from them. */
import { GROUPS, schemaOf } from '#schemas/read-models/groups.ts';
import { type Queryable, type SqlQuery, sql } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';
import type { DeadLetterRow, KeptRecord } from '../core/rows.ts';

/** Marks the aggregates of kept records and of dead letters; nothing in a group without derived tables. */
export async function markDirty(
  on: Queryable,
  generation: Generation,
  records: readonly KeptRecord[],
  letters: readonly DeadLetterRow[],
): Promise<void> {
  const statement = markStatement(generation, records, letters);
  if (statement !== undefined) await on.query(statement);
}

/**
 * All marks in one statement; undefined where there is nothing to mark. A mark gets a new number each time, so that one
 * made while its aggregate is being folded is seen. Keys go in order, as whoever deletes marks must go: two that lock the
 * same rows in different orders wait for each other.
 */
export function markStatement(
  generation: Generation,
  records: readonly KeptRecord[],
  letters: readonly DeadLetterRow[],
): SqlQuery | undefined {
  if (GROUPS[generation.group].derivedTables.length === 0) return undefined;
  const refused = new Set(letters.map(({ offset }) => offset));
  const keys = new Set<string>();
  for (const { fact } of records) if (!refused.has(fact.offset)) keys.add(fact.aggregateKey);
  for (const { aggregateKey } of letters) if (aggregateKey !== undefined) keys.add(aggregateKey);
  if (keys.size === 0) return undefined;
  const sequence = `${schemaOf(generation.group, generation.number)}.mark`;
  return sql`
    insert into ${tableOf(generation, 'dirty')} (aggregate_key, marked)
    select key, mark
    from unnest(${[...keys]}::text[]) key, nextval(${sequence}::regclass) mark
    order by key
    on conflict (aggregate_key) do update set marked = excluded.marked`;
}
