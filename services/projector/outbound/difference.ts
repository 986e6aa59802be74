/**
 * Two generations of a group compared row by row. A rebuild may be ahead of the live generation: rows of records
 * that the live one has not reached are left out, so that a difference is a difference.
 */
import { GROUPS, schemaOf } from '#schemas/read-models/groups.ts';
import type { IndexTable } from '#schemas/read-models/index-tables.ts';
import { type Queryable, type SqlQuery, sql } from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';

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

interface ComparedTable {
  readonly key: readonly string[];
  /** Columns that say when a row was written, not what it says. */
  readonly ignored: readonly string[];
  /** Whether the row `rebuilt` comes from a record that the live generation has not reached. */
  readonly isAhead: (live: Generation, rebuilt: Generation) => SqlQuery;
}

const EXAMPLES_MAX = 10;

const TABLES: Readonly<Record<'fact' | 'dead_letter' | IndexTable, ComparedTable>> = {
  fact: {
    key: ['aggregate_key', 'fact_id', 'body_hash'],
    ignored: [],
    isAhead: (live) => beyond(live, sql`rebuilt`),
  },
  dead_letter: {
    key: ['topic', 'partition', 'record_offset'],
    ignored: ['failed_at'],
    isAhead: (live) => beyond(live, sql`rebuilt`),
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
    isAhead: (live, rebuilt) => sql`live is null and exists (
      select from ${tableOf(rebuilt, 'fact')} f
      where f.aggregate_key = rebuilt.civil_servant_code and ${beyond(live, sql`f`)})`,
  },
};

/** An index table whose rows name the aggregate and the fact that they come from. */
function rowsOfFacts(key: readonly string[]): ComparedTable {
  return {
    key,
    ignored: [],
    isAhead: (live, rebuilt) => sql`live is null and exists (
      select from ${tableOf(rebuilt, 'fact')} f
      where f.aggregate_key = rebuilt.aggregate_key and f.fact_id = rebuilt.fact_id and ${beyond(live, sql`f`)})`,
  };
}

function beyond(live: Generation, row: SqlQuery): SqlQuery {
  return sql`${row}.partition is not null and not exists (
    select from ${tableOf(live, 'position')} p
    where p.partition = ${row}.partition and ${row}.record_offset < p.next_offset)`;
}

/** Every table of the group but the positions. Both generations must stand still, or the live one at least. */
export async function differences(
  on: Queryable,
  live: Generation,
  rebuilt: Generation,
): Promise<readonly TableDifference[]> {
  const found: TableDifference[] = [];
  for (const table of ['fact', 'dead_letter', ...GROUPS[live.group].indexTables] as const) {
    found.push(await differenceOf(on, live, rebuilt, table));
  }
  return found;
}

async function differenceOf(
  on: Queryable,
  live: Generation,
  rebuilt: Generation,
  table: keyof typeof TABLES,
): Promise<TableDifference> {
  const { key, isAhead } = TABLES[table];
  const columns = await comparedColumns(on, live, rebuilt, table);
  const compared = sql`
    select
      case when rebuilt is null then 'only live' when live is null then 'only rebuilt'
        when row(${cells(columns, sql`live`)}) is distinct from row(${cells(columns, sql`rebuilt`)})
        then 'different' else 'equal' end as verdict,
      concat_ws(' ', ${sql.join(
        key.map((name) => sql.ident(name)),
        sql`, `,
      )}) as key
    from ${tableOf(live, table)} live
    full join ${tableOf(rebuilt, table)} rebuilt using (${sql.join(
      key.map((name) => sql.ident(name)),
      sql`, `,
    )})
    where not (${isAhead(live, rebuilt)})`;
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
function cells(columns: readonly string[], side: SqlQuery): SqlQuery {
  return sql.join(
    columns.map((column) => sql`${side}.${sql.ident(column)}::text`),
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
