/** A fact as the projections see it: decoded, under its aggregate's key. */
import type { HubEvent } from '#schemas/generated/events.ts';

export interface DecodedFact {
  /** The Kafka key. */
  readonly aggregateKey: string;
  readonly factId: string;
  readonly event: HubEvent;
  /** For FactCorrected: the fact that takes its target's place, decoded. */
  readonly replacement: HubEvent | undefined;
}

/** The events whose words count: the fact's own, and for a correction what it puts in place of its target. */
export function statedEvents(fact: DecodedFact): readonly HubEvent[] {
  return fact.replacement === undefined ? [fact.event] : [fact.event, fact.replacement];
}
