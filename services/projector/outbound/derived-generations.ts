/** The generations whose derived tables are kept: the live one of each group, and one that is being built. */
import { GROUPS, isGroupName } from '#schemas/read-models/groups.ts';
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import type { Generation } from '#shared/read-models/generation.ts';

/** Live ones first: what is being built answers nobody yet. */
export async function derivedGenerations(on: Queryable): Promise<readonly Generation[]> {
  const rows = await on.query<{ name: string; live_generation: number; building_generation: number | null }>(
    sql`select name, live_generation, building_generation from records.projection order by name`,
  );
  const generations = (numberOf: (row: (typeof rows)[number]) => number | null): Generation[] =>
    rows.flatMap((row) => {
      const number = numberOf(row);
      if (number === null || !isGroupName(row.name)) return [];
      return GROUPS[row.name].derivedTables.length === 0 ? [] : [{ group: row.name, number }];
    });
  return [...generations((row) => row.live_generation), ...generations((row) => row.building_generation)];
}
