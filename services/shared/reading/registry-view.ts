/**
 * The registry as one moment knows it: catalogue and agencies folded, and of links, trust and decisions what is asked
 * for, when it is asked for. Gives what folding all of its facts would give.
 */
import type { Agencies } from '#shared/once-only/agencies.ts';
import type { Catalogue } from '#shared/once-only/catalogue.ts';
import { type Decisions, foldDecisions } from '#shared/once-only/decisions.ts';
import { foldSourceTrust, type TrustedSources } from '#shared/once-only/source-trust.ts';
import { foldSubjectLinks, type LinkedPerson, SubjectLinks } from '#shared/once-only/subject-links.ts';
import type { Fact } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';
import { conflictName, dossierName, personName, sourceName } from './filed-under.ts';

export interface Registry {
  readonly catalogue: Catalogue;
  readonly agencies: Agencies;
  readonly links: SubjectLinks;
  readonly decisions: Decisions;
  readonly trustedSources: TrustedSources;
  /** When the newest of its facts was recorded. */
  readonly newestRecordedAt: Instant;
  /** Procedures and agencies have been projected. */
  readonly complete: boolean;
}

/** What every question needs. */
export type CommonRegistry = Pick<Registry, 'catalogue' | 'agencies' | 'complete'>;

/** The facts that are filed under a name, as this moment has them. */
export type FactsAbout = (name: string) => readonly Fact[];

/** `knownAt` absent: everything is known. */
export function registryView(
  common: CommonRegistry,
  newestRecordedAt: Instant,
  about: FactsAbout,
  knownAt?: Instant,
): Registry {
  const { agencies } = common;
  const decisions = (name: string): Decisions => foldDecisions(about(name), agencies, knownAt);
  const trusted = new Remembered<boolean>((source) =>
    foldSourceTrust(about(sourceName(source)), agencies, knownAt).has(source),
  );
  const linked = new Remembered<LinkedPerson | undefined>((subjectKey) =>
    foldSubjectLinks(about(personName(subjectKey)), agencies, knownAt).find(subjectKey),
  );
  return {
    ...common,
    newestRecordedAt,
    links: new SubjectLinks((subjectKey) => linked.of(subjectKey)),
    decisions: {
      ofDossier: (code) => decisions(dossierName(code)).ofDossier(code),
      isDecided: (conflictId) => decisions(conflictName(conflictId)).isDecided(conflictId),
    },
    trustedSources: { has: (source) => trusted.of(source) },
  };
}

/** Answers that are asked for again and again while dossiers are folded. */
const REMEMBERED_MAX = 2_000;

class Remembered<T> {
  readonly #find: (name: string) => T;
  readonly #known = new Map<string, { readonly found: T }>();

  constructor(find: (name: string) => T) {
    this.#find = find;
  }

  of(name: string): T {
    const known = this.#known.get(name);
    if (known !== undefined) return known.found;
    const found = this.#find(name);
    if (this.#known.size >= REMEMBERED_MAX) this.#known.clear();
    this.#known.set(name, { found });
    return found;
  }
}
