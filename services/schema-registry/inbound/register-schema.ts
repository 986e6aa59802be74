/**
 * Registering: the same schema again gives the same id; a new one must read everything written before; the answer
 * comes after the record was read back. One registration at a time, because an id and a version are decided before
 * the append; should another process write meanwhile, that shows in the read-back and is decided anew.
 */
import { checkBackwardTransitive, type VersionedIncompatibility } from '#shared/avro/compatibility.ts';
import { parseSchema } from '#shared/avro/schema-tree.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import { incompatible, storeFailed } from '../core/refusals.ts';
import type { SchemaEntry, SchemaTable } from '../core/schema-table.ts';

/** Registers a schema's text (already read as a schema) under a subject; gives its entry. */
export type RegisterSchema = (subject: string, schema: string) => Promise<SchemaEntry>;

/** What registering needs. `append` tells whether the table took the entry. */
export type RegisterOptions = {
  readonly table: SchemaTable;
  readonly append: (entry: SchemaEntry) => Promise<boolean>;
  readonly logger: Logger;
};

const ATTEMPTS_MAX = 3;

/** Throws RegistryRefusal: 409 with every reason, 50001 when Kafka does not take it. */
export function createRegisterSchema({ table, append, logger }: RegisterOptions): RegisterSchema {
  let last: Promise<unknown> = Promise.resolve();

  async function register(subject: string, schema: string): Promise<SchemaEntry> {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      const known = table.find(subject, schema);
      if (known !== undefined) return known;
      const reasons = incompatibilities(schema, table.versions(subject));
      if (reasons.length > 0) throw incompatible(subject, reasons.map(describeReason));
      const entry = table.next(subject, schema);
      const taken = await append(entry).catch((cause: unknown) => {
        throw storeFailed(cause);
      });
      if (taken) return entry;
      logger.error(
        { id: entry.id, attempt },
        'another process writes to the schema topic: stop all registries but one',
      );
    }
    throw storeFailed(
      new Error(`void ${ATTEMPTS_MAX} times in a row: another process writes to the schema topic`),
    );
  }

  return (subject, schema) => {
    const registered = last.then(() => register(subject, schema));
    last = registered.catch(() => undefined);
    return registered;
  };
}

/** Every reason against a schema's text, over the versions given. */
export function incompatibilities(
  schema: string,
  versions: readonly SchemaEntry[],
): VersionedIncompatibility[] {
  const former = versions.map((entry) => ({ version: entry.version, schema: parseSchema(entry.schema) }));
  return checkBackwardTransitive(parseSchema(schema), former);
}

/** A reason as one line: code, place, what, remedy, and which version shows it. */
export function describeReason({ code, pointer, message, hint, version }: VersionedIncompatibility): string {
  return `${code} at ${pointer === '' ? '/' : pointer}: ${message} (version ${version}); ${hint}`;
}
