/** The worlds that a batch looks at, as its judgements ask for them. */
import type { World } from '#shared/once-only/world.ts';
import type { Instant } from '#shared/pure/time.ts';

/** A world with the instant by which everything in it was known. */
export interface Seen {
  readonly world: World;
  readonly knownAt: Instant;
}

export interface Worlds {
  /** Everything that makes papers which name this person. */
  papersOf(subjectKey: string): Promise<Seen>;
  dossier(dossierCode: string): Promise<Seen>;
  /** A dossier beside a person's papers. */
  dossierBeside(dossierCode: string, subjectKey: string): Promise<World>;
}
