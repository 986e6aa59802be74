/** A draft with its envelope, sealed: the event as the log keeps it. */
import type { HubEvent, Sealed } from '#schemas/generated/events.ts';
import type { TopicName } from '#schemas/topics.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import { factIdOf, type HubKey, type Subject } from '#shared/pure/hub-key.ts';
import type { SealingKeys } from '#shared/sealing/key-store.ts';
import { knownConcerns, type PersonalPart, personalParts, topicOf } from '#shared/sealing/parts.ts';
import { personalCodecOf } from '#shared/sealing/personal-codec.ts';
import { sealPart } from '#shared/sealing/seal.ts';
import { aggregateKeyOf } from './aggregate-key.ts';

/** A draft under its key. */
export interface KeyedDraft {
  readonly key: string;
  readonly draft: FactDraft;
}

/** An event under its key, on its topic. */
export interface KeyedEvent {
  readonly key: string;
  readonly topic: TopicName;
  readonly event: HubEvent;
}

/**
 * Seals and composes drafts; the keys of all of them are fetched together.
 * @throws KeysUnavailableError, KeyDestroyedError, InvalidValueError.
 */
export async function composeEvents(
  drafts: readonly KeyedDraft[],
  hubKey: HubKey,
  keys: SealingKeys,
): Promise<KeyedEvent[]> {
  const subjectKeyOf = rememberedSubjectKeys(hubKey);
  const parts = drafts.map(({ key, draft }) => partsOf(draft, key, subjectKeyOf));
  const owners = parts.flatMap((some) => some.map(({ keyOwner }) => keyOwner));
  const found = owners.length === 0 ? new Map() : await keys.keysOf(owners);
  return drafts.map(({ key, draft }, at) => {
    const factId = factIdOf(draft.source, draft.id);
    const sealed = (parts[at] ?? []).map((part) => seal(part, factId, draft, found));
    return { key, topic: topicOf(draft), event: compose(draft, sealed, hubKey, subjectKeyOf) };
  });
}

/** The draft under the key that it goes by. */
export function keyed(draft: FactDraft, hubKey: HubKey): KeyedDraft {
  return { key: aggregateKeyOf(draft, hubKey), draft };
}

/** What tells two bodies of one id apart: the data as stated, not the time (ADR 4). */
export function bodyHashOf({ type, data, text, concerns, hashed }: FactDraft, hubKey: HubKey): Buffer {
  return hubKey.bodyHash(hashed ?? { type, data, text, concerns });
}

type SubjectKeyOf = (person: Subject) => string;

/** For one call: its persons recur in every fact of a message, and each key is an HMAC. Kept no longer than that. */
function rememberedSubjectKeys(hubKey: HubKey): SubjectKeyOf {
  const keys = new Map<string, string>();
  return (person) => {
    const name = `${person.type}:${person.id}`;
    const key = keys.get(name) ?? hubKey.subjectKey(person);
    keys.set(name, key);
    return key;
  };
}

function partsOf(draft: FactDraft, key: string, subjectKeyOf: SubjectKeyOf): PersonalPart[] {
  const personal = personalCodecOf(draft.type);
  return personal === undefined ? [] : personalParts(draft, key, personal, subjectKeyOf);
}

type FoundKeys = Awaited<ReturnType<SealingKeys['keysOf']>>;

function seal(part: PersonalPart, factId: string, draft: FactDraft, keys: FoundKeys): Sealed {
  const personal = personalCodecOf(draft.type);
  const key = keys.get(part.keyOwner);
  if (personal === undefined || key === undefined) throw new Error('a part without its key or schema');
  return sealPart(part, factId, personal, key);
}

function compose(
  draft: FactDraft,
  sealed: readonly Sealed[],
  hubKey: HubKey,
  subjectKeyOf: SubjectKeyOf,
): HubEvent {
  const { data, text, concerns, concernsByKey, recordedAt, snapshotActualAt } = draft;
  const byKey = concernsByKey === undefined ? {} : { concernsByKey };
  const event = {
    ...data,
    eventName: draft.eventName,
    id: draft.id,
    source: draft.source,
    type: draft.type,
    occurredAt: draft.occurredAt,
    recordedAt,
    agency: draft.agency,
    publisher: draft.publisher ?? null,
    door: draft.door,
    sender: draft.sender ?? null,
    sequence: draft.sequence ?? null,
    snapshotVersion: snapshotActualAt === undefined ? null : { actualAt: snapshotActualAt, recordedAt },
    bodyHash: hubKey.bodyHash(draft.hashed ?? { type: draft.type, data, text, concerns, ...byKey }),
    concerns: [
      ...knownConcerns(draft).map(({ person, role }) => ({ subjectKey: subjectKeyOf(person), role })),
      ...(draft.concernsByKey ?? []),
    ],
    sealed,
  };
  assertEvent(event);
  return event;
}

/** A draft's data belong to its event name; the codec checks every member before anything is written. */
function assertEvent(_event: object): asserts _event is HubEvent {}
