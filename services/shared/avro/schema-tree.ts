/**
 * An Avro schema as a tree in which every name is resolved, with the place of each node in the source. What is
 * not a schema is refused with that place. Avro 1.12, "Schema Declaration" and "Names".
 */
import { findJsonFaults } from '#shared/pure/json-faults.ts';

/** A schema as JSON: a name, a union or an object. */
export type SchemaJson = string | readonly SchemaJson[] | { readonly [attribute: string]: unknown };

const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const;
/** The types without a structure. */
export type PrimitiveName = (typeof PRIMITIVES)[number];

/** A field of a record. `aliases` are former names. */
export type FieldNode = {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly hasDefault: boolean;
  readonly node: SchemaNode;
  readonly pointer: string;
};

type Named = { readonly name: string; readonly aliases: readonly string[]; readonly pointer: string };
/** A record; recursive schemas are recursive objects. */
export type RecordNode = Named & { readonly kind: 'record'; readonly fields: readonly FieldNode[] };
/** A node of the tree; `pointer` is an RFC 6901 pointer into the schema. */
export type SchemaNode =
  | { readonly kind: PrimitiveName; readonly pointer: string }
  | RecordNode
  | (Named & {
      readonly kind: 'enum';
      readonly symbols: readonly string[];
      readonly fallback: string | undefined;
    })
  | (Named & { readonly kind: 'fixed'; readonly size: number })
  | { readonly kind: 'array' | 'map'; readonly items: SchemaNode; readonly pointer: string }
  | { readonly kind: 'union'; readonly branches: readonly SchemaNode[]; readonly pointer: string };

/** The text is not an Avro schema; `pointer` says where. */
export class InvalidSchemaError extends Error {
  readonly code = 'INVALID_SCHEMA';
  readonly pointer: string;

  constructor(pointer: string, expected: string) {
    super(`at ${pointer === '' ? 'the root' : pointer}: expected ${expected}`);
    this.name = 'InvalidSchemaError';
    this.pointer = pointer;
  }
}

const DEPTH_MAX = 64;
const NAME = /^[A-Za-z_]\w*$/;
const FULL_NAME = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;

/** @throws InvalidSchemaError */
export function readSchema(json: unknown): SchemaNode {
  return readNode(json, { names: new Map(), namespace: '', pointer: '', depth: 0 });
}

/**
 * A schema's text as JSON, once it has been read as a schema.
 * @throws InvalidSchemaError
 */
export function parseSchema(text: string): SchemaJson {
  const json: unknown = readJson(text);
  assertSchema(json);
  return json;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const [fault] = findJsonFaults(Buffer.from(text), DEPTH_MAX * 4);
    throw new InvalidSchemaError('', fault === undefined ? 'JSON' : `${fault.expected} (${fault.hint})`);
  }
}

function assertSchema(json: unknown): asserts json is SchemaJson {
  readSchema(json);
}

type Scope = {
  readonly names: Map<string, SchemaNode>;
  readonly namespace: string;
  readonly pointer: string;
  readonly depth: number;
};

function below(scope: Scope, ...steps: readonly (string | number)[]): Scope {
  return { ...scope, pointer: [scope.pointer, ...steps].join('/'), depth: scope.depth + 1 };
}

function readNode(json: unknown, scope: Scope): SchemaNode {
  const { pointer, depth } = scope;
  if (depth > DEPTH_MAX) throw new InvalidSchemaError(pointer, `at most ${DEPTH_MAX} levels`);
  if (typeof json === 'string') return readReference(json, scope);
  if (Array.isArray(json)) return readUnion(json, scope);
  if (!isObject(json)) throw new InvalidSchemaError(pointer, 'a type name, a union or an object');
  switch (json['type']) {
    case 'record':
    case 'error':
      return readRecord(json, scope);
    case 'enum':
      return readEnum(json, scope);
    case 'fixed':
      return readFixed(json, scope);
    case 'array':
      return { kind: 'array', items: readNode(json['items'], below(scope, 'items')), pointer };
    case 'map':
      return { kind: 'map', items: readNode(json['values'], below(scope, 'values')), pointer };
    default:
      return readNode(json['type'], below(scope, 'type'));
  }
}

function readReference(name: string, { names, namespace, pointer }: Scope): SchemaNode {
  const primitive = PRIMITIVES.find((candidate) => candidate === name);
  if (primitive !== undefined) return { kind: primitive, pointer };
  const found = names.get(fullName(name, namespace)) ?? names.get(name);
  if (found === undefined)
    throw new InvalidSchemaError(pointer, `a primitive or a type defined before, not "${name}"`);
  return found;
}

