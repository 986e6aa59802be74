/** Spreads changes of the catalogue, the registry and the links: marks every aggregate that they may touch. */
import { DERIVED_TABLES } from '#schemas/read-models/derived-tables.ts';
import { GROUPS } from '#schemas/read-models/groups.ts';
import {
  type Pool,
  type Queryable,
  type SqlQuery,
  sql,
  type Transaction,
  transaction,
} from '#shared/postgres/pool.ts';
import { type Generation, tableOf } from '#shared/read-models/generation.ts';
import type { FactReader, FactRow } from '#shared/reading/fact-rows.ts';
import { readPositions } from '#shared/reading/positions.ts';

import { type Affected, affectedBy, isNothing, proceduresIn } from '../core/derived/affected.ts';
import { markKeys } from './derived-marks.ts';
import {
  holdSeen,
  keepSeen,
  readSeen,
  registryPositions,
  type Unspread,
  unspread,
} from './derived-registry.ts';

/** A change may touch most aggregates, and a scan finds out which. */
const STATEMENT_MS = 120_000;

/** Marks what was changed since this was last asked. @returns how many aggregates were marked. */
export async function spreadRegistry(pool: Pool, facts: FactReader, generation: Generation): Promise<number> {
  const seen = await readSeen(pool, generation);
  if (unspread(registryPositions(await readPositions(pool)), seen).length === 0) return 0;
  return transaction(
    pool,
    async (tx) => {
      // Views first, so that a swap of the registry's groups waits or is waited for before anything is held.
      await readPositions(tx);
      const held = await holdSeen(tx, generation, 'alone');
      const positions = registryPositions(await readPositions(tx));
      const changed = unspread(positions, held);
      const marked = await markAffected(tx, generation, await whatIsAffected(tx, facts, changed));
      await keepSeen(
        tx,
        generation,
        changed.map(({ at }) => at),
      );
      return marked;
    },
    { statementTimeoutMs: STATEMENT_MS },
  );
}

async function whatIsAffected(
  on: Queryable,
  facts: FactReader,
  changed: readonly Unspread[],
): Promise<Affected> {
  const affected = affectedBy([], []);
  if (changed.some(({ from }) => from === undefined)) return { ...affected, all: true };
  const fresh = await facts.facts(await readChanges(on, changed));
  const procedures = proceduresIn(fresh);
  const listed = procedures.length === 0 ? [] : await facts.facts(await readProcedures(on, procedures));
  return affectedBy(fresh, listed);
}

function readChanges(on: Queryable, changed: readonly Unspread[]): Promise<readonly FactRow[]> {
  const parts = changed.flatMap(({ at, from }) => {
    if (from === undefined) return [];
    return [
      sql`
        select ${at.group}::text as stream, ${FACT_COLUMNS} from ${sql.ident('read', GROUPS[at.group].factView)}
        where partition = ${at.partition} and record_offset >= ${from} and record_offset < ${at.nextOffset}`,
    ];
  });
  return parts.length === 0 ? Promise.resolve([]) : on.query<FactRow>(sql.join(parts, sql` union all `));
}

function readProcedures(on: Queryable, codes: readonly string[]): Promise<readonly FactRow[]> {
  return on.query<FactRow>(sql`
    select 'procedures' as stream, ${FACT_COLUMNS} from read.procedure_fact
    where aggregate_key = any(${codes}::text[])`);
}

const FACT_COLUMNS = sql`aggregate_key, fact_id, body_hash, partition, record_offset, payload`;

async function markAffected(tx: Transaction, generation: Generation, affected: Affected): Promise<number> {
  if (isNothing(affected)) return 0;
  const keys = affected.all ? [everyAggregate(generation)] : narrower(generation, affected);
  return keys.length === 0 ? 0 : markKeys(tx, generation, sql.join(keys, sql` union all `));
}

/** Whoever was evaluated stands there; whoever was not is marked already. */
function everyAggregate(generation: Generation): SqlQuery {
  const parts = GROUPS[generation.group].derivedTables.map((table) => {
    const { aggregate } = DERIVED_TABLES[table];
    return sql`select ${sql.ident(aggregate)} as key from ${tableOf(generation, table)}`;
  });
  return sql.join(parts, sql` union all `);
}

/** The keys of aggregates that each kind of change touches, in the tables that this group has. */
function narrower(generation: Generation, affected: Affected): SqlQuery[] {
  return GROUPS[generation.group].derivedTables.flatMap((table) => {
    const from = sql`select ${sql.ident(DERIVED_TABLES[table].aggregate)} as key from ${tableOf(generation, table)}`;
    if (table === 'agency_activity') return [];
    if (table === 'unmapped_paper') return ofUnmapped(generation, from, affected);
    const ofAgencies = sql`${from} where agency = any(${[...affected.agencies]}::text[])`;
    return table === 'dossier_current' ? [ofAgencies, ofDossiers(from, affected)] : [ofAgencies];
  });
}

function ofDossiers(from: SqlQuery, affected: Affected): SqlQuery {
  return sql`${from}
    where procedure_code = any(${[...affected.procedures]}::text[])
      or result_codes && ${resultCodes(affected)}::text[]
      or dossier_code = any(${[...affected.dossiers]}::text[])
      or (rests_on_completion and ${affected.restingOnCompletion})
      or (submissions > 1 and ${affected.severalSubmissions})`;
}

/** A shared paper with a result code may have been mapped by what is now said otherwise. */
function ofUnmapped(generation: Generation, from: SqlQuery, affected: Affected): SqlQuery[] {
  const evidences = [...affected.evidences];
  const unmapped = sql`${from} where evidence = any(${evidences}::text[])`;
  if (generation.group !== 'shared_papers' || evidences.length === 0) return [unmapped];
  return [
    unmapped,
    sql`select aggregate_key as key from ${tableOf(generation, 'paper_statement')}
      where evidence = any(${evidences}::text[])`,
  ];
}

function resultCodes({ evidences }: Affected): string[] {
  return [...evidences]
    .filter((evidence) => evidence.startsWith('result:'))
    .map((evidence) => evidence.slice('result:'.length));
}
