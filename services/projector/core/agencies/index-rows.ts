/** Facts of an agency are found by their key alone. */
import type { IndexRows } from '#schemas/read-models/index-tables.ts';

export function agencyIndex(): IndexRows {
  return {};
}
