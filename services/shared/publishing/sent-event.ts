/** A CloudEvent as it was sent, whatever the content mode: its attributes, its data, and where they stand. */
import type { JsonObject, JsonValue } from '#shared/pure/strict-json.ts';

export interface SentEvent {
  /** Attributes by name; of a structured event with `data` among them. */
  readonly attributes: JsonObject;
  readonly data: JsonValue | undefined;
  /** What comes before an attribute's name in a pointer: `/`, `/17/`, `/headers/ce-`. */
  readonly attributesAt: string;
  /** Pointer of the data: `/data`, `/17/data`, empty in binary mode. */
  readonly dataAt: string;
  /** How attributes are written: JSON knows types, headers are text. */
  readonly mode: 'structured' | 'binary';
}

/** An event in structured mode that stands at `pointer`. */
export function structuredEvent(event: JsonObject, pointer: string): SentEvent {
  return {
    attributes: event,
    data: Object.hasOwn(event, 'data') ? event['data'] : undefined,
    attributesAt: `${pointer}/`,
    dataAt: `${pointer}/data`,
    mode: 'structured',
  };
}
