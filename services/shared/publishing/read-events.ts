/** A body of a CloudEvents door as events: one, or a batch whose faulty members do not stop the others. */
import { type Fault, MessageFault } from '#shared/pure/fault.ts';
import type { JsonValue } from '#shared/pure/strict-json.ts';
import type { Instant } from '#shared/pure/time.ts';
import { type EventDoor, type ReadEvent, readCloudEvent } from './cloud-event.ts';

/** Events in one batch. */
export const BATCH_MAX = 1000;

/** Faults told of one batch; a sender whose every event is wrong need not read a million lines. */
const FAULTS_MAX = 1000;

/** One structured event (`application/cloudevents+json`). */
export function readStructured(body: JsonValue, door: EventDoor, recordedAt: Instant): ReadEvent[] {
  return [readCloudEvent(body, door, recordedAt)];
}

/**
 * A batch (`application/cloudevents-batch+json`), in its order; pointers begin with the place in it.
 * @throws MessageFault if it is no batch at all.
 */
export function readBatch(body: JsonValue, door: EventDoor, recordedAt: Instant): ReadEvent[] {
  const fault = (code: string, expected: string): MessageFault =>
    new MessageFault(422, [{ pointer: '', code, expected }]);
  if (!Array.isArray(body)) throw fault('TYPE', 'a list of CloudEvents');
  if (body.length === 0) throw fault('EMPTY', 'at least one event');
  if (body.length > BATCH_MAX) throw fault('TOO_MANY', `at most ${BATCH_MAX} events`);
  return body.map((event: JsonValue, at) => readCloudEvent(event, door, recordedAt, `/${at}`));
}

/** Every fault of the events that cannot be taken. */
export function faultsOf(events: readonly ReadEvent[]): Fault[] {
  return events.flatMap((event) => ('faults' in event ? event.faults : [])).slice(0, FAULTS_MAX);
}
