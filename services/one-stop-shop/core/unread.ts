/** What a sender states and the hub does not read, so that a gap in the mapping is seen by both. */

export interface UnreadField {
  /** Where it stands: `data[].TaiLieuNop[].SoTrang`. */
  readonly field: string;
  readonly count: number;
  /** The hub knows the field, and reads no fact from it. */
  readonly known: boolean;
}

const FIELDS_TOLD_MAX = 50;
/** Names are the sender's own words: enough of them to find the place. */
const NAME_LENGTH_MAX = 120;

/** Each field once with its count: unknown ones first, then the most frequent. */
export function unreadFields(unknown: readonly string[], known: readonly string[]): readonly UnreadField[] {
  return [...tally(unknown, false), ...tally(known, true)].slice(0, FIELDS_TOLD_MAX);
}

function tally(names: readonly string[], known: boolean): readonly UnreadField[] {
  const counts = new Map<string, number>();
  for (const name of names) {
    const field = name.slice(0, NAME_LENGTH_MAX).toWellFormed();
    counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  return [...counts]
    .map(([field, count]) => ({ field, count, known }))
    .sort((left, right) => right.count - left.count);
}
