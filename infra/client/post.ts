/**
 * One message through a door. A door that is down, full or unsure is tried again with the very same bytes: their ids
 * are theirs, so what the hub has already adds nothing.
 */
import { setTimeout as pause } from 'node:timers/promises';

/** Where to, and as whom. */
export interface Target {
  readonly url: string;
  readonly contentType: string;
  readonly token?: string;
  /** Told of every try that failed and may pass. */
  readonly onTrouble: (words: string) => void;
  /** Ends waiting; a request that is under way is answered first. */
  readonly stop?: AbortSignal;
  /** Before the second try, where the door does not say; doubled from try to try. Default 500 ms. */
  readonly pauseMs?: number;
  /** Tries before it is given up. Default 20. */
  readonly triesMax?: number;
}

/** What a door said. */
export interface DoorAnswer {
  readonly status: number;
  readonly text: string;
}

/** A door that did not answer to the end, or would not take such messages at all. What it took stays taken. */
export class DoorError extends Error {}

const TRIES_MAX = 20;
const PAUSE_MS = 500;
const PAUSE_MS_MAX = 30_000;
const REQUEST_TIMEOUT_MS = 60_000;
const PASSING: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/**
 * Sends until the door has answered for good: with anything that another try would not change.
 * @throws DoorError when every try failed, or waiting was stopped.
 */
export async function post(body: Buffer, target: Target): Promise<DoorAnswer> {
  const { url, triesMax = TRIES_MAX, pauseMs = PAUSE_MS, stop } = target;
  for (let tries = 1; ; tries += 1) {
    const tried = await tryOnce(body, target);
    if ('text' in tried) return tried;
    if (tries === triesMax) throw new DoorError(`${url}: ${tried.trouble}, ${tries} times`);
    target.onTrouble(tried.trouble);
    const backoffMs = Math.min(pauseMs * 2 ** (tries - 1), PAUSE_MS_MAX) * (0.5 + Math.random());
    try {
      await pause(tried.waitMs ?? backoffMs, undefined, stop === undefined ? {} : { signal: stop });
    } catch (cause) {
      throw new DoorError(`stopped while ${url} did not answer: ${tried.trouble}`, { cause });
    }
  }
}

type Try = DoorAnswer | { readonly trouble: string; readonly waitMs?: number };

async function tryOnce(body: Buffer, { url, contentType, token }: Target): Promise<Try> {
  const headers = {
    'content-type': contentType,
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  try {
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const answer = await fetch(url, { method: 'POST', headers, body, signal });
    const text = await answer.text();
    if (!PASSING.has(answer.status)) return { status: answer.status, text };
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
    return {
      trouble: `status ${answer.status}`,
      ...(Number.isFinite(seconds) && { waitMs: seconds * 1000 }),
    };
  } catch (error) {
    return { trouble: `no answer (${reasonOf(error)})` };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
