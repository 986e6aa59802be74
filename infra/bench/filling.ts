/** Says how far a long filling of tables is, to whoever waits in front of it. */

const EVERY_MS = 5_000;

/** Tells `done` of `total` from time to time, on standard error: the figures go to standard output. */
export class Filling {
  readonly #what: string;
  readonly #total: number;
  readonly #startedAt = performance.now();
  #saidAt = performance.now();

  constructor(what: string, total: number) {
    this.#what = what;
    this.#total = total;
  }

  reached(done: number): void {
    const now = performance.now();
    if (now - this.#saidAt < EVERY_MS) return;
    this.#saidAt = now;
    const seconds = (now - this.#startedAt) / 1000;
    const left = (seconds / done) * (this.#total - done);
    const share = ((done / this.#total) * 100).toFixed(0);
    this.say(`${share} % after ${seconds.toFixed(0)} s, some ${left.toFixed(0)} s left`);
  }

  say(text: string): void {
    process.stderr.write(`${this.#what}: ${text}\n`);
  }
}
