/** What a generation takes on disk. */
import { schemaOf } from '#schemas/read-models/groups.ts';
import { type Pool, sql } from '#shared/postgres/pool.ts';
import type { Generation } from '#shared/read-models/generation.ts';

/** A page that nearly everything leaves empty is not worth a word. */
const WORTH_NAMING = 5;

/** One line: bytes an event of tables and indexes, the greater ones by name. */
export async function bytesPerEvent(pool: Pool, generation: Generation, events: number): Promise<string> {
  const rows = await pool.query<{ name: string; is_index: boolean; bytes: number }>(sql`
    select relname as name, relkind = 'i' as is_index, pg_relation_size(oid) as bytes
    from pg_class
    where relnamespace = ${schemaOf(generation.group, generation.number)}::regnamespace and relkind in ('r', 'i')
    order by 3 desc`);
  const perEvent = (bytes: number): string => (bytes / events).toFixed(0);
  const sum = (isIndex: boolean): string =>
    perEvent(rows.filter((row) => row.is_index === isIndex).reduce((total, { bytes }) => total + bytes, 0));
  const named = rows
    .filter(({ bytes }) => bytes >= events * WORTH_NAMING)
    .map(({ name, bytes }) => `${name} ${perEvent(bytes)}`);
  return `on disk an event: tables ${sum(false)} B, indexes ${sum(true)} B (${named.join(', ')})`;
}
