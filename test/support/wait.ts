// Waiting in tests: for a condition, never for a time.

import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks until the condition gives something other than undefined or false, and returns that. A condition that throws (a failed
 * `expect`, a refused connection) is asked again; when the time is over its last words become the cause of the failure.
 */
export async function until<T>(
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  { timeoutMs = 15_000, what, everyMs = 25 }: { timeoutMs?: number; what: string; everyMs?: number },
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    let words: unknown;
    try {
      const answer = await condition();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      words = error;
    }
    if (performance.now() >= end) {
      throw new Error(`waited ${timeoutMs} ms for ${what}, in vain`, { cause: words });
    }
    await pause(everyMs);
  }
}
