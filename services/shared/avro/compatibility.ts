/**
 * Whether a new schema can read everything that was ever written (BACKWARD_TRANSITIVE): the log is kept for ever.
 * All reasons at once, each with its place in the new schema and what to do. Avro 1.12, "Schema Resolution"; the
 * codes are those of Confluent's registry. The attribute `personal` of an event's record is the schema of its sealed
 * parts, which are kept as long, so it is held to the same.
 */
import { type RecordNode, readSchema, type SchemaJson, type SchemaNode, shortName } from './schema-tree.ts';

/** Why the new schema cannot read what an old one wrote. */
export type Incompatibility = {
  readonly code:
    | 'NAME_MISMATCH'
    | 'FIXED_SIZE_MISMATCH'
    | 'MISSING_ENUM_SYMBOLS'
    | 'READER_FIELD_MISSING_DEFAULT_VALUE'
    | 'TYPE_MISMATCH'
    | 'MISSING_UNION_BRANCH'
    | 'PERSONAL_SCHEMA_MISSING';
  /** RFC 6901 pointer into the new schema. */
  readonly pointer: string;
  readonly message: string;
  readonly hint: string;
};

/** A schema that is registered under the subject. */
export type FormerSchema = { readonly version: number; readonly schema: SchemaJson };

/** A reason, and the registered version that shows it. */
export type VersionedIncompatibility = Incompatibility & { readonly version: number };

/**
 * Every reason against `next`, over all former versions; empty if there is none.
 * @throws InvalidSchemaError
 */
export function checkBackwardTransitive(
  next: SchemaJson,
  former: readonly FormerSchema[],
): VersionedIncompatibility[] {
  return former.flatMap(({ version, schema }) =>
    checkBackward(next, schema).map((reason) => Object.assign(reason, { version })),
  );
}

/** Reasons why `reader` cannot read what `writer` wrote. */
function checkBackward(reader: SchemaJson, writer: SchemaJson): Incompatibility[] {
  const reasons = compareTrees(reader, writer);
  const [readerPersonal, writerPersonal] = [personalOf(reader), personalOf(writer)];
  if (writerPersonal === undefined) return reasons;
  if (readerPersonal === undefined) {
    const message = 'sealed parts were written, and the new schema cannot read them';
    return [
      ...reasons,
      { code: 'PERSONAL_SCHEMA_MISSING', pointer: '', message, hint: 'keep the attribute personal' },
    ];
  }
  const personal = compareTrees(readerPersonal, writerPersonal);
  return reasons.concat(
    personal.map(({ pointer, ...reason }) => ({ ...reason, pointer: `/personal${pointer}` })),
  );
}

/** A named type that is used in two places has its reasons once. */
function compareTrees(reader: unknown, writer: unknown): Incompatibility[] {
  const reasons = compare(readSchema(reader), readSchema(writer), new Map());
  return [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()];
}

function personalOf(schema: SchemaJson): unknown {
  return typeof schema === 'object' && 'personal' in schema ? schema['personal'] : undefined;
}

/** What was found about pairs of nodes: a recursive schema meets a pair again, a wide one meets it 2^n times. */
type Seen = Map<SchemaNode, Map<SchemaNode, readonly Incompatibility[]>>;

function compare(reader: SchemaNode, writer: SchemaNode, seen: Seen): Incompatibility[] {
  const ofReader = seen.get(reader) ?? new Map<SchemaNode, readonly Incompatibility[]>();
  seen.set(reader, ofReader);
  const known = ofReader.get(writer);
  // One reason stands for all: they are in the list already, and copies of copies would have no end.
  if (known !== undefined) return known.slice(0, 1);
  ofReader.set(writer, []);
  const reasons = compareKinds(reader, writer, seen);
  ofReader.set(writer, reasons);
  return reasons;
}

function compareKinds(reader: SchemaNode, writer: SchemaNode, seen: Seen): Incompatibility[] {
  if (writer.kind === 'union')
    return writer.branches.flatMap((branch) => compareBranch(reader, branch, seen));
  if (reader.kind === 'union') return compareToUnion(reader.branches, writer, reader.pointer, seen);
  if (reader.kind === 'record' && writer.kind === 'record') return compareRecords(reader, writer, seen);
  if (reader.kind === 'enum' && writer.kind === 'enum') return compareEnums(reader, writer);
  if (reader.kind === 'fixed' && writer.kind === 'fixed') return compareFixed(reader, writer);
  if (reader.kind === 'array' && writer.kind === 'array') return compare(reader.items, writer.items, seen);
  if (reader.kind === 'map' && writer.kind === 'map') return compare(reader.items, writer.items, seen);
  if (reader.kind === writer.kind || READS[reader.kind]?.includes(writer.kind) === true) return [];
  return [
    {
      code: 'TYPE_MISMATCH',
      pointer: reader.pointer,
      message: `${labelOf(reader)} cannot read ${labelOf(writer)}`,
      hint: `keep ${labelOf(writer)}, or add a field of another name`,
    },
  ];
}

