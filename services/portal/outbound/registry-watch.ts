/** Looks at the registry every second, so that nearly all of what is new in it was read before somebody asks. */
import { setTimeout as delay } from 'node:timers/promises';
import type { WorldReader } from '#shared/reading/reading.ts';

const LOOK_EVERY_MS = 1000;

/** Looks until the signal ends it; a look that fails is left to whoever asks next. */
export async function watchRegistry(worlds: WorldReader, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await worlds.registry().catch(() => undefined);
    await delay(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
