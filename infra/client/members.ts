/** What a door or a file said, without trusting its shape. */

/** The members of a JSON object; none of anything else. */
export function membersOf(read: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof read === 'object' && read !== null && !Array.isArray(read);
  return isObject ? Object.fromEntries(Object.entries(read)) : {};
}

/** The same of JSON text; undefined if it is none. */
export function parsedMembers(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return membersOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}
