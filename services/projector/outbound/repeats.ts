/**
 * Remembers that rows came which were there already. COPY fails at the first of them and its work is thrown away, so
 * where repeats are about it is not tried: a stream that comes twice costs hardly more than statements cost.
 */

/** Batches without COPY after one that met a repeat. */
const BATCHES = 16;

export class Repeats {
  #batches = 0;

  /** A batch met a row that was there already. */
  met(): void {
    this.#batches = BATCHES;
  }

  /** Whether the next batch may meet some; counts it. */
  areAbout(): boolean {
    if (this.#batches === 0) return false;
    this.#batches -= 1;
    return true;
  }
}
