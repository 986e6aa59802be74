/** How far an official document has come, by what was said of it last. */
import type { EventName } from '#schemas/generated/events.ts';
import type { Fact } from '#shared/pure/fact.ts';

const STATES: ReadonlyMap<EventName, string> = new Map([
  ['DocumentRegistered', 'REGISTERED'],
  ['DocumentSent', 'SENT'],
  ['DocumentArrived', 'ARRIVED'],
  ['DocumentRefused', 'REFUSED'],
  ['DocumentReceived', 'RECEIVED'],
  ['DocumentAssigned', 'ASSIGNED'],
  ['DocumentInProcess', 'IN_PROCESS'],
  ['DocumentDone', 'DONE'],
  ['RecallRequested', 'RECALL_REQUESTED'],
  ['RecallAccepted', 'RECALL_ACCEPTED'],
  ['RecallRefused', 'RECALL_REFUSED'],
  ['DocumentReplaced', 'REPLACED'],
]);

/** The state after the last fact that has one; the facts are in order. */
export function stateOfDocument(facts: readonly Fact[]): string {
  for (const { event } of facts.toReversed()) {
    const state = STATES.get(event.eventName);
    if (state !== undefined) return state;
  }
  return 'UNKNOWN';
}
