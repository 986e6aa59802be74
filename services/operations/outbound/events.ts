/** Events of one dossier, or about one person, in the order in which they were recorded. */
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import type { FactReader, FactRow } from '#shared/reading/fact-rows.ts';
import { type FoundFact, findByEventId, findByFactId, foundFacts, NAMESAKES_MAX } from './facts-by-name.ts';

/** What was found, and whether there is more than one question looks at. */
export interface Found {
  readonly facts: readonly FoundFact[];
  readonly truncated: boolean;
}

/** Events that one question looks at, at most: the newest recorded. */
const EVENTS_MAX = 5000;
/** Aggregates of one person that are looked at, at most. */
const AGGREGATES_MAX = 1000;

/** By CloudEvents id, and by factId where the text can be one; of one aggregate, where its key is given. */
export async function eventsNamed(
  on: Queryable,
  facts: FactReader,
  name: string,
  aggregateKey: string | undefined,
): Promise<Found> {
  const byId = await findByEventId(on, facts, [name], { aggregateKey });
  const byFactId = isUuid(name) ? await findByFactId(on, facts, name.toLowerCase(), { aggregateKey }) : [];
  return { facts: [...byId, ...byFactId], truncated: byId.length === NAMESAKES_MAX };
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Everything that was said of a dossier under its key. */
export async function eventsOfDossier(on: Queryable, facts: FactReader, dossierCode: string): Promise<Found> {
  const rows = await on.query<FactRow>(sql`
    select 'dossiers' as stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from read.dossier_fact
    where aggregate_key = ${dossierCode}
    order by recorded_at desc
    limit ${EVENTS_MAX}`);
  return { facts: await foundFacts(rows, facts), truncated: rows.length === EVENTS_MAX };
}

/**
 * Events that concern a person, of the dossiers with papers of theirs, the papers shared about them, links and
 * findings; and their personnel records as a whole.
 */
export async function eventsOfSubject(on: Queryable, facts: FactReader, subjectKey: string): Promise<Found> {
  const rows = await on.query<FactRow>(sql`
    with aggregate as materialized (
      select distinct stream, aggregate_key from read.paper_statement where subject_key = ${subjectKey}
      limit ${AGGREGATES_MAX}
    ),
    named as (
      select 'dossiers' as stream, fact.*
      from aggregate join read.dossier_fact as fact using (aggregate_key) where stream = 'dossiers'
      union all
      select 'shared_papers', fact.*
      from aggregate join read.shared_fact as fact using (aggregate_key) where stream = 'shared_papers'
      union all
      select 'shared_papers', fact.* from read.shared_fact as fact where aggregate_key = ${subjectKey}
      union all
      select 'subjects', fact.* from read.subject_fact as fact where aggregate_key = ${subjectKey}
      union all
      select 'findings', fact.* from read.finding_fact as fact where aggregate_key = ${subjectKey}
      union all
      select 'civil_servants', fact.*
      from read.civil_servant_subject as subject
      join read.civil_servant_fact as fact on aggregate_key = civil_servant_code
      where subject_key = ${subjectKey}
    )
    select distinct on (recorded_at, stream, aggregate_key, fact_id, body_hash)
      stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from named
    order by recorded_at desc, stream, aggregate_key, fact_id, body_hash
    limit ${EVENTS_MAX}`);
  const found = await foundFacts(rows, facts);
  const concerned = found.filter(
    ({ group, fact: { event, replacement } }) =>
      group === 'civil_servants' ||
      [event, replacement].some((one) => one?.concerns.some((concern) => concern.subjectKey === subjectKey)),
  );
  return { facts: concerned, truncated: rows.length === EVENTS_MAX };
}
