/** What would be published, as JSON can say it: the answer of a dry run at any door. */

/** Bytes as base64: JSON would write a Buffer as a list of numbers. */
export function legible(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (Array.isArray(value)) return value.map(legible);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, legible(member)]));
}
