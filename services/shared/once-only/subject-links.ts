/** Which identifiers are one person (domain.md 3): joined by SubjectsLinked alone, until SubjectsUnlinked. */
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import { compareText } from './order.ts';
import { standingFacts } from './standing.ts';

/** One person with several identifiers. */
export interface LinkedPerson {
  /** The key that stands for all of them. */
  readonly name: string;
  readonly keys: readonly string[];
  /** The facts that join them. */
  readonly proof: readonly Fact[];
}

export class SubjectLinks {
  readonly #find: (subjectKey: string) => LinkedPerson | undefined;

  /** `find` gives whom a key names, where that person has other keys, too. */
  constructor(find: (subjectKey: string) => LinkedPerson | undefined) {
    this.#find = find;
  }

  /** Whom a key names, where it is not their only one. */
  find(subjectKey: string): LinkedPerson | undefined {
    return this.#find(subjectKey);
  }

  /** Every key of the person whom a key names, that key included. */
  keysOf(subjectKey: string): readonly string[] {
    return this.#find(subjectKey)?.keys ?? [subjectKey];
  }

  /** The one key that stands for the person in every comparison. */
  personOf(subjectKey: string): string {
    return this.#find(subjectKey)?.name ?? subjectKey;
  }

  /** The facts by which a key is another one's person; none where it stands for the person itself. */
  proofOf(subjectKey: string): readonly Fact[] {
    const person = this.#find(subjectKey);
    return person === undefined || person.name === subjectKey ? [] : person.proof;
  }

  /** The same links, with persons called by the keys of a question, so that its answer shows whom it was asked about. */
  calledBy(asked: readonly string[]): SubjectLinks {
    const called = new Map<string, LinkedPerson>();
    for (const name of asked) {
      const person = this.#find(name);
      if (person === undefined || called.has(name)) continue;
      for (const key of person.keys) called.set(key, { ...person, name });
    }
    return called.size === 0 ? this : new SubjectLinks((key) => called.get(key) ?? this.#find(key));
  }
}

/** Nobody has two identifiers. */
export const NO_LINKS = new SubjectLinks(() => undefined);

/**
 * The links as the hub knew them by then, from the facts of all subjects. Of the statements about two identifiers the
 * last in their order counts; who is joined to one is joined to all that it is joined to.
 */
export function foldSubjectLinks(
  facts: readonly Fact[],
  agencies: Agencies,
  knownAt: Instant = Number.POSITIVE_INFINITY,
): SubjectLinks {
  const last = new Map<string, Joint>();
  for (const { fact } of standingFacts(facts, knownAt, agencies).facts) {
    if (!isFactOf(fact, 'SubjectsLinked', 'SubjectsUnlinked')) continue;
    for (const pair of pairsOf(fact)) last.set(pair.join(' '), { pair, fact });
  }
  const joints = [...last.values()].filter(({ fact }) => isFactOf(fact, 'SubjectsLinked'));
  if (joints.length === 0) return NO_LINKS;
  const persons = new Map(personsOf(joints).flatMap((person) => person.keys.map((key) => [key, person])));
  return new SubjectLinks((key) => persons.get(key));
}

interface Joint {
  readonly pair: readonly [string, string];
  readonly fact: Fact;
}

function pairsOf({ event }: Fact): (readonly [string, string])[] {
  const keys = [...new Set(event.concerns.map(({ subjectKey }) => subjectKey))].sort(compareText);
  return keys.flatMap((one, index) => keys.slice(index + 1).map((other) => [one, other] as const));
}

function personsOf(joints: readonly Joint[]): LinkedPerson[] {
  const groups = new Map<string, ReadonlySet<Joint>>();
  for (const joint of joints) {
    const together = new Set([joint, ...joint.pair.flatMap((key) => [...(groups.get(key) ?? [])])]);
    for (const { pair } of together) for (const key of pair) groups.set(key, together);
  }
  return [...new Set(groups.values())].map((group) => {
    const keys = [...new Set([...group].flatMap(({ pair }) => pair))].sort(compareText);
    const [name = ''] = keys;
    return { name, keys, proof: [...new Set([...group].map(({ fact }) => fact))] };
  });
}
