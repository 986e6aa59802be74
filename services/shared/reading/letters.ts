/** Records about what papers lead to that nobody could read: documents, civil servants, persons named beside. */
import type { OpenDeadLetter } from '#shared/once-only/world.ts';
import { type Queryable, sql } from '#shared/postgres/pool.ts';

export interface LetterRow {
  readonly stream: OpenDeadLetter['stream'];
  readonly aggregate_key: string;
  readonly known_from: Date;
}

export interface LettersWanted {
  readonly documentKeys: readonly string[];
  readonly civilServantCodes: readonly string[];
  /** Persons under whose keys something may have been said of shared papers. */
  readonly subjectKeys: readonly string[];
}

/** All of them in one statement; in none where nothing is named. */
export async function readNamedLetters(
  on: Queryable,
  { documentKeys, civilServantCodes, subjectKeys }: LettersWanted,
): Promise<readonly LetterRow[]> {
  if (documentKeys.length + civilServantCodes.length + subjectKeys.length === 0) return [];
  return on.query<LetterRow>(sql`
    select projection as stream, aggregate_key, record_timestamp as known_from
    from read.dead_letter
    where projection = 'documents' and aggregate_key = any(${documentKeys}::text[])
    union all
    select projection, aggregate_key, record_timestamp
    from read.dead_letter
    where projection = 'civil_servants' and aggregate_key = any(${civilServantCodes}::text[])
    union all
    select projection, aggregate_key, record_timestamp
    from read.dead_letter
    where projection = 'shared_papers' and aggregate_key = any(${subjectKeys}::text[])`);
}
