/** Evidences of papers whose kind nothing says, the most frequent first. */
import { type Pool, sql } from '#shared/postgres/pool.ts';
import type { ReadUnmapped, UnmappedEvidence } from '../core/unmapped-papers.ts';

const EXAMPLES = 5;
const AGENCIES_SHOWN = 20;

export function createUnmappedReads(pool: Pool): ReadUnmapped {
  return ({ offices }, after, limit) => {
    const office =
      offices === undefined
        ? sql`true`
        : sql`exists (
            select from unnest(${offices}::text[]) as office (code)
            where agency = office.code or starts_with(agency, office.code || '.')
          )`;
    // C: bytes are ordered alike everywhere, so a cursor means the same in every database.
    const beyond =
      after === undefined
        ? sql`true`
        : sql`(papers < ${after.papers}
            or (papers = ${after.papers} and evidence collate "C" > ${after.evidence}))`;
    return pool.query<UnmappedEvidence>(sql`
      select * from (
        select evidence, min(stated) as stated, sum(papers)::int as papers,
          count(distinct (stream, aggregate_key))::int as aggregates,
          array_agg(distinct origin order by origin) as origins,
          (array_agg(distinct agency order by agency))[1:${AGENCIES_SHOWN}] as agencies,
          min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at,
          coalesce((array_agg(distinct aggregate_key order by aggregate_key)
            filter (where stream = 'dossiers'))[1:${EXAMPLES}], '{}') as dossiers
        from read.unmapped_paper
        where ${office}
        group by evidence
      ) unmapped
      where ${beyond}
      order by papers desc, evidence collate "C"
      limit ${limit}`);
  };
}
