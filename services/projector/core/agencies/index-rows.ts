/** Facts of an agency are found by its key alone. */
import { type IndexRows, NO_INDEX_ROWS } from '../rows.ts';

export function agencyIndex(): IndexRows {
  return NO_INDEX_ROWS;
}
