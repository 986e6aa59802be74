/** Facts of an official document are found by its key alone. */
import { type IndexRows, NO_INDEX_ROWS } from '../rows.ts';

export function documentIndex(): IndexRows {
  return NO_INDEX_ROWS;
}
