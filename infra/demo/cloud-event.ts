/** Messages of systems that speak CloudEvents: one-stop shops that are new, and state bodies that share papers. */
import type { EventType, Role } from '#schemas/generated/events.ts';
import type { Person } from './people.ts';
import type { Message } from './row.ts';

export interface SaidEvent {
  readonly id: string;
  readonly agency: string;
  readonly type: EventType;
  /** The aggregate's key; left out for shared papers. */
  readonly subject?: string;
  /** RFC 3339. */
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A person in a role of a fact, with what is said of them. */
export function concern(role: Role, { name, subject }: Person, said: Readonly<Record<string, string>> = {}) {
  return { person: subject, role, name, ...said };
}

/** Events of one one-stop shop, in one batch. */
export function oneStopEvents(...events: readonly SaidEvent[]): Message {
  return { door: 'ONE_STOP_EVENTS', body: events.map((event) => structured(event, 'one-stop-shop')) };
}

/** Papers that a state body shares, in one batch. */
export function sharedPapers(...events: readonly SaidEvent[]): Message {
  return { door: 'SHARED_PAPERS', body: events.map((event) => structured(event, 'shared-papers')) };
}

function structured({ agency, ...event }: SaidEvent, system: string) {
  return {
    specversion: '1.0',
    source: `/agencies/${agency}/${system}`,
    datacontenttype: 'application/json',
    ...event,
  };
}
