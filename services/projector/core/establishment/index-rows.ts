/** Facts of an agency's establishment are found by their key alone. */
import type { IndexRows } from '#schemas/read-models/index-tables.ts';

export function establishmentIndex(): IndexRows {
  return {};
}
