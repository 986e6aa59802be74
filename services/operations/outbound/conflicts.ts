/** Conflicts that were found: by their id, and of one person. */
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import { isFactOf } from '#shared/pure/fact.ts';
import type { FactReader, FactRow } from '#shared/reading/fact-rows.ts';
import type { Conflict } from '../core/conflicts.ts';
import { findByEventId } from './facts-by-name.ts';

/** The conflict that was found under an id, which is that of the event that says it. */
export async function findConflict(
  on: Queryable,
  facts: FactReader,
  conflictId: string,
): Promise<Conflict | undefined> {
  const found = await findByEventId(on, facts, [conflictId], { groups: ['findings'] });
  return found
    .map(({ fact }) => fact)
    .filter((fact) => isFactOf(fact, 'SubjectConflictDetected'))
    .find(({ event }) => event.conflictId === conflictId);
}

/** The conflicts about who a person is. */
export async function personConflicts(
  on: Queryable,
  facts: FactReader,
  subjectKey: string,
): Promise<readonly Conflict[]> {
  const rows = await on.query<FactRow>(sql`
    select 'findings' as stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from read.finding_fact
    where aggregate_key = ${subjectKey} and event_type = 'vn.gov.hub.subject-conflict-detected.v1'`);
  const found = await facts.facts(rows);
  return found
    .filter((fact) => isFactOf(fact, 'SubjectConflictDetected'))
    .filter(({ event }) => event.conflictKind === 'PERSON');
}
