/** Everything that a question may look at: the facts of a few aggregates, and what the hub knows of all. */
import type { Fact } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';
import { Agencies } from './agencies.ts';
import { Catalogue } from './catalogue.ts';
import { type Decisions, NOTHING_DECIDED } from './decisions.ts';
import type { TrustedSources } from './source-trust.ts';
import { NO_LINKS, type SubjectLinks } from './subject-links.ts';

/** A record that could not be projected and that nobody has settled yet. */
export interface OpenDeadLetter {
  readonly stream: 'dossiers' | 'shared_papers' | 'documents' | 'civil_servants';
  readonly aggregateKey: string;
  /** Kafka's timestamp: the hub knew from then on that something is missing. */
  readonly knownFrom: Instant;
}

export type FactsByAggregate = ReadonlyMap<string, readonly Fact[]>;

export interface World {
  readonly catalogue: Catalogue;
  readonly agencies: Agencies;
  /** Identifiers that are one person. */
  readonly links: SubjectLinks;
  /** What operators decided of contradicting statements. */
  readonly decisions: Decisions;
  /** Sources whose bare "completed" is believed (`PUT /v1/sources/{source}`). */
  readonly trustedSources: TrustedSources;
  /** By dossierCode. */
  readonly dossiers: FactsByAggregate;
  /** By the subject key of the first of `concerns`. */
  readonly sharedPapers: FactsByAggregate;
  /** By document key: those that papers name. */
  readonly documents: FactsByAggregate;
  /** By civilServantCode: signers, and the records of the persons asked about. */
  readonly civilServants: FactsByAggregate;
  readonly deadLetters: readonly OpenDeadLetter[];
  /** Those of the persons asked about who may be two people, by any of their keys. */
  readonly personConflicts: ReadonlySet<string>;
}

/** The world of a hub that was told nothing. */
export const EMPTY_WORLD: World = {
  catalogue: new Catalogue([], [], []),
  agencies: new Agencies([]),
  links: NO_LINKS,
  decisions: NOTHING_DECIDED,
  trustedSources: new Set(),
  dossiers: new Map(),
  sharedPapers: new Map(),
  documents: new Map(),
  civilServants: new Map(),
  deadLetters: [],
  personConflicts: new Set(),
};

/** The world as a question sees it: persons with several identifiers are called by those that it asks about. */
export function worldAskedAbout(world: World, subjectKeys: readonly string[]): World {
  const links = world.links.calledBy(subjectKeys);
  return links === world.links ? world : { ...world, links };
}
