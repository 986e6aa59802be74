/** A body of a CloudEvents door as events: one, a batch or lines, whose faulty members do not stop the others. */
import { type Fault, MessageFault } from '#shared/pure/fault.ts';
import { type JsonValue, parseJson } from '#shared/pure/strict-json.ts';
import type { Instant } from '#shared/pure/time.ts';
import { binaryEvent } from './binary-mode.ts';
import { type EventDoor, type ReadEvent, readCloudEvent, readSentEvent } from './cloud-event.ts';
import { type EventLine, isBlankLine } from './event-lines.ts';

/** Events in one batch. */
const BATCH_MAX = 1000;

/** Faults told in one answer; a sender whose every event is wrong need not read a million lines. */
const FAULTS_MAX = 1000;

/** One structured event (`application/cloudevents+json`). */
export function readStructured(body: Buffer, door: EventDoor, recordedAt: Instant): ReadEvent[] {
  return [readCloudEvent(parseJson(body), door, recordedAt)];
}

/** One event in binary mode (`application/json` with `ce-*` headers); an empty body is absent data. */
export function readBinary(
  body: Buffer,
  rawHeaders: readonly string[],
  door: EventDoor,
  recordedAt: Instant,
): ReadEvent[] {
  const faults: Fault[] = [];
  const data = body.length === 0 ? undefined : parseJson(body);
  return [readSentEvent(binaryEvent(rawHeaders, data, faults), '', door, recordedAt, faults)];
}

/**
 * A batch (`application/cloudevents-batch+json`), in its order; pointers begin with the place in it.
 * @throws MessageFault if it is no batch at all.
 */
export function readBatch(body: Buffer, door: EventDoor, recordedAt: Instant): ReadEvent[] {
  const fault = (code: string, expected: string): MessageFault =>
    new MessageFault(422, [{ pointer: '', code, expected }]);
  const batch = parseJson(body);
  if (!Array.isArray(batch)) throw fault('TYPE', 'a list of CloudEvents');
  if (batch.length === 0) throw fault('EMPTY', 'at least one event');
  if (batch.length > BATCH_MAX) {
    const hint = 'application/x-ndjson takes as many as 8 MiB hold';
    throw new MessageFault(422, [
      { pointer: '', code: 'TOO_MANY', expected: `at most ${BATCH_MAX} events`, hint },
    ]);
  }
  return batch.map((event: JsonValue, at) => readCloudEvent(event, door, recordedAt, `/${at}`));
}

/** A line of `application/x-ndjson`; pointers lead into the line. */
export function readLine(line: EventLine, door: EventDoor, recordedAt: Instant): ReadEvent {
  const number = line.line;
  if (isBlankLine(line)) {
    const hint = 'remove the empty line; only at the end may there be some';
    const faults = [{ pointer: '', code: 'EMPTY', expected: 'an event on every line', hint }];
    return { id: '', source: '', pointer: '', line: number, faults };
  }
  try {
    return readCloudEvent(parseJson(line.bytes, number), door, recordedAt, '', number);
  } catch (error) {
    if (!(error instanceof MessageFault)) throw error;
    return { id: '', source: '', pointer: '', line: number, faults: error.faults };
  }
}

/** Every fault of the events that cannot be taken, with its line where there are lines. */
export function faultsOf(events: readonly ReadEvent[]): Fault[] {
  const faults: Fault[] = [];
  for (const event of events) {
    if (!('faults' in event)) continue;
    const { line } = event;
    for (const fault of event.faults) {
      if (faults.length >= FAULTS_MAX) return faults;
      faults.push(line === undefined ? fault : { line, ...fault });
    }
  }
  return faults;
}

/** The same events; those beyond the faults told in one answer keep their first fault alone. */
export function briefly<T extends object>(events: readonly (T | BadEvent)[]): readonly (T | BadEvent)[] {
  let told = 0;
  return events.map((event) => {
    if (!isBad(event)) return event;
    told += event.faults.length;
    return told > FAULTS_MAX ? { ...event, faults: event.faults.slice(0, 1) } : event;
  });
}

type BadEvent = Extract<ReadEvent, { readonly faults: unknown }>;

function isBad(event: object): event is BadEvent {
  return 'faults' in event;
}
