/**
 * How the story is written down: rows of steps, each with the messages that tell it and the questions that are asked
 * of the hub about it. Every question is also asked as the hub knew just before the step.
 */
import type { Role } from '#schemas/generated/events.ts';
import type { Subject } from '#shared/pure/hub-key.ts';
import type { Day } from '#shared/pure/time.ts';
import type { Person } from './people.ts';

export type Door = 'NATIONAL_SYNC' | 'ONE_STOP_EVENTS' | 'SHARED_PAPERS' | 'EDXML' | 'RECORDS';

/** One request to one door. */
export interface Message {
  readonly door: Door;
  /** XML as text; everything else as the value of a JSON document. */
  readonly body: unknown;
  /** Messages with the same word here keep their order when the others are shuffled: snapshots of equal dates. */
  readonly ordered?: string;
}

export interface Row {
  readonly number: number;
  readonly title: string;
  readonly steps: readonly Step[];
}

export interface Step {
  /** Names the step in the progress that is kept: never changed once released. */
  readonly key: string;
  readonly title: string;
  readonly messages: readonly Message[];
  readonly asks: readonly Ask[];
}

export interface PreCheckQuestion {
  readonly procedureCode: string;
  readonly subjects: readonly ({ readonly role: Role } & Subject)[];
  readonly object?: { readonly type: string; readonly key: string };
  readonly on: Day;
}

/** What is said of each required paper (`STALE/SUPERSEDED`, with the number of the held paper), and what to bring. */
export interface ExpectedPreCheck {
  readonly papers: readonly string[];
  readonly toBring: readonly number[];
  /** Checked where it is stated: every pre-filled field with its value. */
  readonly prefill?: Readonly<Record<string, string>>;
}

export interface PreCheckAsk {
  readonly kind: 'PRE_CHECK';
  readonly title: string;
  readonly question: PreCheckQuestion;
  readonly before: ExpectedPreCheck;
  readonly answer: ExpectedPreCheck;
  /** When the whole story is known; where it differs from `answer`. */
  readonly last?: ExpectedPreCheck;
  /** The family files with this answer, so its papers count as saved. */
  readonly filed?: true;
}

export interface PapersAsk {
  readonly kind: 'PAPERS';
  readonly title: string;
  readonly of: Person;
  readonly on: Day;
  /** Kind, number and status of every paper, in alphabetical order. */
  readonly before: readonly string[];
  readonly answer: readonly string[];
  readonly last?: readonly string[];
}

export interface ExpectedDossier {
  readonly state: string;
  readonly outcome: string;
  readonly steps: number;
  readonly supplements: number;
  /** Of the timeline, none of them doubled. */
  readonly entries: number;
  readonly dueAt?: string;
}

/** A dossier is shown as it is now: it has no `knownAt`. */
export interface DossierAsk {
  readonly kind: 'DOSSIER';
  readonly title: string;
  readonly dossierCode: string;
  readonly answer: ExpectedDossier;
}

export type Ask = PreCheckAsk | PapersAsk | DossierAsk;

/** A person in a role of a question. */
export function as(role: Role, person: Person): { readonly role: Role } & Subject {
  return { role, ...person.subject };
}
