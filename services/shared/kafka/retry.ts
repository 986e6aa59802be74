/** Trying again for as long as somebody wants it, with growing pauses that notice when nobody does. */
import { setTimeout as delay } from 'node:timers/promises';
import { DeliveryHalt } from './delivery.ts';

const BACKOFF_MS_MIN = 100;
const BACKOFF_MS_MAX = 5_000;
const BACKOFF_SLICE_MS = 250;

type Tried<T> = { readonly done: true; readonly value: T } | { readonly done: false };

/** Tries until `work` succeeds, halts, or nobody wants it any more. Pauses grow from 0.1 to 5 s. */
export async function untilDone<T>(
  work: () => Promise<T>,
  isLive: () => boolean,
  onRetry: (error: unknown, attempt: number) => void,
): Promise<Tried<T>> {
  for (let attempt = 1; isLive(); attempt += 1) {
    try {
      return { done: true, value: await work() };
    } catch (error) {
      if (error instanceof DeliveryHalt) throw error;
      onRetry(error, attempt);
      await pauseWhile(isLive, Math.min(BACKOFF_MS_MIN * 2 ** (attempt - 1), BACKOFF_MS_MAX));
    }
  }
  return { done: false };
}

async function pauseWhile(isLive: () => boolean, durationMs: number): Promise<void> {
  const until = Date.now() + durationMs;
  while (isLive() && Date.now() < until) {
    const slice = Math.min(BACKOFF_SLICE_MS, until - Date.now());
    await delay(slice);
  }
}
