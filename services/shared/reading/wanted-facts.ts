/**
 * The first statement of a question (design 6): persons and evidences → the few aggregates that state such papers
 * about them → all facts and open dead letters of those; the persons' own records, and whether it is in question who they
 * are. Evidence narrows first, so a
 * company with 5,000 dossiers costs no more than a person with five.
 */
import type { EventType } from '#schemas/generated/events.ts';
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import { textArray } from '#shared/postgres/text-array.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { FactRow } from './fact-rows.ts';
import type { LetterRow } from './letters.ts';

/** Aggregates that one question looks at, at most: the newest stated; the answer says when there were more. */
export const AGGREGATES_MAX = 200;

export interface Wanted {
  readonly subjectKeys: readonly string[];
  /** Absent: papers of any kind. In order, PostgreSQL finds them faster; the same list is encoded once. */
  readonly evidences?: readonly string[];
  /** What was recorded later takes no place among the aggregates. */
  readonly knownAt?: Instant;
}

export interface WantedRows {
  readonly facts: readonly FactRow[];
  readonly letters: readonly LetterRow[];
  readonly truncated: boolean;
}

/** That two people stand under a person's number, and what undoes that again. */
const CONFLICTS = [
  'vn.gov.hub.subject-conflict-detected.v1',
  'vn.gov.hub.fact-corrected.v1',
  'vn.gov.hub.fact-retracted.v1',
] as const satisfies readonly EventType[];

type Row = { readonly matched: number | null } & (
  | (FactRow & { readonly known_from: null })
  | (LetterRow & { readonly payload: null })
);

/** Reads all of it in one statement. */
export async function readWantedFacts(on: Queryable, wanted: Wanted): Promise<WantedRows> {
  const evidence =
    wanted.evidences === undefined ? sql`true` : sql`evidence = any(${textArray(wanted.evidences)}::text[])`;
  const known =
    wanted.knownAt === undefined
      ? sql`true`
      : sql`fact.recorded_at <= timestamptz 'epoch' + ${wanted.knownAt}::bigint * interval '1 millisecond'`;
  const rows = await on.query<Row>(sql`
    with statement as materialized (
      select stream, aggregate_key, fact_id from read.paper_statement
      where subject_key = any(${wanted.subjectKeys}::text[]) and ${evidence}
    ),
    stated as (
      select statement.stream, statement.aggregate_key, fact.recorded_at
      from statement join read.dossier_fact as fact using (aggregate_key, fact_id)
      where statement.stream = 'dossiers' and ${known}
      union all
      select statement.stream, statement.aggregate_key, fact.recorded_at
      from statement join read.shared_fact as fact using (aggregate_key, fact_id)
      where statement.stream = 'shared_papers' and ${known}
    ),
    wanted as materialized (
      select stream, aggregate_key, count(*) over ()::int as matched
      from stated
      group by stream, aggregate_key
      order by max(recorded_at) desc, stream, aggregate_key
      limit ${AGGREGATES_MAX}
    )
    select wanted.matched, wanted.stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload,
      null::timestamptz as known_from
    from wanted join read.dossier_fact using (aggregate_key)
    where wanted.stream = 'dossiers'
    union all
    select wanted.matched, wanted.stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload, null
    from wanted join read.shared_fact using (aggregate_key)
    where wanted.stream = 'shared_papers'
    union all
    select wanted.matched, wanted.stream, aggregate_key, null, null, null, null, null, letter.record_timestamp
    from wanted join read.dead_letter as letter using (aggregate_key)
    where letter.projection in ('dossiers', 'shared_papers') and letter.projection = wanted.stream
    union all
    select null, 'civil_servants', aggregate_key, fact_id, body_hash, partition, record_offset, payload, null
    from read.civil_servant_fact
    where aggregate_key in (
      select civil_servant_code from read.civil_servant_subject
      where subject_key = any(${wanted.subjectKeys}::text[])
    )
    union all
    select null, 'findings', aggregate_key, fact_id, body_hash, partition, record_offset, payload, null
    from read.finding_fact
    where aggregate_key = any(${wanted.subjectKeys}::text[]) and event_type = any(${CONFLICTS}::text[])`);
  return {
    facts: rows.filter((row) => row.payload !== null),
    letters: rows.filter((row) => row.payload === null),
    truncated: rows.some(({ matched }) => (matched ?? 0) > AGGREGATES_MAX),
  };
}
