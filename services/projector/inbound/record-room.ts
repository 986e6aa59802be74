/**
 * Room for the records that are decoded at a time. Many partitions may be at work, so that what came last in each waits
 * for no other; only a backlog fills the room, and then batches wait for their turn.
 */

interface Waiting {
  readonly records: number;
  readonly enter: () => void;
}

export class RecordRoom {
  readonly #size: number;
  #taken = 0;
  readonly #waiting: Waiting[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** Does the work once there is room for its records, in the order of asking; one that is larger than all is alone. */
  async within<T>(records: number, work: () => Promise<T>): Promise<T> {
    const needed = Math.min(records, this.#size);
    await this.#entered(needed);
    try {
      return await work();
    } finally {
      this.#taken -= needed;
      this.#admit();
    }
  }

  #entered(records: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ records, enter: resolve });
    this.#admit();
    return promise;
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#taken + next.records > this.#size) return;
      this.#waiting.shift();
      this.#taken += next.records;
      next.enter();
    }
  }
}
