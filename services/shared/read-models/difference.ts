/**
 * Two generations of a group compared row by row, at one moment of the database. They need not stand at the same
 * place: rows of records that only one of them has reached are left out, so that a difference is a difference.
 */
import { GROUPS, schemaOf } from '#schemas/read-models/groups.ts';
import type { IndexTable } from '#schemas/read-models/index-tables.ts';
import { type Pool, type Queryable, type SqlQuery, sql, transaction } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from './generation.ts';

export interface TableDifference {
  readonly table: string;
  readonly equal: number;
  readonly onlyLive: number;
  readonly onlyRebuilt: number;
  /** Rows of one key whose other columns differ. */
  readonly different: number;
  /** Keys of the first rows that are not equal, each with the side it stands on. */
  readonly examples: readonly string[];
}

type Side = 'live' | 'rebuilt';

interface ComparedTable {
  readonly key: readonly string[];
  /** Columns that say when a row was written, not what it says. */
  readonly ignored: readonly string[];
  /** Whether the row on `side` comes from a record that the other generation has not reached. */
  readonly isAhead: (side: Side, own: Generation, other: Generation) => SqlQuery;
}

const EXAMPLES_MAX = 10;
/** Every row of both is read: a large projection takes minutes. */
const STATEMENT_MS_MAX = 600_000;

/** The row is itself of a record. */
const ofRecord: ComparedTable['isAhead'] = (side, _own, other) => beyond(other, rowOn(side));

const TABLES: Readonly<Record<'fact' | 'dead_letter' | IndexTable, ComparedTable>> = {
  fact: { key: ['aggregate_key', 'fact_id', 'body_hash'], ignored: [], isAhead: ofRecord },
  dead_letter: {
    key: ['topic', 'partition', 'record_offset'],
    ignored: ['failed_at'],
    isAhead: ofRecord,
  },
  paper_statement: rowsOfFacts(['subject_key', 'evidence', 'aggregate_key', 'fact_id']),
  paper_basis: rowsOfFacts(['basis', 'aggregate_key', 'fact_id']),
  finding: rowsOfFacts([
    'finding_type',
    'agency',
    'procedure_code',
    'dossier_code',
    'aggregate_key',
    'fact_id',
  ]),
  civil_servant_subject: {
    key: ['subject_key', 'civil_servant_code'],
    ignored: [],
    isAhead: (side, own, other) => sql`${rowOn(otherThan(side))} is null and exists (
      select from ${tableOf(own, 'fact')} f
      where f.aggregate_key = ${rowOn(side)}.civil_servant_code and ${beyond(other, sql`f`)})`,
  },
};

/** An index table whose rows name the aggregate and the fact that they come from. */
function rowsOfFacts(key: readonly string[]): ComparedTable {
  return {
    key,
    ignored: [],
    isAhead: (side, own, other) => sql`${rowOn(otherThan(side))} is null and exists (
      select from ${tableOf(own, 'fact')} f
      where f.aggregate_key = ${rowOn(side)}.aggregate_key and f.fact_id = ${rowOn(side)}.fact_id
        and ${beyond(other, sql`f`)})`,
  };
}

function rowOn(side: Side): SqlQuery {
  return sql.ident(side);
}

function otherThan(side: Side): Side {
  return side === 'live' ? 'rebuilt' : 'live';
}

function beyond(generation: Generation, row: SqlQuery): SqlQuery {
  return sql`${row}.partition is not null and not exists (
    select from ${tableOf(generation, 'position')} p
    where p.partition = ${row}.partition and ${row}.record_offset < p.next_offset)`;
}

/** Every table of the group but the positions. */
export async function differences(
  pool: Pool,
  live: Generation,
  rebuilt: Generation,
): Promise<readonly TableDifference[]> {
  return transaction(
    pool,
    async (tx) => {
      const found: TableDifference[] = [];
      for (const table of ['fact', 'dead_letter', ...GROUPS[live.group].indexTables] as const) {
        found.push(await differenceOf(tx, live, rebuilt, table));
      }
      return found;
    },
    { isolation: 'repeatable read', readOnly: true, statementTimeoutMs: STATEMENT_MS_MAX },
  );
}

async function differenceOf(
  on: Queryable,
  live: Generation,
  rebuilt: Generation,
  table: keyof typeof TABLES,
): Promise<TableDifference> {
  const { key, isAhead } = TABLES[table];
  const columns = await comparedColumns(on, live, rebuilt, table);
  const names = sql.join(
    key.map((name) => sql.ident(name)),
    sql`, `,
  );
  const compared = sql`
    select
      case when rebuilt is null then 'only live' when live is null then 'only rebuilt'
        when row(${cells(columns, 'live')}) is distinct from row(${cells(columns, 'rebuilt')})
        then 'different' else 'equal' end as verdict,
      concat_ws(' ', ${names}) as key
    from ${tableOf(live, table)} live
    full join ${tableOf(rebuilt, table)} rebuilt using (${names})
    where not (${isAhead('rebuilt', rebuilt, live)}) and not (${isAhead('live', live, rebuilt)})`;
  const counts = await on.query<{ verdict: string; count: number }>(
    sql`select verdict, count(*) as count from (${compared}) c group by verdict`,
  );
  const count = (verdict: string): number => counts.find((row) => row.verdict === verdict)?.count ?? 0;
  const unequal = count('only live') + count('only rebuilt') + count('different');
  const examples =
    unequal === 0
      ? []
      : await on.query<{ verdict: string; key: string }>(
          sql`select verdict, key from (${compared}) c where verdict <> 'equal' order by key limit ${EXAMPLES_MAX}`,
        );
  return {
    table,
    equal: count('equal'),
    onlyLive: count('only live'),
    onlyRebuilt: count('only rebuilt'),
    different: count('different'),
    examples: examples.map((row) => `${row.verdict}: ${row.key}`),
  };
}

/** As text, because json has no equality. */
function cells(columns: readonly string[], side: Side): SqlQuery {
  return sql.join(
    columns.map((column) => sql`${rowOn(side)}.${sql.ident(column)}::text`),
    sql`, `,
  );
}

/** Columns that both generations have: a rebuild may be made because the tables changed. */
async function comparedColumns(
  on: Queryable,
  live: Generation,
  rebuilt: Generation,
  table: keyof typeof TABLES,
): Promise<readonly string[]> {
  const { ignored } = TABLES[table];
  const rows = await on.query<{ name: string }>(sql`
    select attname as name from pg_attribute
    where attrelid in (${regclass(live, table)}, ${regclass(rebuilt, table)}) and attnum > 0 and not attisdropped
    group by attname having count(*) = 2 order by attname`);
  return rows.map(({ name }) => name).filter((name) => !ignored.includes(name));
}

function regclass({ group, number }: Generation, table: string): SqlQuery {
  return sql`${`${schemaOf(group, number)}.${table}`}::regclass`;
}
