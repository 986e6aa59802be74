/** Which event a CloudEvents `type` names, and what to say when it names none or belongs to another door. */
import { EVENTS, type EventType } from '#schemas/generated/events.ts';
import type { Fault } from '#shared/pure/fault.ts';
import { nearestOf } from '#shared/pure/nearest.ts';

/** The second word of a topic, as in `vn.gov.<stream>.…`. */
export type Stream =
  | 'one-stop-shop'
  | 'document-management'
  | 'civil-servants'
  | 'shared'
  | 'catalogue'
  | 'hub';

/** Said by the hub's own native doors only: a list of what stands has no meaning without its snapshot. */
const NATIVE_ONLY: ReadonlySet<string> = new Set(['SnapshotStated']);

const DOORS: Readonly<Record<Stream, string>> = {
  'one-stop-shop': 'POST /v1/events of the one-stop shop adapter',
  'document-management': 'POST /v1/events of the document management adapter',
  'civil-servants': 'POST /v1/events of the civil servants adapter',
  shared: 'POST /v1/shared-papers of any adapter',
  catalogue: 'the catalogue, which operators publish',
  hub: 'the hub itself',
};

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(EVENTS, text);
}

export function streamOf(type: EventType): Stream {
  const [, stream = ''] = EVENTS[type].topic.split('.');
  const found = STREAMS.find((one) => one === stream);
  if (found === undefined) throw new Error(`${EVENTS[type].topic} belongs to no stream`);
  return found;
}

/** Every stream of the log. */
export const STREAMS = [
  'one-stop-shop',
  'document-management',
  'civil-servants',
  'shared',
  'catalogue',
  'hub',
] as const satisfies readonly Stream[];

/** The event types that the doors of these streams take. */
export function typesOf(streams: readonly Stream[]): EventType[] {
  return Object.keys(EVENTS)
    .filter(isEventType)
    .filter((type) => streams.includes(streamOf(type)));
}

/** The type, or a fault at `pointer`. */
export function readEventType(
  text: string,
  streams: readonly Stream[],
  pointer: string,
  faults: Fault[],
): EventType | undefined {
  if (!isEventType(text)) {
    const near = nearest(text, streams);
    const hint = near === undefined ? {} : { hint: `did you mean ${near}?` };
    faults.push({
      pointer,
      code: 'UNKNOWN_TYPE',
      expected: `an event type of ${streams.join(', ')}`,
      ...hint,
    });
    return undefined;
  }
  const stream = streamOf(text);
  if (!streams.includes(stream) || NATIVE_ONLY.has(EVENTS[text].eventName)) {
    const hint = streams.includes(stream) ? 'native doors make this one' : `send it to ${DOORS[stream]}`;
    faults.push({ pointer, code: 'WRONG_DOOR', expected: `an event type of ${streams.join(', ')}`, hint });
    return undefined;
  }
  return text;
}

function nearest(text: string, streams: readonly Stream[]): EventType | undefined {
  const types = typesOf(streams);
  const whole = nearestOf(text, types);
  const names = new Map(types.map((type) => [type.split('.')[3] ?? '', type]));
  const named = names.get(nearestOf(text, [...names.keys()]) ?? '');
  return types.find((type) => type === whole) ?? named;
}