/** Promotions of primitive types. */
const READS: Readonly<Partial<Record<SchemaNode['kind'], readonly string[]>>> = {
  long: ['int'],
  float: ['int', 'long'],
  double: ['int', 'long', 'float'],
  string: ['bytes'],
  bytes: ['string'],
};

/** One branch of a writer's union; against another union the branch itself must be there. */
function compareBranch(reader: SchemaNode, branch: SchemaNode, seen: Seen): Incompatibility[] {
  const reasons = compare(reader, branch, seen);
  if (reasons.length === 0 || reader.kind === 'union') return reasons;
  const message = `${labelOf(reader)} cannot read the branch ${labelOf(branch)} of the former union`;
  return [
    { code: 'MISSING_UNION_BRANCH', pointer: reader.pointer, message, hint: 'keep the union' },
    ...reasons,
  ];
}

function compareToUnion(
  branches: readonly SchemaNode[],
  writer: SchemaNode,
  pointer: string,
  seen: Seen,
): Incompatibility[] {
  const attempts = branches.map((branch) => compare(branch, writer, seen));
  if (attempts.some((reasons) => reasons.length === 0)) return [];
  const alike = branches.findIndex((branch) => branch.kind === writer.kind && sameName(branch, writer));
  const nearest = attempts[alike];
  if (nearest !== undefined) return nearest;
  const label = labelOf(writer);
  const message = `no branch of the union can read ${label}`;
  return [{ code: 'MISSING_UNION_BRANCH', pointer, message, hint: `keep ${label} in the union` }];
}

function compareRecords(reader: RecordNode, writer: RecordNode, seen: Seen): Incompatibility[] {
  const reasons = compareNames(reader, writer);
  const written = new Map(writer.fields.map((field) => [field.name, field]));
  for (const field of reader.fields) {
    const source = [field.name, ...field.aliases]
      .map((name) => written.get(name))
      .find((found) => found !== undefined);
    if (source !== undefined) reasons.push(...compare(field.node, source.node, seen));
    else if (!field.hasDefault) {
      reasons.push({
        code: 'READER_FIELD_MISSING_DEFAULT_VALUE',
        pointer: field.pointer,
        message: `the field ${field.name} was not written before and has no default`,
        hint: 'give it a default, for instance the type ["null", …] with default null',
      });
    }
  }
  return reasons;
}

type EnumNode = Extract<SchemaNode, { readonly kind: 'enum' }>;
type FixedNode = Extract<SchemaNode, { readonly kind: 'fixed' }>;

function compareEnums(reader: EnumNode, writer: EnumNode): Incompatibility[] {
  const reasons = compareNames(reader, writer);
  const missing = writer.symbols.filter((symbol) => !reader.symbols.includes(symbol));
  if (missing.length > 0 && reader.fallback === undefined) {
    reasons.push({
      code: 'MISSING_ENUM_SYMBOLS',
      pointer: `${reader.pointer}/symbols`,
      message: `${missing.join(', ')} of ${reader.name} cannot be read any more`,
      hint: 'keep the symbols, or give the enum a default',
    });
  }
  return reasons;
}

function compareFixed(reader: FixedNode, writer: FixedNode): Incompatibility[] {
  const reasons = compareNames(reader, writer);
  if (reader.size !== writer.size) {
    const message = `${reader.size} bytes cannot read ${writer.size}`;
    const hint = `keep the size ${writer.size}`;
    reasons.push({ code: 'FIXED_SIZE_MISMATCH', pointer: `${reader.pointer}/size`, message, hint });
  }
  return reasons;
}

type NamedNode = RecordNode | EnumNode | FixedNode;

function compareNames(reader: NamedNode, writer: NamedNode): Incompatibility[] {
  if (sameName(reader, writer)) return [];
  const message = `${reader.name} is not ${writer.name}`;
  const hint = `keep the name, or add the alias ${writer.name}`;
  return [{ code: 'NAME_MISMATCH', pointer: `${reader.pointer}/name`, message, hint }];
}

/** Unqualified names count, and aliases with their namespace; nodes without a name are alike. */
function sameName(reader: SchemaNode, writer: SchemaNode): boolean {
  if (!('name' in reader) || !('name' in writer)) return true;
  return shortName(reader.name) === shortName(writer.name) || reader.aliases.includes(writer.name);
}

function labelOf(node: SchemaNode): string {
  return 'name' in node ? `${node.kind} ${node.name}` : node.kind;
}
