/** The few forms of Avro that the log allows (formats.md 1), as types. */

export interface AvroField {
  readonly name: string;
  readonly type: AvroType;
  readonly default?: unknown;
  readonly doc?: string;
  /** The class of personal data that the field holds; such fields travel sealed. */
  readonly pii?: string;
  /** Whose key seals it: the person's, or the aggregate's. */
  readonly about?: 'PERSON' | 'AGGREGATE';
}

export interface AvroRecord {
  readonly type: 'record';
  readonly name: string;
  readonly namespace?: string;
  readonly doc?: string;
  readonly fields: readonly AvroField[];
}

export interface AvroEnum {
  readonly type: 'enum';
  readonly name: string;
  readonly namespace?: string;
  readonly symbols: readonly string[];
  readonly default: string;
}

export interface AvroArray {
  readonly type: 'array';
  readonly items: AvroType;
}

export interface AvroLogical {
  readonly type: 'long' | 'int';
  readonly logicalType: 'timestamp-millis' | 'date';
}

export type AvroType = string | AvroRecord | AvroEnum | AvroArray | AvroLogical | readonly ['null', AvroType];

/** A source file under schemas/events: an event's own fields, without the envelope. */
export interface EventSource extends AvroRecord {
  readonly topics: readonly string[];
  readonly bringsPaper: boolean;
  readonly personal: readonly AvroField[];
}

/** An event of one stream, as it is registered. */
export interface ComposedEvent {
  readonly eventName: string;
  /** CloudEvents type. */
  readonly type: string;
  readonly topic: string;
  /** Other topics of the stream that it may travel on: what is said of a fact travels where the fact does. */
  readonly alsoOn: readonly string[];
  readonly bringsPaper: boolean;
  readonly schema: AvroRecord & { readonly personal?: AvroRecord };
}
