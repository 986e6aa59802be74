/** What the hub knew by then that it could not read, and which papers that may change (rules.md 17, design 3.8). */
import type { Instant } from '#shared/pure/time.ts';
import { namesOfDocument } from './document.ts';
import type { KnownPaper } from './paper.ts';
import type { OpenDeadLetter, World } from './world.ts';

type Stream = OpenDeadLetter['stream'];

export class OpenLetters {
  readonly #keys: ReadonlySet<string>;
  readonly #world: World;
  readonly #knownAt: Instant;

  constructor(world: World, knownAt: Instant) {
    const known = world.deadLetters.filter(({ knownFrom }) => knownFrom <= knownAt);
    this.#keys = new Set(known.map(({ stream, aggregateKey }) => `${stream} ${aggregateKey}`));
    this.#world = world;
    this.#knownAt = knownAt;
  }

  /** Whether a record of the aggregate could not be read. */
  isOpen(stream: Stream, aggregateKey: string): boolean {
    return this.#keys.size > 0 && this.#keys.has(`${stream} ${aggregateKey}`);
  }

  /**
   * Whether what could not be read may be about the paper: its document, which may have been recalled; its signer's
   * posts; and for a shared paper anybody whom it names, because what is said of it travels under the key of each.
   */
  mayChange({ origin, stated, holders }: Pick<KnownPaper, 'origin' | 'stated' | 'holders'>): boolean {
    if (this.#keys.size === 0) return false;
    const { documentKey, signer } = stated;
    const code = signer?.civilServantCode ?? null;
    return (
      (documentKey !== null && this.#isDocumentOpen(documentKey)) ||
      (code !== null && this.isOpen('civil_servants', code)) ||
      (origin === 'SHARED' && holders.some(({ subjectKey }) => this.#isPersonOpen(subjectKey)))
    );
  }

  #isDocumentOpen(documentKey: string): boolean {
    const { documents, agencies } = this.#world;
    return namesOfDocument(documentKey, documents, this.#knownAt, agencies).some((name) =>
      this.isOpen('documents', name),
    );
  }

  #isPersonOpen(subjectKey: string): boolean {
    return this.#world.links.keysOf(subjectKey).some((key) => this.isOpen('shared_papers', key));
  }
}
