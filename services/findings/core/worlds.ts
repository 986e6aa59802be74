/** The worlds that a batch looks at, as its judgements ask for them. */
import type { World } from '#shared/once-only/world.ts';
import type { Instant } from '#shared/pure/time.ts';

/** A world with the instant by which everything in it was known. */
export interface Seen {
  readonly world: World;
  readonly knownAt: Instant;
}

export interface Worlds {
  /** Everything that makes papers which name this person, as known now. */
  papersOf(subjectKey: string): Promise<Seen>;
  /** As known at an instant, else now: the catalogue and the registry, too. */
  dossier(dossierCode: string, knownAt?: Instant): Promise<Seen>;
  /** A dossier beside a person's papers, as known at an instant. */
  dossierBeside(dossierCode: string, subjectKey: string, knownAt: Instant): Promise<World>;
}
