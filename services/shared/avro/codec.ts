/**
 * Values to Avro and back. Instants (timestamp-millis) are epoch milliseconds, days (date) are `yyyy-MM-dd`, unions
 * carry no wrapper, a long that a double cannot hold exactly is an error. Bytes are scanned before they are decoded,
 * wherever they come from: a poisoned record in the log must not end a process.
 */

import { isDeepStrictEqual } from 'node:util';
import type { Resolver, Type } from 'avsc';
import avro from 'avsc';
import { isDay } from '#shared/pure/time.ts';
import { compilePrescan, type Prescan } from './prescan.ts';
import { InvalidSchemaError, readSchema, type SchemaJson } from './schema-tree.ts';

/** What is wrong with a value, and where (RFC 6901 pointer). Never the value itself. */
export type ValueFault = { readonly pointer: string; readonly expected: string };

/** A value does not fit its schema; all faults at once. */
export class InvalidValueError extends Error {
  readonly code = 'INVALID_VALUE';
  readonly faults: readonly ValueFault[];

  constructor(schemaName: string, faults: readonly ValueFault[]) {
    super(
      `${schemaName}: ${faults.map(({ pointer, expected }) => `${pointer || '/'} must be ${expected}`).join('; ')}`,
    );
    this.name = 'InvalidValueError';
    this.faults = faults;
  }
}

/** Bytes cannot be read with these schemas although they are well formed (a long too long, no common ground). */
export class UnreadableAvroError extends Error {
  readonly code = 'UNREADABLE_AVRO';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnreadableAvroError';
  }
}

/** Encodes and decodes values of one schema. `bytes` fields are Buffers. */
export type Codec = {
  /** @throws InvalidValueError with every fault; an undeclared field is one. */
  readonly encode: (value: unknown) => Buffer;
  /**
   * Decodes what was written with `writerSchema` (this codec's schema if left out). Writers' schemas are told apart by
   * identity, so hand over the same object each time.
   * @throws MalformedAvroError, UnreadableAvroError, InvalidSchemaError
   */
  readonly decode: (bytes: Buffer, writerSchema?: SchemaJson) => unknown;
};

/** @throws InvalidSchemaError */
export function compile(schema: SchemaJson): Codec {
  const own = compileSide(schema);
  const writers = new WeakMap<object, Writer>();

  function writerOf(writerSchema: SchemaJson | undefined): Writer {
    if (writerSchema === undefined || writerSchema === schema) return own;
    if (typeof writerSchema === 'string') return resolved(own, writerSchema);
    const known = writers.get(writerSchema);
    if (known !== undefined) return known;
    // Nearly always: the registry's copy of this very schema, which needs no resolving.
    const writer = isDeepStrictEqual(writerSchema, schema) ? own : resolved(own, writerSchema);
    writers.set(writerSchema, writer);
    return writer;
  }

  return {
    encode(value) {
      const faults = faultsOf(own.type, value);
      if (faults.length > 0) throw new InvalidValueError(own.type.name ?? own.type.typeName, faults);
      return own.type.toBuffer(value);
    },
    decode(bytes, writerSchema) {
      const { prescan, resolver } = writerOf(writerSchema);
      prescan(bytes);
      try {
        const value: unknown = own.type.fromBuffer(bytes, resolver);
        return value;
      } catch (cause) {
        throw new UnreadableAvroError(`${own.type.name ?? 'value'}: ${messageOf(cause)}`, { cause });
      }
    },
  };
}

type Writer = { readonly type: Type; readonly prescan: Prescan; readonly resolver?: Resolver };

function compileSide(schema: SchemaJson): Writer {
  const tree = readSchema(schema);
  const copy: unknown = structuredClone(schema);
  try {
    assertUsable(copy);
    return { type: avro.Type.forSchema(copy, avscOptions()), prescan: compilePrescan(tree) };
  } catch (cause) {
    throw new InvalidSchemaError('', `a schema that can be used (${messageOf(cause)})`);
  }
}

/** avsc's type of a schema says less than `readSchema` has proved. */
function assertUsable(schema: unknown): asserts schema is avro.Schema {
  readSchema(schema);
}

function resolved(reader: Writer, writerSchema: SchemaJson): Writer {
  const writer = compileSide(writerSchema);
  try {
    return { ...writer, resolver: reader.type.createResolver(writer.type) };
  } catch (cause) {
    throw new UnreadableAvroError(`no common ground of writer's and reader's schema: ${messageOf(cause)}`, {
      cause,
    });
  }
}

function faultsOf(type: Type, value: unknown): ValueFault[] {
  const faults: ValueFault[] = [];
  type.isValid(value, {
    noUndeclaredFields: true,
    errorHook: (path, _value, expected) => {
      faults.push({ pointer: path.map((step) => `/${step}`).join(''), expected: describe(expected) });
    },
  });
  return faults;
}

/** In the words of the schema; avsc names a record itself when one of its fields is undeclared. */
function describe(type: Type): string {
  if (type instanceof DateType) return 'a day, yyyy-MM-dd';
  if (type.typeName === 'record') return `${type.name ?? 'a record'}, without undeclared fields`;
  return type.name ?? (type.typeName.startsWith('union:') ? 'one of the union' : type.typeName);
}

const DAY_MS = 86_400_000;
/** A century of days that were read before: papers are of few. */
const DAYS_MAX = 36_525;
const DAYS = new Map<number, string>();

function dayAfter1970(days: number): string {
  const date = new Date(days * DAY_MS);
  const day = Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10);
  if (!isDay(day)) throw new RangeError(`${days} days from 1970 are no day of four-digit years`);
  return day;
}

/** Days since 1970-01-01 on the wire, `yyyy-MM-dd` in memory. */
class DateType extends avro.types.LogicalType {
  override _fromValue(days: number): string {
    const known = DAYS.get(days);
    if (known !== undefined) return known;
    const day = dayAfter1970(days);
    if (DAYS.size < DAYS_MAX) DAYS.set(days, day);
    return day;
  }

  override _toValue(day: unknown): number | undefined {
    return typeof day === 'string' && isDay(day) ? Date.parse(`${day}T00:00:00Z`) / DAY_MS : undefined;
  }

  override _resolve(writer: Type): ((value: unknown) => unknown) | undefined {
    if (writer instanceof DateType) return (day) => day;
    if (writer.typeName === 'int') return (days) => this._fromValue(Number(days));
    return undefined;
  }
}

/** Fresh each time: avsc keeps the names of a schema in them. */
function avscOptions(): Partial<avro.ForSchemaOptions> {
  return { wrapUnions: 'never', omitRecordMethods: true, logicalTypes: { date: DateType } };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
