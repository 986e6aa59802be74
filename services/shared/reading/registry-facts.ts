/** The rows of the catalogue, the agencies and the subjects' links, in the order in which they came. */
import { GROUPS, type GroupName } from '#schemas/read-models/groups.ts';
import { type Queryable, type SqlQuery, sql } from '#shared/postgres/pool.ts';
import type { FactRow } from './fact-rows.ts';

/** The groups that are kept in memory: what all others are understood by. */
export const REGISTRY_GROUPS = ['procedures', 'agencies', 'subjects'] as const satisfies readonly GroupName[];

/** Where a record stands in the log of its group. */
export interface RecordPlace {
  readonly projection: GroupName;
  readonly partition: number;
  readonly record_offset: number;
}

export interface RowRange {
  readonly group: GroupName;
  readonly partition: number;
  /** The first offset. */
  readonly from: number;
  /** The offset after the last one. */
  readonly to: number;
}

/** The first rows of a range, so many at most. */
export function readRegistryRows(
  on: Queryable,
  { group, partition, from, to }: RowRange,
  limit: number,
): Promise<readonly FactRow[]> {
  return on.query<FactRow>(sql`
    ${rowsOf(group)}
    where partition = ${partition} and record_offset >= ${from} and record_offset < ${to}
    order by record_offset limit ${limit}`);
}

/** The rows at some places: what could not be kept when it came may have been kept since. */
export async function readRowsAt(on: Queryable, places: readonly RecordPlace[]): Promise<readonly FactRow[]> {
  const groups = [...Map.groupBy(places, ({ projection }) => projection)];
  const parts = groups.map(
    ([group, own]) => sql`
      ${rowsOf(group)}
      where (partition, record_offset) in (
        select * from unnest(
          ${own.map(({ partition }) => partition)}::int[],
          ${own.map(({ record_offset }) => record_offset)}::bigint[]))`,
  );
  return parts.length === 0 ? [] : on.query<FactRow>(sql.join(parts, sql` union all `));
}

/** Places of the records that could not be kept yet. */
export function readUnkeptPlaces(on: Queryable): Promise<readonly RecordPlace[]> {
  return on.query<RecordPlace>(sql`
    select projection, partition, record_offset from read.dead_letter
    where projection = any(${[...REGISTRY_GROUPS]}::text[])`);
}

function rowsOf(group: GroupName): SqlQuery {
  return sql`
    select ${group}::text as stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload
    from ${sql.ident('read', GROUPS[group].factView)}`;
}
