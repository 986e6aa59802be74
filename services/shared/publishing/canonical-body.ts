/**
 * What the body hash of a fact covers, as canonical JSON (`#shared/pure/canonical-json.ts`): the very text that the
 * general function gives, by closures that know the members and their order beforehand.
 */
import type { EventType } from '#schemas/generated/events.ts';
import { type EventField, eventFieldsOf, type FieldType } from '#shared/avro/event-fields.ts';
import { canonicalJson } from '#shared/pure/canonical-json.ts';
import type { FactDraft } from '#shared/pure/draft.ts';

type Text = (value: unknown) => string;

interface BodyTexts {
  readonly data: Text;
  readonly personal: Text;
}

const known = new Map<EventType, BodyTexts>();

/** `hashed`, or type, data, text and concerns; null and undefined members are left out. */
export function canonicalBody(draft: FactDraft): string {
  if (draft.hashed !== undefined) return canonicalJson(draft.hashed);
  const { data, personal } = textsOf(draft.type);
  const byKey = draft.concernsByKey;
  let body = `{"concerns":${concernsText(draft.concerns, personal)}`;
  if (byKey !== undefined) body += `,"concernsByKey":${canonicalJson(byKey)}`;
  body += `,"data":${data(draft.data)}`;
  if (draft.text !== undefined) body += `,"text":${personal(draft.text)}`;
  return `${body},"type":${JSON.stringify(draft.type)}}`;
}

function textsOf(type: EventType): BodyTexts {
  const found = known.get(type);
  if (found !== undefined) return found;
  const { data, personal } = eventFieldsOf(type);
  const made = { data: compileMembers(data), personal: compileMembers(personal) };
  known.set(type, made);
  return made;
}

function concernsText(concerns: FactDraft['concerns'], personal: Text): string {
  let list = '';
  for (const { person, role, personal: said } of concerns) {
    list += `${list === '' ? '' : ','}{"person":{"id":${JSON.stringify(person.id)},"type":"${person.type}"}`;
    if (said !== undefined) list += `,"personal":${personal(said)}`;
    list += `,"role":"${role}"}`;
  }
  return `[${list}]`;
}

interface Member {
  readonly name: string;
  /** `"name":` */
  readonly quoted: string;
  readonly text: Text;
}

function compileMembers(fields: readonly EventField[]): Text {
  const members = fields
    .map(({ name, type }): Member => ({ name, quoted: `${JSON.stringify(name)}:`, text: compileText(type) }))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return (value) => {
    if (!hasMembers(value)) return canonicalJson(value);
    let text = '';
    for (const { name, quoted, text: textOf } of members) {
      const member = value[name];
      if (member === null || member === undefined) continue;
      text += text === '' ? quoted : `,${quoted}`;
      text += textOf(member);
    }
    return `{${text}}`;
  };
}

function hasMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function compileText(type: FieldType): Text {
  if (type.kind === 'object') return compileMembers(type.fields);
  if (type.kind !== 'list') return type.kind === 'bytes' ? canonicalJson : JSON.stringify;
  const item = compileText(type.item);
  return (value) =>
    Array.isArray(value) ? `[${value.map((one) => item(one)).join(',')}]` : canonicalJson(value);
}
