/** Which event a CloudEvents `type` names, and what to say when it names none or belongs to another door. */
import { EVENTS, type EventType } from '#schemas/generated/events.ts';
import type { Fault } from '#shared/pure/fault.ts';

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

/** Edits after which two names are no longer taken for the same one mistyped. */
const EDITS_MAX = 4;

function nearest(text: string, streams: readonly Stream[]): EventType | undefined {
  if (text.length > 100) return undefined;
  let best: EventType | undefined;
  let bestEdits = EDITS_MAX + 1;
  for (const type of typesOf(streams)) {
    const [, , , event = ''] = type.split('.');
    const edits = Math.min(editsBetween(text, type), editsBetween(kebab(text), event));
    if (edits >= bestEdits) continue;
    best = type;
    bestEdits = edits;
  }
  return best;
}

/** `DossierAccepted` as `dossier-accepted`. */
function kebab(text: string): string {
  return text.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
}

/** Levenshtein distance. */
function editsBetween(one: string, other: string): number {
  let before = [...Array(other.length + 1).keys()];
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const swap = (before[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      line.push(Math.min(swap, (before[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    before = line;
  }
  return before[other.length] ?? 0;
}
