/** Facts of a work file are found by their key alone. */
import type { IndexRows } from '#schemas/read-models/index-tables.ts';

export function workFileIndex(): IndexRows {
  return {};
}
