/** A draft as a reader of the log finds it: decoded, under its topic and key, with nothing sealed. */
import { EVENTS, type HubEvent } from '#schemas/generated/events.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import { factIdOf, type HubKey, uuidText } from '#shared/pure/hub-key.ts';
import { knownConcerns, topicOf } from '#shared/sealing/parts.ts';
import type { Stated } from '../told.ts';

let offset = 0;

/** The fact of a draft; `replacement` is what a FactCorrected brings. */
export function statedFrom(draft: FactDraft, hubKey: HubKey, replacement?: HubEvent): Stated {
  const { key, data, concerns, text, snapshotActualAt, recordedAt, topic: _topic, ...envelope } = draft;
  const bodyHash = hubKey.bodyHash([draft.type, data, text, concerns, replacement?.bodyHash.toString('hex')]);
  const event: object = {
    publisher: null,
    sender: null,
    sequence: null,
    ...envelope,
    recordedAt,
    snapshotVersion: snapshotActualAt === undefined ? null : { actualAt: snapshotActualAt, recordedAt },
    bodyHash,
    concerns: knownConcerns(draft).map(({ person, role }) => ({
      subjectKey: hubKey.subjectKey(person),
      role,
    })),
    sealed: [],
    ...data,
  };
  assertEvent(event);
  return {
    topic: topicOf(draft),
    key: key ?? event.concerns[0]?.subjectKey ?? '',
    fact: factOf(event, replacement),
  };
}

/** An event as a fact. */
export function factOf(event: HubEvent, replacement?: HubEvent): Stated['fact'] {
  offset += 1;
  return {
    event,
    factId: factIdOf(event.source, event.id),
    bodyHash: uuidText(event.bodyHash),
    position: { topic: EVENTS[event.type].topic, partition: 0, offset: String(offset) },
    ...(replacement !== undefined && { replacement }),
  };
}

/** Envelope and data of one draft are one event. */
function assertEvent(_event: object): asserts _event is HubEvent {}
