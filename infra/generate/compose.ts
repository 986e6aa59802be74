/**
 * Makes each event's whole Avro record of its source file: envelope first, named types written out once and
 * referred to afterwards, full names everywhere. So a registered schema needs no other to be read.
 */
import type { AvroEnum, AvroField, AvroRecord, AvroType, ComposedEvent, EventSource } from './avro.ts';

const SHARED_NAMESPACE = 'vn.gov.hub';

/** Types that several events share, by their short name. */
export type SharedTypes = ReadonlyMap<string, AvroRecord | AvroEnum>;

/** All events of a source file, one for each stream that it may stand on. */
export function composeEvent(source: EventSource, shared: SharedTypes): ComposedEvent[] {
  const byStream = Map.groupBy(source.topics, (topic) => topic.split('.')[1] ?? '');
  return [...byStream].map(([stream, [topic = '', ...alsoOn]]) => {
    const namespace = `vn.gov.${stream.replaceAll('-', '_')}`;
    const envelope = shared.get('Envelope');
    if (envelope?.type !== 'record') throw new Error('schemas/events/types/envelope.avsc is missing');
    const writer = new Writer(shared, namespace);
    const fields = [
      ...envelope.fields.map((field) => writer.field(field, SHARED_NAMESPACE)),
      ...source.fields.map((field) => writer.field(field, namespace)),
    ];
    const record: AvroRecord = {
      type: 'record',
      name: source.name,
      namespace,
      doc: source.doc ?? '',
      fields,
    };
    return {
      eventName: source.name,
      type: `vn.gov.${stream}.${kebab(source.name)}.v1`,
      topic,
      alsoOn,
      bringsPaper: source.bringsPaper,
      schema:
        source.personal.length === 0 ? record : { ...record, personal: personalRecord(source, namespace) },
    };
  });
}

function personalRecord(source: EventSource, namespace: string): AvroRecord {
  return { type: 'record', name: `${source.name}Personal`, namespace, fields: source.personal };
}

function kebab(name: string): string {
  return name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
}

class Writer {
  readonly #written = new Set<string>();
  readonly #shared: SharedTypes;
  readonly #own: string;

  constructor(shared: SharedTypes, ownNamespace: string) {
    this.#shared = shared;
    this.#own = ownNamespace;
  }

  field(field: AvroField, namespace: string): AvroField {
    return { ...field, type: this.#type(field.type, namespace) };
  }

  #type(type: AvroType, namespace: string): AvroType {
    if (typeof type === 'string') return this.#reference(type);
    if ('logicalType' in type) return type;
    if (isUnion(type)) return ['null', this.#type(type[1], namespace)];
    if (type.type === 'array') return { type: 'array', items: this.#type(type.items, namespace) };
    return this.#named(type, namespace);
  }

  #reference(name: string): AvroType {
    const shared = this.#shared.get(name);
    return shared === undefined ? name : this.#named(shared, SHARED_NAMESPACE);
  }

  #named(type: AvroRecord | AvroEnum, namespace: string): AvroType {
    const fullName = `${namespace}.${type.name}`;
    if (this.#written.has(fullName)) return fullName;
    this.#written.add(fullName);
    const place = namespace === this.#own ? {} : { namespace };
    if (type.type === 'enum') return { ...type, ...place };
    return { ...type, ...place, fields: type.fields.map((field) => this.field(field, namespace)) };
  }
}

function isUnion(type: AvroType): type is readonly ['null', AvroType] {
  return Array.isArray(type);
}
