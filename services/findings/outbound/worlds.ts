/** The worlds that a batch looks at, as long as its judgements are likely to ask for them again. */
import type { World } from '#shared/once-only/world.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { WorldReader } from '#shared/reading/reading.ts';
import type { Seen, Worlds } from '../core/worlds.ts';

/** Decoded facts of a person take some hundred kilobytes, and batches of several topics are looked at at once. */
const REMEMBERED_MAX = 16;

/** For one batch: what is remembered is as old as its first look. */
export class ReadWorlds implements Worlds {
  readonly #reader: WorldReader;
  /** The last used last. */
  readonly #seen = new Map<string, Promise<Seen>>();

  constructor(reader: WorldReader) {
    this.#reader = reader;
  }

  papersOf(subjectKey: string, knownAt?: Instant): Promise<Seen> {
    return this.#remembered(`papers ${subjectKey} ${knownAt}`, () =>
      this.#reader.forPapersOf(subjectKey, knownAt),
    );
  }

  dossier(dossierCode: string, knownAt?: Instant): Promise<Seen> {
    return this.#remembered(`dossier ${dossierCode} ${knownAt}`, () =>
      this.#reader.forDossier(dossierCode, knownAt),
    );
  }

  async dossierBeside(dossierCode: string, subjectKey: string, knownAt: Instant): Promise<World> {
    const { world } = await this.papersOf(subjectKey, knownAt);
    const dossier = await this.dossier(dossierCode, knownAt);
    return { ...world, dossiers: new Map([...world.dossiers, ...dossier.world.dossiers]) };
  }

  #remembered(name: string, read: () => Promise<Seen>): Promise<Seen> {
    const seen = this.#seen.get(name) ?? read();
    this.#seen.delete(name);
    this.#seen.set(name, seen);
    const [oldest] = this.#seen.keys();
    if (oldest !== undefined && this.#seen.size > REMEMBERED_MAX) this.#seen.delete(oldest);
    return seen;
  }
}
