/** A list of whole numbers that only grows, 4 bytes each where they fit: millions of them cost no objects. */

type Numbers = Uint32Array | Float64Array;

export class GrowingNumbers {
  #values: Numbers;
  #length = 0;

  /** `wide`: numbers to 2⁵³; otherwise to 2³² - 1. */
  constructor(width: 'narrow' | 'wide') {
    this.#values = width === 'wide' ? new Float64Array(1024) : new Uint32Array(1024);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow();
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** The number at a place; 0 beyond the end. */
  at(index: number): number {
    return index < this.#length ? (this.#values[index] ?? 0) : 0;
  }

  /** By half: what is not filled yet costs memory, too. */
  #grow(): void {
    const size = Math.ceil(this.#values.length * 1.5);
    const grown = this.#values instanceof Float64Array ? new Float64Array(size) : new Uint32Array(size);
    grown.set(this.#values);
    this.#values = grown;
  }
}
