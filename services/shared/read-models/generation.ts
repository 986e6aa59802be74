/** One generation of a group of read models, and its tables as identifiers. */
import { type GroupName, schemaOf } from '#schemas/read-models/groups.ts';
import { type SqlQuery, sql } from '#shared/postgres/pool.ts';

export interface Generation {
  readonly group: GroupName;
  readonly number: number;
}

/** `read_dossiers_1.fact`, quoted. */
export function tableOf(generation: Generation, table: string): SqlQuery {
  return sql.ident(schemaOf(generation.group, generation.number), table);
}
