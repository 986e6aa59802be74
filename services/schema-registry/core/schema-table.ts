/**
 * The registry's table: a projection of the topic, the same on every machine that reads the same records. An entry
 * that takes an id or a version that is taken already is void, whoever wrote it, so two writers cannot give one id
 * two meanings: the order of the log decides.
 */

/** A schema under a subject. `schema` is its JSON text; `id` belongs to the schema, in whatever subjects it is. */
export type SchemaEntry = {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly schema: string;
};

/** What is registered. Lists are in the order of versions. */
export class SchemaTable {
  readonly #bySubject = new Map<string, SchemaEntry[]>();
  readonly #byId = new Map<number, SchemaEntry[]>();
  readonly #idOf = new Map<string, number>();
  #idMax = 0;

  /** Takes the next entry of the log; false if it is void. Its id is never given again either way. */
  apply(entry: SchemaEntry): boolean {
    const identity = schemaIdentity(entry.schema);
    const isNewId = entry.id > this.#idMax;
    const knownId = this.#idOf.get(identity);
    this.#idMax = Math.max(this.#idMax, entry.id);
    const isRightId = knownId === undefined ? isNewId : knownId === entry.id;
    const isNext = entry.version === (this.#bySubject.get(entry.subject)?.length ?? 0) + 1;
    if (!isRightId || !isNext) return false;
    this.#idOf.set(identity, entry.id);
    append(this.#bySubject, entry.subject, entry);
    append(this.#byId, entry.id, entry);
    return true;
  }

  /** Sorted. */
  subjects(): string[] {
    return [...this.#bySubject.keys()].sort();
  }

  /** All versions of a subject; empty if it is unknown. */
  versions(subject: string): readonly SchemaEntry[] {
    return this.#bySubject.get(subject) ?? [];
  }

  /** Where a schema id is used; empty if it is unknown. */
  uses(id: number): readonly SchemaEntry[] {
    return this.#byId.get(id) ?? [];
  }

  /** The entry of a subject whose schema says the same. */
  find(subject: string, schema: string): SchemaEntry | undefined {
    const id = this.#idOf.get(schemaIdentity(schema));
    return this.versions(subject).find((entry) => entry.id === id);
  }

  /** The entry that would come next if this schema were registered now. */
  next(subject: string, schema: string): SchemaEntry {
    const id = this.#idOf.get(schemaIdentity(schema)) ?? this.#idMax + 1;
    return { subject, version: this.versions(subject).length + 1, id, schema };
  }
}

function append<K>(map: Map<K, SchemaEntry[]>, key: K, entry: SchemaEntry): void {
  const list = map.get(key) ?? [];
  list.push(entry);
  map.set(key, list);
}

/** Two texts are one schema if they differ in blanks and in the order of attributes only. */
function schemaIdentity(schema: string): string {
  return JSON.stringify(sorted(JSON.parse(schema)));
}

function sorted(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sorted);
  if (typeof json !== 'object' || json === null) return json;
  const members = Object.entries(json).map(([name, value]) => [name, sorted(value)] as const);
  return Object.fromEntries(members.sort(([left], [right]) => (left < right ? -1 : 1)));
}
