/** The words that a field of an event may hold where its schema lists them; personal parts are left out. Pure. */
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';

type Schema = string | readonly Schema[] | SchemaObject;
interface SchemaObject {
  readonly type: Schema;
  readonly name?: string;
  readonly namespace?: string;
  readonly symbols?: readonly string[];
  readonly items?: Schema;
  readonly fields?: readonly { readonly name: string; readonly type: Schema }[];
}

/** By the field's name in lower case. */
export function closedLists(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const text of Object.values(AVRO_SCHEMAS)) {
    const schema: SchemaObject = JSON.parse(text);
    collect(schema, '', new Map(), found);
  }
  return found;
}

/** A schema names an enum the second time it is used, so those met are remembered. */
function collect(
  schema: Schema,
  field: string,
  enums: Map<string, readonly string[]>,
  found: Map<string, Set<string>>,
): void {
  if (typeof schema === 'string') {
    add(found, field, enums.get(lastOf(schema)) ?? []);
    return;
  }
  if (isUnion(schema)) {
    for (const branch of schema) collect(branch, field, enums, found);
    return;
  }
  if (schema.symbols !== undefined) {
    enums.set(lastOf(schema.name ?? ''), schema.symbols);
    add(found, field, schema.symbols);
  }
  if (schema.items !== undefined) collect(schema.items, field, enums, found);
  for (const { name, type } of schema.fields ?? []) collect(type, name, enums, found);
}

function isUnion(schema: Schema): schema is readonly Schema[] {
  return Array.isArray(schema);
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function add(found: Map<string, Set<string>>, field: string, symbols: readonly string[]): void {
  if (symbols.length === 0) return;
  const name = field.toLowerCase();
  const words = found.get(name) ?? new Set();
  for (const symbol of symbols) words.add(symbol);
  found.set(name, words);
}
