/**
 * The ground on which lives grow: a few persons, agencies, days, and everything that was told so far. One seed makes
 * one village; two villages share nothing but agencies, so an answer about one needs no other.
 */
import type { EventData, EventName, HubEvent, Paper, Role } from '#schemas/generated/events.ts';
import type { TopicName } from '#schemas/topics.ts';
import type { DraftOf, FactDraft } from '#shared/pure/draft.ts';
import { HubKey, type Subject } from '#shared/pure/hub-key.ts';
import { addDays, addMonths, type Day, type Instant, startOfDay } from '#shared/pure/time.ts';
import { Chance } from '../../support/seeded.ts';
import type { Letter, Stated } from '../told.ts';
import { statedFrom } from './stated.ts';

const HOUR = 3_600_000;

/** What a village is mostly about, so that papers of one kind meet each other. */
export type Theme = 'MARRIAGE' | 'CHILD' | 'LAND' | 'VEHICLE' | 'DEATH' | 'ANYTHING';
const THEMES: readonly Theme[] = [
  'MARRIAGE',
  'MARRIAGE',
  'CHILD',
  'LAND',
  'LAND',
  'VEHICLE',
  'DEATH',
  'ANYTHING',
];

/** Borders of Vietnam's day in its own time and in UTC, and hours between. */
const HOURS = [0, 0.5, 6.5, 7.5, 9, 9, 16, 23.5];

export interface Person {
  readonly subject: Subject;
  readonly key: string;
}

export type Concerned = readonly (readonly [Person, Role])[];

/** What a CloudEvents door is told. */
export interface Telling<N extends EventName> {
  readonly topic?: TopicName;
  readonly type: DraftOf<N>['type'];
  readonly key?: string;
  readonly id?: string;
  readonly agency: string;
  readonly source?: string;
  readonly at: Instant;
  readonly recordedAt?: Instant;
  readonly concerns?: Concerned;
  readonly data: EventData[N];
  readonly replacement?: HubEvent;
}

export interface VillageOptions {
  readonly seed: number;
  /** Tells this village's codes from those of others. */
  readonly nth: number;
  readonly hubKey: HubKey;
}

export class Village {
  readonly chance: Chance;
  readonly hubKey: HubKey;
  readonly nth: number;
  readonly seed: number;
  readonly stated: Stated[] = [];
  readonly letters: Letter[] = [];
  readonly people: readonly Person[];
  readonly firm: Person;
  /** A person's old identity number, which other senders know them by. */
  readonly oldIds: ReadonlyMap<Person, Person>;
  readonly days: readonly Day[];
  readonly officers: readonly string[];
  readonly parcels: readonly string[];
  readonly documentKeys: string[] = [];
  readonly theme: Theme;
  /** Days on which a post, a paper or an office ends or begins. */
  readonly borders: Day[] = [];
  #next = 0;

