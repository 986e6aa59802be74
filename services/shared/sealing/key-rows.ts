/** The rows of `records.subject_key`: the questions that are asked of them. */
import { type Pool, sql } from '#shared/postgres/pool.ts';

/** A key as it is kept. `wrapped` is null when the key was destroyed. */
export interface KeyRow {
  readonly owner: string;
  readonly version: number;
  readonly wrapped: Buffer | null;
}

/**
 * The newest key of each owner; owners without one get the key that is offered. One round trip. An owner for whom
 * somebody else inserts at this very moment is missing in the answer: ask again.
 */
export function findOrInsertKeys(
  pool: Pool,
  owners: readonly string[],
  offered: readonly Buffer[],
): Promise<readonly KeyRow[]> {
  return pool.query<KeyRow>(sql`
    with wanted as (
      select key_owner, wrapped_key from unnest(${owners}::text[], ${offered}::bytea[]) as w (key_owner, wrapped_key)
    ),
    made as (
      insert into records.subject_key (key_owner, key_version, wrapped_key)
      select key_owner, 1, wrapped_key
      from wanted
      where not exists (select from records.subject_key k where k.key_owner = wanted.key_owner)
      -- In one order everywhere, or two callers could wait for each other.
      order by key_owner
      on conflict do nothing
      returning key_owner, key_version, wrapped_key
    ),
    kept as (
      select distinct on (k.key_owner) k.key_owner, k.key_version, k.wrapped_key
      from records.subject_key k join wanted using (key_owner)
      order by k.key_owner, k.key_version desc
    )
    select key_owner as owner, key_version as version, wrapped_key as wrapped from made
    union all
    select key_owner, key_version, wrapped_key from kept
  `);
}

/** The keys with which boxes were sealed, by owner and version. Destroyed ones have no bytes. */
export function findKeys(
  pool: Pool,
  owners: readonly string[],
  versions: readonly number[],
): Promise<readonly KeyRow[]> {
  return pool.read<KeyRow>(sql`
    select key_owner as owner, key_version as version, wrapped_key as wrapped
    from records.subject_key
    join unnest(${owners}::text[], ${versions}::integer[]) as w (key_owner, key_version) using (key_owner, key_version)
  `);
}
