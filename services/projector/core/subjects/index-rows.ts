/** Facts of a person's identifiers are found by their key alone. */
import type { IndexRows } from '#schemas/read-models/index-tables.ts';

export function subjectIndex(): IndexRows {
  return {};
}
