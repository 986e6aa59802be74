/**
 * Sends the story's messages through the doors of the adapters, as the agencies' systems do: a door that is down or
 * full is tried again with the very same message, because its ids make a repetition harmless.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Door, Message } from './row.ts';

export interface DoorUrls {
  readonly oneStopShop: string;
  readonly documentManagement: string;
  readonly civilServants: string;
}

/** A door does not take a message and says why; sending it again would not help. */
export class RefusedError extends Error {
  constructor(url: string, status: number, words: string) {
    super(`${url} answered ${status}: ${words}`);
    this.name = 'RefusedError';
  }
}

interface Way {
  readonly url: (urls: DoorUrls) => string;
  readonly contentType: string;
}

const BATCH = 'application/cloudevents-batch+json';

const WAYS: Readonly<Record<Door, Way>> = {
  NATIONAL_SYNC: {
    url: ({ oneStopShop }) => `${oneStopShop}/v1/national-sync`,
    contentType: 'application/json',
  },
  ONE_STOP_EVENTS: { url: ({ oneStopShop }) => `${oneStopShop}/v1/events`, contentType: BATCH },
  SHARED_PAPERS: { url: ({ oneStopShop }) => `${oneStopShop}/v1/shared-papers`, contentType: BATCH },
  EDXML: {
    url: ({ documentManagement }) => `${documentManagement}/v1/edxml`,
    contentType: 'application/xml; charset=utf-8',
  },
  RECORDS: { url: ({ civilServants }) => `${civilServants}/v1/records`, contentType: 'application/json' },
};

/** Says that a fact is in the log. */
export interface Receipt {
  readonly id: string;
  readonly source: string;
  /** `topic/partition/offset`. */
  readonly position: string;
}

export interface Patience {
  /** From the first try to the last. */
  readonly timeoutMs: number;
  /** Between two tries. */
  readonly pauseMs: number;
  /** Told of every try that failed and may pass. */
  readonly onTrouble?: (words: string) => void;
}

const USUAL: Patience = { timeoutMs: 60_000, pauseMs: 250 };
const REQUEST_TIMEOUT_MS = 20_000;

/**
 * Sends a message until its door has taken it; gives the receipts of its facts. The same message again may bring
 * none: its facts stand already.
 * @throws RefusedError; Error when the door did not answer in time.
 */
export async function sendMessage(
  message: Message,
  urls: DoorUrls,
  { timeoutMs, pauseMs, onTrouble }: Patience = USUAL,
): Promise<readonly Receipt[]> {
  const way = WAYS[message.door];
  const url = way.url(urls);
  const body = typeof message.body === 'string' ? message.body : JSON.stringify(message.body);
  const end = performance.now() + timeoutMs;
  for (;;) {
    const outcome = await tryOnce(url, way.contentType, body);
    if (outcome.receipts !== undefined) return outcome.receipts;
    onTrouble?.(outcome.trouble);
    if (performance.now() > end) throw new Error(`${url} did not take a message: ${outcome.trouble}`);
    await pause(pauseMs);
  }
}

/** What a try came to: the message was taken, or there was trouble that may pass. */
type Outcome =
  | { readonly receipts: readonly Receipt[] }
  | { readonly receipts?: undefined; readonly trouble: string };

async function tryOnce(url: string, contentType: string, body: string): Promise<Outcome> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    const text = await answer.text();
    if (answer.status === 200 || answer.status === 202) return { receipts: receiptsIn(text) };
    if (answer.status === 503 || answer.status === 429) return { trouble: `${answer.status} ${text}` };
    throw new RefusedError(url, answer.status, text);
  } catch (error) {
    if (error instanceof RefusedError) throw error;
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return { trouble: cause instanceof Error ? cause.message : String(cause) };
  }
}

function receiptsIn(text: string): readonly Receipt[] {
  const { receipts = [] }: { receipts?: readonly Receipt[] } = JSON.parse(text);
  return receipts;
}
