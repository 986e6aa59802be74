/** Values as PostgreSQL takes them for parameters: buffers in binary, the rest written out as text. */

/** @throws TypeError for what has no form. */
export function parameterOf(value: unknown): string | Buffer | null {
  if (value === null || value instanceof Buffer) return value;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map(elementOf).join(',')}}`;
  throw new TypeError(`a parameter cannot be of type ${typeof value}`);
}

/** Arrays as PostgreSQL writes them ("Array Input and Output Syntax"). */
function elementOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  throw new TypeError(`an element of an array cannot be of type ${typeof value}`);
}
