/** Reads the body of an operators' door: the members of the event that it states, and people whom it names. */
import type { EventType } from '#schemas/generated/events.ts';
import { type ReadConcern, readPerson } from '#shared/publishing/door-concerns.ts';
import { readFields } from '#shared/publishing/door-data.ts';
import { type DoorField, doorSchemaOf } from '#shared/publishing/door-type.ts';
import type { EventBody } from '#shared/publishing/event-body.ts';
import type { Fault } from '#shared/pure/fault.ts';
import type { Subject } from '#shared/pure/hub-key.ts';
import { isPlaceholder } from '#shared/pure/identifiers.ts';
import type { JsonValue } from '#shared/pure/strict-json.ts';
import type { OperatorRequest } from './operator-door.ts';

export interface Members {
  /** Members that the door reads itself. */
  readonly own?: readonly string[];
  /** Fields of the event that the hub fills in. */
  readonly filled?: Readonly<Record<string, unknown>>;
  /** Fields that must be stated although the event has a stand-in for them. */
  readonly needed?: readonly string[];
  readonly concerns?: readonly ReadConcern[];
}

/**
 * The event's members of a body, as its schema has them. Members of nobody are faults, and so is a missing reason
 * where the event has one: operators say why.
 */
export function readMembers(
  { members, faults }: OperatorRequest,
  type: EventType,
  { own = [], filled = {}, needed = [], concerns = [] }: Members = {},
): EventBody {
  const schema = doorSchemaOf(type);
  const mustSay = (field: DoorField): DoorField =>
    field.name === 'reason' || needed.includes(field.name)
      ? { ...field, nullable: false, absent: undefined }
      : field;
  const data = schema.data.filter(({ name }) => !Object.hasOwn(filled, name)).map(mustSay);
  const text = schema.text.map(mustSay);
  const read = readFields(members, [...data, ...text], '', faults, own);
  const pick = (fields: readonly DoorField[]): Record<string, unknown> =>
    Object.fromEntries(fields.map(({ name }) => [name, read[name]]));
  return {
    data: { ...pick(data), ...filled },
    text: pick(text),
    concerns,
    concernsSomebody: concerns.length > 0,
  };
}

/** The request as if a member had been stated that was left out. */
export function withDefault(request: OperatorRequest, name: string, value: string): OperatorRequest {
  return { ...request, members: { [name]: value, ...request.members } };
}

/** A person whom an operator names; undefined, with a fault, where that is nobody. */
export function readSomebody(
  value: JsonValue | undefined,
  pointer: string,
  faults: Fault[],
): Subject | undefined {
  const person = readPerson(value, pointer, faults);
  if (person === undefined || !isPlaceholder(person)) return person;
  const hint = 'a placeholder such as 000000001 is nobody';
  faults.push({
    pointer: `${pointer}/id`,
    code: 'PLACEHOLDER',
    expected: 'the identifier of somebody',
    hint,
  });
  return undefined;
}

/** Text of the body that has been read; empty where a fault was noted. */
export function textOf({ data }: EventBody, name: string): string {
  const value = data[name];
  return typeof value === 'string' ? value : '';
}
