/** What callers send, read strictly and refused in Confluent's words. */
import { compile } from '#shared/avro/codec.ts';
import { InvalidSchemaError, parseSchema } from '#shared/avro/schema-tree.ts';
import {
  invalidSchema,
  invalidVersion,
  RegistryRefusal,
  subjectNotFound,
  versionNotFound,
} from '../core/refusals.ts';
import type { SchemaEntry, SchemaTable } from '../core/schema-table.ts';

/**
 * The schema in the body, proved to be one, as compact JSON.
 * @throws RegistryRefusal 42201
 */
export function schemaOfBody(body: unknown): string {
  if (typeof body !== 'object' || body === null) throw invalidSchema('the body is no JSON object');
  const { schema, schemaType, references }: Partial<Record<string, unknown>> = { ...body };
  if (schemaType !== undefined && schemaType !== null && schemaType !== 'AVRO')
    throw invalidSchema('only AVRO is kept');
  if (Array.isArray(references) && references.length > 0) throw invalidSchema('references are not supported');
  if (typeof schema !== 'string' || schema === '') throw invalidSchema('Empty schema');
  try {
    const parsed = parseSchema(schema);
    compile(parsed);
    return JSON.stringify(parsed);
  } catch (error) {
    if (error instanceof InvalidSchemaError) throw invalidSchema(error.message);
    throw error;
  }
}

const NAME_LENGTH_MAX = 300;

/** @throws RegistryRefusal 42201 for a subject that is empty, too long or has control characters. */
export function checkSubject(subject: string): string {
  const isUsable = subject !== '' && subject.length <= NAME_LENGTH_MAX && !/\p{Cc}/u.test(subject);
  if (isUsable) return subject;
  throw new RegistryRefusal(42208, 'The specified subject is not a valid subject');
}

/**
 * The entry of a subject and a version (`latest`, or a number).
 * @throws RegistryRefusal 40401, 40402, 42202
 */
export function entryOf(table: SchemaTable, subject: string, version: string): SchemaEntry {
  const wanted = version === 'latest' || version === '-1' ? -1 : parseVersion(version);
  const versions = table.versions(subject);
  if (versions.length === 0) throw subjectNotFound(subject);
  const entry = versions.at(wanted === -1 ? -1 : wanted - 1);
  if (entry === undefined) throw versionNotFound(wanted);
  return entry;
}

function parseVersion(text: string): number {
  const version = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (version < 1 || version > 2 ** 31 - 1) throw invalidVersion(text);
  return version;
}

/** A schema id in a path; NaN for anything else, which no schema has. */
export function idOf(text: string): number {
  return /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
}
