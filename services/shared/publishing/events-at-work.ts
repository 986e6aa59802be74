/**
 * How much of what was sent is events at one time: read, sealed, on its way to the log. As such it takes more than ten
 * times the memory of its text, so whoever waits does so as the bytes that came. Promises: first come, first served;
 * nobody waits longer than is said; the largest body gets in, alone if need be.
 */
import { ProblemError } from '#shared/http/problems.ts';

export interface EventsAtWorkOptions {
  /** Of texts whose events are at work. Default 4 MiB: what two full sends to Kafka take. */
  readonly bytesMax?: number;
  /** Default 10,000 ms, as for the log itself. */
  readonly waitMs?: number;
}

interface Waiting {
  readonly bytes: number;
  readonly answer: (mayEnter: boolean) => void;
  readonly timer: NodeJS.Timeout;
}

export class EventsAtWork {
  readonly #bytesMax: number;
  readonly #waitMs: number;
  readonly #waiting = new Set<Waiting>();
  #bytes = 0;

  constructor({ bytesMax = 4 * 1024 * 1024, waitMs = 10_000 }: EventsAtWorkOptions = {}) {
    this.#bytesMax = bytesMax;
    this.#waitMs = waitMs;
  }

  /** True once there is room for a text of so many bytes, to be given back by `leave`; false if there was none in time. */
  enter(bytes: number): boolean | Promise<boolean> {
    if (this.#waiting.size === 0 && this.#fits(bytes)) {
      this.#bytes += bytes;
      return true;
    }
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => this.#sendAway(waiting), this.#waitMs);
    const waiting: Waiting = { bytes, answer: resolve, timer };
    this.#waiting.add(waiting);
    return promise;
  }

  leave(bytes: number): void {
    this.#bytes -= bytes;
    this.#letIn();
  }

  /**
   * Does with a text of so many bytes what needs room, once there is some; a text that makes more facts of a byte than
   * CloudEvents do counts as longer than it is. The room is given back when the work ends, however it ends and whether
   * or not anybody still waits for it.
   * @throws ProblemError LOG_FULL if there was none in time.
   */
  async during<T>(bytes: number, work: () => T | Promise<T>): Promise<T> {
    const entered = this.enter(bytes);
    if (entered !== true && !(await entered)) throw new ProblemError('LOG_FULL');
    try {
      return await work();
    } finally {
      this.leave(bytes);
    }
  }

  #letIn(): void {
    for (const waiting of this.#waiting) {
      if (!this.#fits(waiting.bytes)) return;
      this.#waiting.delete(waiting);
      clearTimeout(waiting.timer);
      this.#bytes += waiting.bytes;
      waiting.answer(true);
    }
  }

  #sendAway(waiting: Waiting): void {
    this.#waiting.delete(waiting);
    waiting.answer(false);
    // It may have been what the others waited behind.
    this.#letIn();
  }

  #fits(bytes: number): boolean {
    return this.#bytes === 0 || this.#bytes + bytes <= this.#bytesMax;
  }
}
