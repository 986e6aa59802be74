/**
 * Which dossiers the national sync has brought before, as far as the read model knows. A courtesy to senders, who are
 * told that a dossier exists; nothing is taken or left because of it. A silent database means that none is known.
 */

import { type Queryable, sql } from '#shared/postgres/pool.ts';
import { createAskKindly } from '#shared/publishing/courtesy.ts';
import { DOOR } from '../core/snapshot.ts';

/** Gives those of the dossier codes that exist. Never throws. */
export type FindKnownDossiers = (codes: readonly string[]) => Promise<ReadonlySet<string>>;

/** `onSilence` is told why nothing is known for the moment. */
export function createFindKnownDossiers(
  pool: Queryable,
  onSilence: (error: unknown) => void,
): FindKnownDossiers {
  const ask = createAskKindly(onSilence);
  return (codes) => ask(() => find(pool, codes), new Set());
}

async function find(pool: Queryable, codes: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await pool.query<{ aggregate_key: string }>(sql`
    select distinct aggregate_key
    from read.dossier_fact
    where aggregate_key = any(${[...codes]}::text[])
      and event_type = 'vn.gov.one-stop-shop.snapshot-stated.v1'
      and source like ${`/agencies/%/${DOOR}`}`);
  return new Set(rows.map(({ aggregate_key }) => aggregate_key));
}
