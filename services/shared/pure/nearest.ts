/** What a sender may have meant by a name or a choice that is not known: the nearest of those that are. */

/** Longer texts are no mistyped names. */
const LENGTH_MAX = 100;
/** Edits after which two names are no longer taken for the same one mistyped; short ones allow fewer. */
const EDITS_MAX = 4;

/** The nearest of `known`, whatever the case; undefined where none is near. */
export function nearestOf(text: string, known: readonly string[]): string | undefined {
  if (text.length > LENGTH_MAX) return undefined;
  const meant = plain(text);
  let best: string | undefined;
  let bestEdits = Math.min(EDITS_MAX, Math.ceil(meant.length / 3)) + 1;
  for (const one of known) {
    const edits = editsBetween(meant, plain(one));
    if (edits >= bestEdits) continue;
    best = one;
    bestEdits = edits;
  }
  return best;
}

/** `did you mean VALID?` as the member of a fault, or nothing. */
export function meantOf(text: string, known: readonly string[]): { readonly hint?: string } {
  const near = nearestOf(text, known);
  return near === undefined ? {} : { hint: `did you mean ${near}?` };
}

/** `DossierAccepted`, `dossier_accepted` and `dossier-accepted` are one. */
function plain(text: string): string {
  return text.replace(/(?<=[a-z])(?=[A-Z])|[_ -]+/g, '-').toLowerCase();
}

/** Levenshtein distance. */
function editsBetween(one: string, other: string): number {
  let before = [...Array(other.length + 1).keys()];
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const swap = (before[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      line.push(Math.min(swap, (before[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    before = line;
  }
  return before[other.length] ?? 0;
}
