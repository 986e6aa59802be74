/**
 * Numbers filed under names, of which only hashes are kept: 12 bytes an entry, whatever the names are. Promises: every
 * number that was filed under a name is found; rarely one of another name with the same hash, too.
 */
import { GrowingNumbers } from './growing-numbers.ts';

export class NumbersByName {
  /** The first entry of each chain, counted from 1; 0: none. */
  #heads = new Uint32Array(1024);
  readonly #hashes = new GrowingNumbers('narrow');
  readonly #numbers = new GrowingNumbers('narrow');
  /** The next entry of its chain, counted from 1. */
  #next = new GrowingNumbers('narrow');

  add(name: string, number: number): void {
    if (this.#hashes.length === this.#heads.length) this.#spread();
    const hash = hashOf(name);
    this.#hashes.push(hash);
    this.#numbers.push(number);
    this.#chain(hash);
  }

  /** The numbers under a name, the newest first. */
  of(name: string): readonly number[] {
    const hash = hashOf(name);
    const found: number[] = [];
    for (let at = this.#heads[this.#place(hash)] ?? 0; at !== 0; at = this.#next.at(at - 1)) {
      if (this.#hashes.at(at - 1) === hash) found.push(this.#numbers.at(at - 1));
    }
    return found;
  }

  #place(hash: number): number {
    return hash & (this.#heads.length - 1);
  }

  /** Puts the next entry at the head of its chain. */
  #chain(hash: number): void {
    const place = this.#place(hash);
    this.#next.push(this.#heads[place] ?? 0);
    this.#heads[place] = this.#next.length;
  }

  #spread(): void {
    this.#heads = new Uint32Array(this.#heads.length * 2);
    this.#next = new GrowingNumbers('narrow');
    for (let entry = 0; entry < this.#hashes.length; entry += 1) this.#chain(this.#hashes.at(entry));
  }
}

/** FNV-1a over UTF-16 units, mixed once more because chains go by the lowest bits. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}
