/** Facts for tests of the pure core: short to write, whole as the log would decode them. */
import { randomUUID } from 'node:crypto';
import aliases from '#schemas/catalogue/aliases.json' with { type: 'json' };
import procedures from '#schemas/catalogue/procedures.json' with { type: 'json' };
import supersession from '#schemas/catalogue/supersession.json' with { type: 'json' };
import {
  EVENTS,
  type EventData,
  type EventName,
  type EventType,
  type HubEvent,
  type Paper,
  type Role,
} from '#schemas/generated/events.ts';
import { Catalogue } from '#shared/once-only/catalogue.ts';
import type { Question } from '#shared/once-only/question.ts';
import { EMPTY_WORLD, type World } from '#shared/once-only/world.ts';
import { NOTHING_STATED } from '#shared/pure/blank-paper.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { factIdOf, HubKey, uuidText } from '#shared/pure/hub-key.ts';
import { type Day, type Instant, startOfDay } from '#shared/pure/time.ts';

export const TEST_HUB_KEY = new HubKey(Buffer.alloc(32, 7));

/** The built-in catalogue, as its events would fold. The compiler reads JSON files with wider types than they have. */
export const CATALOGUE = new Catalogue(
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- publishing checks each entry against its schema
  procedures as ConstructorParameters<typeof Catalogue>[0],
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same
  aliases as ConstructorParameters<typeof Catalogue>[1],
  supersession,
);

/** A paper with nothing stated but what is given. */
export function paper(stated: Partial<Paper>): Paper {
  return { ...NOTHING_STATED, ...stated };
}

/** A day at a clock time of Vietnam, as an instant. */
export function at(day: Day, hour = 8): Instant {
  return startOfDay(day) + hour * 3_600_000;
}

function isEventType(text: string): text is EventType {
  return Object.hasOwn(EVENTS, text);
}

export interface FactOptions {
  readonly id?: string;
  readonly at: Instant;
  /** A minute after it occurred, unless given. */
  readonly recordedAt?: Instant;
  readonly agency?: string;
  readonly source?: string;
  readonly door?: string;
  readonly sender?: string;
  readonly concerns?: readonly (readonly [string, Role])[];
  /** Greatest actual date of the snapshot that states it. */
  readonly snapshotAt?: Instant;
  readonly replacement?: HubEvent;
  readonly bodyHash?: string;
}

let offset = 0;

/** One fact of the named event on the stream that first declares it, or on the given one. */
export function fact<N extends EventName>(
  eventName: N,
  options: FactOptions,
  data: EventData[N],
  stream = 'one-stop-shop',
): Fact {
  const id = options.id ?? randomUUID();
  const recordedAt = options.recordedAt ?? options.at + 60_000;
  const agency = options.agency ?? 'H44.150';
  const source = options.source ?? `/agencies/${agency}/${options.door ?? 'events'}`;
  const envelope = {
    id,
    source,
    type: typeOf(eventName, stream),
    occurredAt: options.at,
    recordedAt,
    agency,
    publisher: null,
    door: options.door ?? 'events',
    sender: options.sender ?? null,
    sequence: null,
    snapshotVersion: options.snapshotAt === undefined ? null : { actualAt: options.snapshotAt, recordedAt },
    bodyHash: TEST_HUB_KEY.bodyHash(data),
    concerns: (options.concerns ?? []).map(([subjectKey, role]) => ({ subjectKey, role })),
    sealed: [],
  };
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a name with its data is one member of the union
    event: { ...envelope, ...data, eventName } as unknown as HubEvent,
    factId: factIdOf(source, id),
    bodyHash: options.bodyHash ?? uuidText(envelope.bodyHash),
    position: { topic: 'test', partition: 0, offset: String(offset++) },
    ...(options.replacement !== undefined && { replacement: options.replacement }),
  };
}

function typeOf(eventName: EventName, stream: string): EventType {
  const named = Object.entries(EVENTS)
    .filter(([, declared]) => declared.eventName === eventName)
    .map(([type]) => type);
  const type = [...named.filter((each) => each.startsWith(`vn.gov.${stream}.`)), ...named].find(isEventType);
  if (type === undefined) throw new Error(`no type for ${eventName}`);
  return type;
}

/** A world of the given facts with the built-in catalogue and no agencies known. */
export function world(
  parts: Partial<World> & { readonly facts?: readonly (readonly [string, readonly Fact[]])[] },
): World {
  return {
    ...EMPTY_WORLD,
    catalogue: CATALOGUE,
    dossiers: new Map(parts.facts ?? []),
    ...parts,
  };
}

export const EVER: Instant = Number.POSITIVE_INFINITY;

/** A question with nothing special about it. */
export function question(
  procedureCode: string,
  on: Day,
  subjects: readonly (readonly [Role, string])[],
  more: Partial<Question> = {},
): Question {
  return {
    procedureCode,
    on,
    knownAt: EVER,
    applies: [],
    subjects: subjects.map(([role, subjectKey]) => ({ role, subjectKey })),
    ...more,
  };
}
