/** The worlds that a batch looks at, each read once, however many facts speak of it. */
import type { World } from '#shared/once-only/world.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { WorldReader } from '#shared/reading/reading.ts';
import type { Seen, Worlds } from '../core/worlds.ts';

/** For one batch: what is remembered is as old as its first look. */
export class ReadWorlds implements Worlds {
  readonly #reader: WorldReader;
  readonly #papers = new Map<string, Promise<Seen>>();
  readonly #dossiers = new Map<string, Promise<Seen>>();

  constructor(reader: WorldReader) {
    this.#reader = reader;
  }

  papersOf(subjectKey: string, knownAt?: Instant): Promise<Seen> {
    return remembered(this.#papers, `${subjectKey} ${knownAt}`, () =>
      this.#reader.forPapersOf(subjectKey, knownAt),
    );
  }

  dossier(dossierCode: string, knownAt?: Instant): Promise<Seen> {
    return remembered(this.#dossiers, `${dossierCode} ${knownAt}`, () =>
      this.#reader.forDossier(dossierCode, knownAt),
    );
  }

  async dossierBeside(dossierCode: string, subjectKey: string, knownAt: Instant): Promise<World> {
    const { world } = await this.papersOf(subjectKey, knownAt);
    const dossier = await this.dossier(dossierCode, knownAt);
    return { ...world, dossiers: new Map([...world.dossiers, ...dossier.world.dossiers]) };
  }
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? read();
  known.set(key, found);
  return found;
}
