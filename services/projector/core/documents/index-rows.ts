/** Facts of an official document are found by their key alone. */
import type { IndexRows } from '#schemas/read-models/index-tables.ts';

export function documentIndex(): IndexRows {
  return {};
}
