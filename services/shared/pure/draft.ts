/**
 * A fact before it is sealed: what the adapters' translators make of a native message. Personal values are still
 * in the clear here and stay in memory; `#shared/publishing` seals them on the way to the log.
 */
import type {
  Concern,
  EventData,
  EventName,
  EventPersonal,
  EventType,
  Role,
} from '#schemas/generated/events.ts';
import type { TopicName } from '#schemas/topics.ts';
import type { Subject } from './hub-key.ts';
import type { Instant } from './time.ts';

/** A person whom a fact is about, with what was said of them. */
export interface DraftConcern<N extends EventName = EventName> {
  readonly person: Subject;
  readonly role: Role;
  /** Fields of `<Event>Personal` whose `about` is PERSON, without personType and personId. */
  readonly personal?: Partial<EventPersonal[N]>;
}

export interface DraftOf<N extends EventName> {
  readonly eventName: N;
  /** CloudEvents type: names the stream, too. */
  readonly type: EventType;
  /** Where the event may travel on several topics of its stream and this is not the first of them. */
  readonly topic?: TopicName;
  /** The aggregate's key, which is the Kafka key. For shared papers: absent, the first concern gives it. */
  readonly key?: string;
  readonly id: string;
  readonly source: string;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly agency: string;
  readonly publisher?: string;
  readonly door: string;
  readonly sender?: string;
  readonly sequence?: string;
  /** W3C trace context of where the event began; counts where the request brings none. */
  readonly traceparent?: string;
  /** Greatest actual date inside the snapshot that states the fact; only on facts of a snapshot. */
  readonly snapshotActualAt?: Instant;
  readonly concerns: readonly DraftConcern<N>[];
  /** Persons whom the hub knows by their key alone: nothing is said of them, and they follow the concerns. */
  readonly concernsByKey?: readonly Concern[];
  /** Fields of `<Event>Personal` whose `about` is AGGREGATE: text about nobody known. */
  readonly text?: Partial<EventPersonal[N]>;
  readonly data: EventData[N];
  /** What the body hash covers, where that is not all of data, text and concerns. */
  readonly hashed?: unknown;
}

/** Any draft; narrow by `eventName`. */
export type FactDraft = { [N in EventName]: DraftOf<N> }[EventName];

/** The CloudEvents id of a snapshot's fact: what it is derived from (rules.md 5). */
export interface ContentOfFact {
  readonly sender: string;
  readonly door: string;
  readonly aggregate: string;
  readonly factKey: string;
  readonly body: unknown;
}
