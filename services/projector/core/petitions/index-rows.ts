/** Facts of a petition are found by their key alone. */
import type { IndexRows } from '#schemas/read-models/index-tables.ts';

export function petitionIndex(): IndexRows {
  return {};
}
