/**
 * JSON pointers (RFC 6901) that may be repeated to anybody. A sender that writes persons as names of members shall not
 * see them again in a problem document, so a name is said only if it looks like the name of a member.
 */

/** Letters, digits, `_`, `-`, `.`, `$`, `/`, `~`; at most three digits, so that no number of a person or telephone fits. */
const SAYABLE = /^(?!(?:[^\d]*\d){4})[A-Za-z_$][A-Za-z0-9_.$/~-]{0,63}$/;

/** Whether the name of a member may be repeated. */
export function isSayable(name: string): boolean {
  return SAYABLE.test(name);
}

/** A segment added to a pointer: a place in a list, or a name that was found sayable or is our own. */
export function below(pointer: string, name: string | number): string {
  if (typeof name === 'number') return `${pointer}/${name}`;
  return `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The pointer along a path, as far as its names may be said. */
export function pointerAlong(path: readonly (string | number)[]): string {
  let pointer = '';
  for (const name of path) {
    if (typeof name === 'string' && !isSayable(name)) return pointer;
    pointer = below(pointer, name);
  }
  return pointer;
}
