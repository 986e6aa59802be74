/** How an entry stands in the topic: JSON, keyed by subject. Kept for ever, so fields are only ever added. */
import type { SchemaEntry } from './schema-table.ts';

/** The value of the record. */
export function formatEntry({ subject, version, id, schema }: SchemaEntry): Buffer {
  return Buffer.from(JSON.stringify({ subject, version, id, schema }));
}

/** The entry in a record's value; undefined if there is none that this code can read. */
export function parseEntry(value: Buffer | null): SchemaEntry | undefined {
  if (value === null) return undefined;
  try {
    const json: unknown = JSON.parse(value.toString('utf8'));
    return isEntry(json) && isJson(json.schema) ? json : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(json: unknown): json is SchemaEntry {
  if (typeof json !== 'object' || json === null) return false;
  const { subject, version, id, schema }: Partial<Record<string, unknown>> = { ...json };
  return typeof subject === 'string' && isCount(version) && isCount(id) && typeof schema === 'string';
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isJson(text: string): boolean {
  JSON.parse(text);
  return true;
}
