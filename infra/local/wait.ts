// Waiting for a condition of the outside world, always with an end.

import { setTimeout as pause } from 'node:timers/promises';

export type Patience = {
  /** What is waited for, as it reads after "waited 30 s for". */
  readonly what: string;
  readonly timeoutMs: number;
  readonly everyMs?: number;
};

/** Asks until the answer is neither undefined nor false, and gives that answer; throws an Error that says what was waited for. */
export async function until<T>(
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  { what, timeoutMs, everyMs = 50 }: Patience,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const answer = await condition();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() >= end) throw new Error(`waited ${timeoutMs / 1000} s for ${what}, in vain`);
    await pause(everyMs);
  }
}
