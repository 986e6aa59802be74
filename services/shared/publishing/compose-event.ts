/** A draft with its envelope, sealed and written: the record's value as the log keeps it. */
import type { Concern, EventType, Sealed } from '#schemas/generated/events.ts';
import type { TopicName } from '#schemas/topics.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import { factIdOf, type HubKey, type Subject } from '#shared/pure/hub-key.ts';
import { isPlaceholder } from '#shared/pure/identifiers.ts';
import type { SealingKey, SealingKeys } from '#shared/sealing/key-store.ts';
import { type PersonalPart, personalParts, topicOf } from '#shared/sealing/parts.ts';
import { type PersonalCodec, personalCodecOf } from '#shared/sealing/personal-codec.ts';
import { sealPart } from '#shared/sealing/seal.ts';
import { aggregateKeyOf } from './aggregate-key.ts';
import { canonicalBody } from './canonical-body.ts';
import { writeEvent } from './write-event.ts';

/** A draft under its key. */
export interface KeyedDraft {
  readonly key: string;
  readonly draft: FactDraft;
}

/** An event under its key, on its topic. */
export interface ComposedEvent extends KeyedDraft {
  readonly topic: TopicName;
  /** In the Confluent wire format. */
  readonly value: Buffer;
}

/** What composing needs to know. */
export interface Composer {
  readonly hubKey: HubKey;
  readonly keys: SealingKeys;
  readonly schemaIdOf: (type: EventType) => number;
}

/**
 * Seals and writes drafts; the keys of all of them are fetched together, and there is nothing to wait for where all of
 * them are at hand.
 * @throws KeysUnavailableError, KeyDestroyedError, InvalidValueError.
 */
export function composeEvents(
  drafts: readonly KeyedDraft[],
  { hubKey, keys, schemaIdOf }: Composer,
): ComposedEvent[] | Promise<ComposedEvent[]> {
  const subjectKeyOf = rememberedSubjectKeys(hubKey);
  const parts = drafts.map(({ key, draft }) => partsOf(draft, key, subjectKeyOf));
  const compose = (found: ReadonlyMap<string, SealingKey>): ComposedEvent[] =>
    drafts.map(({ key, draft }, at) => {
      const composition = {
        bodyHash: hubKey.bodyHashOfText(canonicalBody(draft)),
        concerns: concernsOf(draft, subjectKeyOf),
        sealed: seal(parts[at] ?? NO_PARTS, draft, found),
      };
      const value = writeEvent(draft, composition, schemaIdOf(draft.type));
      return { key, draft, topic: topicOf(draft), value };
    });
  const owners = ownersOf(parts);
  if (owners === undefined) return compose(NO_KEYS);
  const cached = keys.cachedKeysOf(owners);
  return cached === undefined ? keys.keysOf([...owners]).then(compose) : compose(cached);
}

const NO_KEYS: ReadonlyMap<string, SealingKey> = new Map();

/** Whose keys seal the parts; undefined where there are no parts. */
function ownersOf(parts: readonly (readonly PersonalPart[])[]): ReadonlySet<string> | undefined {
  let owners: Set<string> | undefined;
  for (const some of parts) for (const { keyOwner } of some) (owners ??= new Set()).add(keyOwner);
  return owners;
}

/** The draft under the key that it goes by. */
export function keyed(draft: FactDraft, hubKey: HubKey): KeyedDraft {
  return { key: aggregateKeyOf(draft, hubKey), draft };
}

/** What tells two bodies of one id apart: the data as stated, not the time (ADR 4). */
export function bodyHashOf(draft: FactDraft, hubKey: HubKey): Buffer {
  return hubKey.bodyHashOfText(canonicalBody(draft));
}

type SubjectKeyOf = (person: Subject) => string;

/** For one call: its persons recur in every fact of a message, and each key is an HMAC. Kept no longer than that. */
function rememberedSubjectKeys(hubKey: HubKey): SubjectKeyOf {
  let keys: Map<string, string> | undefined;
  return (person) => {
    const name = `${person.type}:${person.id}`;
    let key = keys?.get(name);
    if (key === undefined) {
      key = hubKey.subjectKey(person);
      (keys ??= new Map()).set(name, key);
    }
    return key;
  };
}

const NO_PARTS: readonly PersonalPart[] = [];

function partsOf(draft: FactDraft, key: string, subjectKeyOf: SubjectKeyOf): readonly PersonalPart[] {
  const personal = personalCodecOf(draft.type);
  return personal === undefined ? NO_PARTS : personalParts(draft, key, personal, subjectKeyOf);
}

/** Whom a fact is about: persons who are no placeholders, then those known by their key alone. */
function concernsOf({ concerns, concernsByKey }: FactDraft, subjectKeyOf: SubjectKeyOf): readonly Concern[] {
  const known: Concern[] = [];
  for (const { person, role } of concerns)
    if (!isPlaceholder(person)) known.push({ subjectKey: subjectKeyOf(person), role });
  return concernsByKey === undefined ? known : [...known, ...concernsByKey];
}

function seal(
  parts: readonly PersonalPart[],
  draft: FactDraft,
  keys: ReadonlyMap<string, SealingKey>,
): readonly Sealed[] {
  if (parts.length === 0) return [];
  const personal = codecOf(draft.type);
  const factId = factIdOf(draft.source, draft.id);
  return parts.map((part) => {
    const key = keys.get(part.keyOwner);
    if (key === undefined) throw new Error('a part without its key');
    return sealPart(part, factId, personal, key);
  });
}

function codecOf(type: EventType): PersonalCodec {
  const personal = personalCodecOf(type);
  if (personal === undefined) throw new Error(`${type} has no personal part`);
  return personal;
}
