/** Facts of the catalogue of procedures are found by its key alone. */
import { type IndexRows, NO_INDEX_ROWS } from '../rows.ts';

export function procedureIndex(): IndexRows {
  return NO_INDEX_ROWS;
}
