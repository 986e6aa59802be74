/** A fact as it was stated at a door, made of its body and what goes around it. A correction brings the whole fact along. */
import { EVENTS, type EventType } from '#schemas/generated/events.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { EventBody } from './event-body.ts';

/** A fact as it was stated. */
export interface StatedEvent {
  readonly draft: FactDraft;
  /** Of a correction: the whole fact that takes its target's place. */
  readonly replacement?: FactDraft;
}

/** What goes around a body. */
export interface StatedEnvelope {
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  /** Who states it. */
  readonly agency: string;
  /** Who sent it, where that is another body. */
  readonly publisher?: string;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly sequence?: string | undefined;
  readonly traceparent?: string | undefined;
  /** Absent for a shared paper: the first person gives the key. */
  readonly key?: string | undefined;
  readonly door: string;
}

/** The drafts of what was stated. A correction's replacement goes by its target's name: it takes the target's place. */
export function stateEvent(envelope: StatedEnvelope, body: EventBody): StatedEvent {
  const draft = draftOf(envelope, body);
  if (body.replacement === undefined) return { draft };
  const { type, target, body: corrected } = body.replacement;
  return { draft, replacement: draftOf({ ...envelope, ...target, type }, corrected) };
}

function draftOf(envelope: StatedEnvelope, body: EventBody): FactDraft {
  const { type, publisher, key, sequence, traceparent } = envelope;
  const draft: Mutable = {
    eventName: EVENTS[type].eventName,
    type,
    id: envelope.id,
    source: envelope.source,
    occurredAt: envelope.occurredAt,
    recordedAt: envelope.recordedAt,
    agency: envelope.agency,
    door: envelope.door,
    concerns: body.concerns,
    text: body.text,
    data: body.data,
  };
  if (publisher !== undefined) draft['publisher'] = publisher;
  if (body.topic !== undefined) draft['topic'] = body.topic;
  if (key !== undefined) draft['key'] = key;
  if (sequence !== undefined) draft['sequence'] = sequence;
  if (traceparent !== undefined) draft['traceparent'] = traceparent;
  if (body.hashed !== undefined) draft['hashed'] = body.hashed;
  assertChecked(draft);
  return draft;
}

type Mutable = Record<string, unknown>;

/** The reader of a body has checked data, text and concerns against the schema that belongs to the type. */
function assertChecked(_draft: object): asserts _draft is FactDraft {}