function readUnion(json: readonly unknown[], scope: Scope): SchemaNode {
  const branches = json.map((branch, index) => readNode(branch, below(scope, index)));
  const seen = new Set<string>();
  for (const branch of branches) {
    const label = 'name' in branch ? branch.name : branch.kind;
    if (branch.kind === 'union') throw new InvalidSchemaError(branch.pointer, 'no union directly in a union');
    if (seen.has(label)) throw new InvalidSchemaError(scope.pointer, `one ${label} at most in a union`);
    seen.add(label);
  }
  return { kind: 'union', branches, pointer: scope.pointer };
}

type JsonObject = { readonly [attribute: string]: unknown };

function isObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function readRecord(json: JsonObject, scope: Scope): SchemaNode {
  const named = readNamed(json, scope);
  const list = json['fields'];
  if (!Array.isArray(list)) throw new InvalidSchemaError(`${scope.pointer}/fields`, 'a list of fields');
  const fields: FieldNode[] = [];
  const record: RecordNode = { kind: 'record', ...named, fields };
  define(record, scope);
  const inner = { ...scope, namespace: namespaceOf(named.name) };
  list.forEach((item: unknown, index) => fields.push(readField(item, below(inner, 'fields', index))));
  const names = fields.flatMap(({ name, aliases }) => [name].concat(aliases));
  if (new Set(names).size < names.length) {
    throw new InvalidSchemaError(`${scope.pointer}/fields`, 'unique field names');
  }
  return record;
}

function readField(json: unknown, scope: Scope): FieldNode {
  if (!isObject(json)) throw new InvalidSchemaError(scope.pointer, 'a field as an object');
  const name = json['name'];
  if (typeof name !== 'string' || !NAME.test(name) || name === '__proto__') {
    throw new InvalidSchemaError(`${scope.pointer}/name`, 'a field name of letters, digits and _');
  }
  const node = readNode(json['type'], below(scope, 'type'));
  const aliases = readStrings(json['aliases'] ?? [], `${scope.pointer}/aliases`);
  return { name, aliases, hasDefault: json['default'] !== undefined, node, pointer: scope.pointer };
}

function readEnum(json: JsonObject, scope: Scope): SchemaNode {
  const symbols = readStrings(json['symbols'], `${scope.pointer}/symbols`);
  const fallback = json['default'];
  if (
    symbols.length === 0 ||
    new Set(symbols).size < symbols.length ||
    !symbols.every((symbol) => NAME.test(symbol))
  ) {
    throw new InvalidSchemaError(`${scope.pointer}/symbols`, 'unique symbols of letters, digits and _');
  }
  if (fallback !== undefined && (typeof fallback !== 'string' || !symbols.includes(fallback))) {
    throw new InvalidSchemaError(`${scope.pointer}/default`, 'one of the symbols');
  }
  return define({ kind: 'enum', ...readNamed(json, scope), symbols, fallback }, scope);
}

function readFixed(json: JsonObject, scope: Scope): SchemaNode {
  const size = json['size'];
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw new InvalidSchemaError(`${scope.pointer}/size`, 'a number of bytes');
  }
  return define({ kind: 'fixed', ...readNamed(json, scope), size }, scope);
}

function readNamed(json: JsonObject, { namespace, pointer }: Scope): Named {
  const name = json['name'];
  if (typeof name !== 'string' || !FULL_NAME.test(name))
    throw new InvalidSchemaError(`${pointer}/name`, 'a name');
  const own = json['namespace'] ?? namespace;
  if (typeof own !== 'string' || (own !== '' && !FULL_NAME.test(own))) {
    throw new InvalidSchemaError(`${pointer}/namespace`, 'a dotted name');
  }
  const full = fullName(name, own);
  const aliases = readStrings(json['aliases'] ?? [], `${pointer}/aliases`);
  return { name: full, aliases: aliases.map((alias) => fullName(alias, namespaceOf(full))), pointer };
}

function define<T extends SchemaNode & Named>(node: T, { names, pointer }: Scope): T {
  if (names.has(node.name)) throw new InvalidSchemaError(`${pointer}/name`, `one definition of ${node.name}`);
  names.set(node.name, node);
  return node;
}

function readStrings(json: unknown, pointer: string): readonly string[] {
  if (Array.isArray(json) && json.every((item) => typeof item === 'string')) return json;
  throw new InvalidSchemaError(pointer, 'a list of strings');
}

function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

function namespaceOf(full: string): string {
  return full.slice(0, Math.max(0, full.lastIndexOf('.')));
}

/** The part of a name after its last dot. */
export function shortName(full: string): string {
  return full.slice(full.lastIndexOf('.') + 1);
}
