/** How many may pass: so many at once, then so many a second. Asks nobody for the time. */
export class Allowance {
  readonly #burst: number;
  readonly #aSecond: number;
  #left: number;
  #countedAt = 0;

  constructor(burst: number, aSecond: number) {
    this.#burst = burst;
    this.#aSecond = aSecond;
    this.#left = burst;
  }

  /** Whether one more may pass at this instant (milliseconds that never go back by much). */
  take(now: number): boolean {
    if (this.#left < 1) {
      const gained = ((now - this.#countedAt) / 1000) * this.#aSecond;
      if (gained < 1) return false;
      this.#left = Math.min(this.#burst, this.#left + gained);
      this.#countedAt = now;
    } else if (this.#left === this.#burst) {
      this.#countedAt = now;
    }
    this.#left -= 1;
    return true;
  }
}
