/**
 * What of a draft is personal, and whose: one part per person, one for text about nobody known. Placeholders
 * (000000001) are nobody: what was said of them goes under the aggregate's key. Pure.
 */
import { EVENTS } from '#schemas/generated/events.ts';
import type { TopicName } from '#schemas/topics.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { Subject } from '#shared/pure/hub-key.ts';
import { isPlaceholder } from '#shared/pure/identifiers.ts';
import type { PersonalCodec } from './personal-codec.ts';

/** Personal values in the clear, with the owner of the key that seals them. */
export interface PersonalPart {
  readonly keyOwner: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The topic that a draft is for. */
export function topicOf(draft: Pick<FactDraft, 'type' | 'topic'>): TopicName {
  return draft.topic ?? EVENTS[draft.type].topic;
}

/** `dossier/H44.150-260914-0012`: the owner of an aggregate's own key. */
export function aggregateOwner(draft: Pick<FactDraft, 'type' | 'topic'>, aggregateKey: string): string {
  const [, , stream = ''] = topicOf(draft).split('.');
  return `${stream}/${aggregateKey}`;
}

/** The parts of a draft; none where nothing personal was said. */
export function personalParts(
  draft: FactDraft,
  aggregateKey: string,
  personal: PersonalCodec,
  subjectKeyOf: (person: Subject) => string,
): readonly PersonalPart[] {
  const unknown: PersonalPart[] = [];
  const text = present(draft.text);
  if (text !== undefined) unknown.push({ keyOwner: aggregateOwner(draft, aggregateKey), fields: text });
  if (!personal.namesPersons || draft.concerns.length === 0) return unknown;
  const parts = new Map<string, PersonalPart>();
  for (const { person, personal: said } of draft.concerns) {
    const fields = { personType: person.type, personId: person.id, ...present(said) };
    if (isPlaceholder(person)) {
      unknown.push({ keyOwner: aggregateOwner(draft, aggregateKey), fields });
      continue;
    }
    const keyOwner = subjectKeyOf(person);
    const before = parts.get(keyOwner);
    // One person in two roles is one part.
    parts.set(keyOwner, {
      keyOwner,
      fields: before === undefined ? fields : { ...before.fields, ...fields },
    });
  }
  return [...parts.values(), ...unknown];
}

/** Who is meant by the concerns of a draft, without placeholders. */
export function knownConcerns(
  draft: FactDraft,
): readonly { readonly person: Subject; readonly role: FactRole }[] {
  return draft.concerns.filter(({ person }) => !isPlaceholder(person));
}

type FactRole = FactDraft['concerns'][number]['role'];

/** What was said; undefined where nothing was. */
function present(fields: object | undefined): Readonly<Record<string, unknown>> | undefined {
  if (fields === undefined) return undefined;
  let said: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || value === undefined) continue;
    said ??= {};
    said[name] = value;
  }
  return said;
}
