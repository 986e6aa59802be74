/** A list in pages: after a cursor that names the last entry of the page before. Pure. */

export interface PageRequest {
  readonly limit: number;
  /** As the page before gave it. */
  readonly cursor?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Present where more follow. */
  readonly cursor?: string;
}

/** The entries after the cursor; `items` are ordered by their keys, which are all different. */
export function pageOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { limit, cursor }: PageRequest,
): Page<T> {
  const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString('utf8');
  const rest = cursor === undefined ? items : items.filter((item) => keyOf(item) > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  if (last === undefined || rest.length === page.length) return { items: page };
  return { items: page, cursor: Buffer.from(keyOf(last), 'utf8').toString('base64url') };
}
