/** A fact as the log holds it: the decoded event, its name and where it stands. */
import type { EventName, EventOf, HubEvent } from '#schemas/generated/events.ts';

/** Where a record stands: `topic/partition/offset` when written out. */
export interface RecordPosition {
  readonly topic: string;
  readonly partition: number;
  /** Decimal digits; offsets may pass 2⁵³. */
  readonly offset: string;
}

export interface Fact<E extends HubEvent = HubEvent> {
  readonly event: E;
  /** First 128 bits of SHA-256(source, 0x00, id), as UUID text. */
  readonly factId: string;
  /** The body hash, as UUID text. */
  readonly bodyHash: string;
  readonly position: RecordPosition;
  /** Of a FactCorrected: the whole replacement, decoded. */
  readonly replacement?: HubEvent;
}

export type FactOf<N extends EventName> = Fact<EventOf<N>>;

/** Whether a fact is of one of the named events. */
export function isFactOf<N extends EventName>(fact: Fact, ...names: readonly N[]): fact is Fact<EventOf<N>> {
  return (names as readonly EventName[]).includes(fact.event.eventName);
}

/** `topic/partition/offset`. */
export function formatPosition(position: RecordPosition): string {
  return `${position.topic}/${position.partition}/${position.offset}`;
}
