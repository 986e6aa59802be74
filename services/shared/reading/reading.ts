/** What one look at the read models gives, and the port that looks: all of it from one moment. */
import type { Agencies } from '#shared/once-only/agencies.ts';
import type { Catalogue } from '#shared/once-only/catalogue.ts';
import type { Question } from '#shared/once-only/question.ts';
import type { World } from '#shared/once-only/world.ts';
import type { Freshness } from '#shared/pure/freshness.ts';
import type { Instant } from '#shared/pure/time.ts';

/** A question whose knowledge may be "all that is known". */
export type OpenQuestion = Omit<Question, 'knownAt'> & { readonly knownAt?: Instant };

export interface Reading {
  readonly world: World;
  /** As asked, else the instant by which everything in `world` was known. */
  readonly knownAt: Instant;
  readonly freshness: Freshness;
  /** More aggregates matched than one question may look at; the newest of them were read. */
  readonly truncated: boolean;
}

/** The catalogue and the agencies alone. */
export interface RegistryReading {
  readonly catalogue: Catalogue;
  readonly agencies: Agencies;
  readonly freshness: Freshness;
}

export interface WorldReader {
  forQuestion(question: OpenQuestion): Promise<Reading>;
  /** Everything that makes papers which name this person, in any role. */
  forPapersOf(subjectKey: string, knownAt?: Instant): Promise<Reading>;
  /** One dossier with the documents that it names; its facts are absent where nobody stated any. */
  forDossier(dossierCode: string, knownAt?: Instant): Promise<Reading>;
  /** One official document under all its names; its facts are absent where nobody stated any. */
  forDocument(documentKey: string): Promise<Reading>;
  /** One civil servant's record; its facts are absent where nobody stated any. */
  forCivilServant(civilServantCode: string): Promise<Reading>;
  registry(): Promise<RegistryReading>;
}
