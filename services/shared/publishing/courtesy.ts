/**
 * Looks that are a courtesy to the sender: worth a short wait, never a failure. Correctness rests on none of them,
 * so no answer in time means to go on as if nothing were known.
 */
import { within } from '#shared/deadline/within.ts';

/** A caller waits for its receipt: what takes longer than this is not worth knowing. */
const WAIT_MS_MAX = 500;
/** A database that did not answer is left alone for so long, so that its silence costs one request, not all. */
const REST_MS = 5_000;

/** Gives what `look` gives, or `otherwise` when it fails, is late, or failed a moment ago. Never throws. */
export type AskKindly = <T>(look: () => Promise<T>, otherwise: T) => Promise<T>;

/** `onSilence` is told why a look gave nothing. */
export function createAskKindly(
  onSilence: (error: unknown) => void,
  now: () => number = Date.now,
): AskKindly {
  let askAgainAt = 0;
  return async (look, otherwise) => {
    if (now() < askAgainAt) return otherwise;
    try {
      return await within(look(), WAIT_MS_MAX, () => new Error(`no answer within ${WAIT_MS_MAX} ms`));
    } catch (error) {
      askAgainAt = now() + REST_MS;
      onSilence(error);
      return otherwise;
    }
  };
}
