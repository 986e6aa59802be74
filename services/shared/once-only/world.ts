/** Everything that a question may look at: the facts of a few aggregates, and what the hub knows of all. */
import type { Fact } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import type { Catalogue } from './catalogue.ts';

/** A record that could not be projected and that nobody has settled yet. */
export interface OpenDeadLetter {
  readonly stream: 'dossiers' | 'shared_papers';
  readonly aggregateKey: string;
  /** Kafka's timestamp: the hub knew from then on that something is missing. */
  readonly knownFrom: Instant;
}

export type FactsByAggregate = ReadonlyMap<string, readonly Fact[]>;

export interface World {
  readonly catalogue: Catalogue;
  readonly agencies: Agencies;
  /** By dossierCode. */
  readonly dossiers: FactsByAggregate;
  /** By the subject key of the first of `concerns`. */
  readonly sharedPapers: FactsByAggregate;
  /** By document key: those that papers name. */
  readonly documents: FactsByAggregate;
  /** By civilServantCode: signers, and the records of the persons asked about. */
  readonly civilServants: FactsByAggregate;
  readonly deadLetters: readonly OpenDeadLetter[];
  /** Sources whose bare "completed" is believed (`PUT /v1/sources/{source}`). */
  readonly trustedSources: ReadonlySet<string>;
}
