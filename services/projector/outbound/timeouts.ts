/**
 * Remembers batches that PostgreSQL gave up because they took too long. That passes as a rule, so the batch is tried
 * again; one that times out again and again while others are written holds a record that would stop the stream.
 */
import type { BatchPlace } from '../core/prepared-batch.ts';

/** Tries before a record of the batch is looked for. Each takes as long as the longest statement may. */
const TRIES = 3;

export class Timeouts {
  readonly #tries = new Map<string, { readonly at: number; readonly count: number }>();

  /** A batch timed out. @returns whether it has done so too often. */
  met({ topic, partition, expectedOffset }: BatchPlace): boolean {
    const name = `${topic}/${partition}`;
    const before = this.#tries.get(name);
    const count = before?.at === expectedOffset ? before.count + 1 : 1;
    this.#tries.set(name, { at: expectedOffset, count });
    return count >= TRIES;
  }

  /** A batch was kept. */
  passed({ topic, partition }: BatchPlace): void {
    this.#tries.delete(`${topic}/${partition}`);
  }
}
