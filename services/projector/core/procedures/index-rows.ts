/** Facts of the catalogue of procedures are found by their key alone. */
import type { IndexRows } from '#schemas/read-models/index-tables.ts';

export function procedureIndex(): IndexRows {
  return {};
}
