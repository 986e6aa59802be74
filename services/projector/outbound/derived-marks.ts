/**
 * Marks of aggregates that wait to be evaluated. Promises: a mark is taken away only if nobody marked its aggregate
 * again since it was read; whoever marks never waits for a fold, because folds lock no mark.
 */
import { schemaOf } from '#schemas/read-models/groups.ts';
import { type Queryable, type SqlQuery, sql, type Transaction } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';

export interface Mark {
  readonly aggregate_key: string;
  readonly marked: number;
}

/** Aggregates are evaluated in lanes, so that two projectors never fold the same one at once. */
const LANES = 8;
/** Marks that are looked at to find the lanes in which some wait. */
const LOOKED_AT = 2_000;

/** Lanes in which marks wait; those of the first marks where there are very many. */
export async function waitingLanes(on: Queryable, generation: Generation): Promise<readonly number[]> {
  const rows = await on.query<{ lane: number }>(sql`
    select distinct ${laneOf(sql`aggregate_key`)} as lane
    from (select aggregate_key from ${tableOf(generation, 'dirty')} limit ${LOOKED_AT}) waiting`);
  return rows.map(({ lane }) => lane);
}

/** Takes a lane until the transaction ends; false if another evaluator has it. */
export async function takeLane(
  tx: Transaction,
  { group, number }: Generation,
  lane: number,
): Promise<boolean> {
  const [row] = await tx.query<{ taken: boolean }>(sql`
    select pg_try_advisory_xact_lock(hashtext(${schemaOf(group, number)}), ${lane}) as taken`);
  return row?.taken === true;
}

/** The next marks of a lane after a key, in the order of the keys. */
export function readMarks(
  on: Queryable,
  generation: Generation,
  { lane, after, limit }: { readonly lane: number; readonly after: string; readonly limit: number },
): Promise<readonly Mark[]> {
  return on.query<Mark>(sql`
    select aggregate_key, marked from ${tableOf(generation, 'dirty')}
    where ${laneOf(sql`aggregate_key`)} = ${lane} and aggregate_key > ${after}
    order by aggregate_key limit ${limit}`);
}

/**
 * Takes marks away, in the order of the keys, as whoever marks goes.
 * @returns the keys whose marks were still those that were read: of the others newer facts may have come.
 */
export async function removeMarks(
  tx: Transaction,
  generation: Generation,
  marks: readonly Mark[],
): Promise<ReadonlySet<string>> {
  const dirty = tableOf(generation, 'dirty');
  const rows = await tx.query<{ aggregate_key: string }>(sql`
    with unchanged as (
      select d.aggregate_key
      from ${dirty} d
      join unnest(${marks.map((mark) => mark.aggregate_key)}::text[], ${marks.map((mark) => mark.marked)}::bigint[])
        folded (aggregate_key, marked) using (aggregate_key, marked)
      order by d.aggregate_key
      for update of d
    )
    delete from ${dirty} d using unchanged where d.aggregate_key = unchanged.aggregate_key
    returning d.aggregate_key`);
  return new Set(rows.map((row) => row.aggregate_key));
}

/** Marks the aggregates that a query gives in its column `key`, each with a new number. */
export async function markKeys(tx: Transaction, generation: Generation, keys: SqlQuery): Promise<number> {
  const sequence = `${schemaOf(generation.group, generation.number)}.mark`;
  const rows = await tx.query<{ count: number }>(sql`
    with marked as (
      insert into ${tableOf(generation, 'dirty')} (aggregate_key, marked)
      select key, nextval(${sequence}::regclass) from (select distinct key from (${keys}) found order by key) keys
      on conflict (aggregate_key) do update set marked = excluded.marked
      returning 1
    )
    select count(*)::int as count from marked`);
  return rows[0]?.count ?? 0;
}

function laneOf(key: SqlQuery): SqlQuery {
  return sql`(hashtext(${key}) & ${LANES - 1})`;
}