  constructor({ seed, nth, hubKey }: VillageOptions) {
    this.seed = seed;
    this.nth = nth;
    this.hubKey = hubKey;
    this.chance = new Chance(seed);
    const person = (place: number): Person =>
      this.#known({
        type: 'PERSON',
        id: `0251${String(80 + place)}${String(nth).padStart(6, '0').slice(-6)}`,
      });
    this.people = Array.from({ length: 3 + this.chance.below(2) }, (_, place) => person(place));
    this.firm = this.#known({ type: 'BUSINESS', id: businessCode(nth) });
    this.oldIds = new Map(
      this.people
        .slice(0, 2)
        .map((each, place) => [
          each,
          this.#known({ type: 'OLD_ID', id: `2${place}${String(nth).padStart(7, '0').slice(-7)}` }),
        ]),
    );
    this.days = interestingDays(this.chance);
    this.theme = this.chance.pick(THEMES);
    this.officers = [0, 1].map((place) => `CC${nth}-${place}`);
    this.parcels = [0, 1].map((place) => `${nth}-${place}`);
  }

  #known(subject: Subject): Person {
    return { subject, key: this.hubKey.subjectKey(subject) };
  }

  /** Whether something that happens so often happens now. */
  sometimes(likely: number): boolean {
    return this.chance.next() < likely;
  }

  /** A day on which something ends or begins; any day that matters where nothing does. */
  border(): Day {
    const day = this.borders.length === 0 ? this.chance.pick(this.days) : this.chance.pick(this.borders);
    return addDays(day, this.chance.pick([-1, 0, 0, 1]));
  }

  /** A day that matters, or one beside it. */
  day(): Day {
    return addDays(this.chance.pick(this.days), this.chance.pick([0, 0, 0, -1, 1]));
  }

  /** An instant of a day in Vietnam. */
  moment(day: Day = this.day()): Instant {
    return startOfDay(day) + this.chance.pick(HOURS) * HOUR;
  }

  /** When the hub heard of it: mostly at once, often the same instant, sometimes months late or before it happened. */
  heard(at: Instant): Instant {
    const dice = this.chance.next();
    if (dice < 0.5) return at + 60_000;
    if (dice < 0.7) return at;
    if (dice < 0.85) return at + this.chance.pick([1, 9, 200]) * 24 * HOUR;
    if (dice < 0.93) return this.moment();
    return at - 40 * 24 * HOUR;
  }

  person(): Person {
    return this.chance.pick(this.people);
  }

  /** Different persons. */
  persons(count: number): readonly Person[] {
    return this.chance.shuffle(this.people).slice(0, count);
  }

  code(prefix = 'n'): string {
    this.#next += 1;
    return `${prefix}${this.nth}-${this.#next}`;
  }

  dossierCode(agency: string): string {
    this.#next += 1;
    const date = this.chance.pick(this.days).replaceAll('-', '').slice(2);
    return `${agency}-${date}-${String(this.nth * 100 + (this.#next % 100))
      .padStart(4, '0')
      .slice(-8)}`;
  }

  /** Number and code of a paper of the same code or kind that was stated, for a later one that takes its place. */
  numbered(like: Pick<Paper, 'paperKind' | 'resultCode'>): Paper['supersedes'] {
    const numbers = this.stated.flatMap(({ fact: { event } }) => {
      if (!('paper' in event) || !('signatureStatus' in event.paper)) return [];
      const { number, resultCode, paperKind } = event.paper;
      const isAlike =
        (resultCode !== null && resultCode === like.resultCode) ||
        (paperKind !== null && paperKind === like.paperKind);
      return isAlike && number !== null ? [{ number, resultCode }] : [];
    });
    return numbers.length === 0 ? null : this.chance.pick(numbers);
  }

  /** States a fact as a CloudEvents door makes it. */
  tell<N extends EventName>(eventName: N, telling: Telling<N>): Stated {
    const { type, key, agency, at, data, replacement, topic } = telling;
    const draft = {
      eventName,
      type,
      ...(topic !== undefined && { topic }),
      ...(key !== undefined && { key }),
      id: telling.id ?? this.code(),
      source: telling.source ?? `/agencies/${agency}/events`,
      occurredAt: at,
      recordedAt: telling.recordedAt ?? this.heard(at),
      agency,
      door: 'events',
      concerns: (telling.concerns ?? []).map(([{ subject }, role]) => ({ person: subject, role })),
      data,
    };
    assertDraft(draft);
    return this.take(draft, replacement);
  }

  /** Takes a draft of any door. */
  take(draft: FactDraft, replacement?: HubEvent): Stated {
    const stated = statedFrom(draft, this.hubKey, replacement);
    this.stated.push(stated);
    return stated;
  }

  /** Everybody who may be asked about, by subject key. */
  everybody(): ReadonlyMap<string, Subject> {
    const all = [...this.people, this.firm, ...this.oldIds.values()];
    return new Map(all.map(({ key, subject }) => [key, subject]));
  }
}

/** An event's name and its data belong together, as the caller's types say. */
function assertDraft(_draft: object): asserts _draft is FactDraft {}

/** A few days, and what follows from them: a year's end, six months later, the day agencies were succeeded. */
function interestingDays(chance: Chance): readonly Day[] {
  const first = addDays('2025-03-01', chance.below(200));
  const second = addDays(first, 20 + chance.below(200));
  return [
    first,
    addMonths(first, 6),
    second,
    addMonths(second, 6),
    addDays(second, 10),
    '2025-07-01',
    '2025-08-31',
  ];
}

const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/** A business code with its check digit. */
function businessCode(nth: number): string {
  const digits = `3${String(nth).padStart(8, '0').slice(-8)}`;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  const check = 10 - (sum % 11);
  return check > 9 ? businessCode(nth + 50_000_000) : `${digits}${check}`;
}
