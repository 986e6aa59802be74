/**
 * One portion through the door. A door that is down or full is tried again with the very same lines: what it took
 * before is known to it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { FileLine } from './file-lines.ts';

/** What became of a line of the file. */
export type LineOutcome = { readonly line: FileLine } & (
  | { readonly taken: 'NEW' | 'KNOWN'; readonly defects: readonly Defect[]; readonly procedureCode: string }
  | { readonly refusals: readonly Refusal[] }
);

export interface Defect {
  readonly code: string;
  readonly about: string;
}

export interface Refusal {
  readonly pointer: string;
  readonly code: string;
  readonly expected: string;
  readonly hint?: string;
}

export interface Door {
  readonly url: string;
  readonly token?: string;
  /** Told of every try that failed and may pass. */
  readonly onTrouble: (words: string) => void;
  /** Between two tries, where the door does not say. Default 1,000 ms. */
  readonly pauseMs?: number;
}

const TRIES_MAX = 20;
const REQUEST_TIMEOUT_MS = 60_000;
const PASSING: ReadonlySet<number> = new Set([429, 503]);

/**
 * Sends the lines until the door has answered for each of them.
 * @throws Error with the door's words if it will not take such a message, or does not answer.
 */
export async function sendChunk(lines: readonly FileLine[], door: Door): Promise<readonly LineOutcome[]> {
  for (let tries = 1; ; tries += 1) {
    const answer = await tryOnce(lines, door);
    if (answer.outcomes !== undefined) return answer.outcomes;
    if (tries === TRIES_MAX) throw new Error(`${door.url}: ${answer.trouble}`);
    door.onTrouble(answer.trouble);
    await pause(answer.waitMs ?? door.pauseMs ?? 1000);
  }
}

type Try =
  | { readonly outcomes: readonly LineOutcome[] }
  | { readonly outcomes?: undefined; readonly trouble: string; readonly waitMs?: number };

async function tryOnce(lines: readonly FileLine[], { url, token }: Door): Promise<Try> {
  const body = Buffer.concat(lines.flatMap(({ bytes }) => [bytes, Buffer.from('\n')]));
  const headers = {
    'content-type': 'application/x-ndjson',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  let answer: Response;
  let text: string;
  try {
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    answer = await fetch(url, { method: 'POST', headers, body, signal });
    text = await answer.text();
  } catch (error) {
    return { trouble: `no answer (${reasonOf(error)})` };
  }
  if (PASSING.has(answer.status)) {
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
    const trouble = `status ${answer.status}`;
    return { trouble, ...(Number.isFinite(seconds) && { waitMs: seconds * 1000 }) };
  }
  const outcomes = answer.ok || answer.status === 422 ? outcomesOf(JSON.parse(text), lines) : undefined;
  if (outcomes === undefined) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 500)}`);
  return { outcomes };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

interface Receipt {
  readonly line: number;
  readonly status: 'ACCEPTED' | 'REJECTED';
  readonly procedureCode?: string;
  readonly isNew?: boolean;
  readonly defects?: readonly Defect[];
  readonly errors?: readonly Refusal[];
}

interface Answer {
  readonly receipts?: readonly Receipt[];
  /** Of a problem document: nothing was taken. */
  readonly errors?: readonly Refusal[];
}

/** By line; undefined if the answer does not speak of each of them. */
function outcomesOf(answer: Answer, lines: readonly FileLine[]): readonly LineOutcome[] | undefined {
  const receipts = new Map(answer.receipts?.map((receipt) => [receipt.line, receipt]));
  const outcomes = lines.flatMap((line, index): LineOutcome[] => {
    const receipt = receipts.get(index + 1);
    const refusals = receipt?.errors ?? refusalsOf(answer, index + 1);
    if (refusals.length > 0) return [{ line, refusals }];
    if (receipt?.status !== 'ACCEPTED') return [];
    const { isNew, defects = [], procedureCode = '' } = receipt;
    return [{ line, taken: isNew === true ? 'NEW' : 'KNOWN', defects, procedureCode }];
  });
  return outcomes.length === lines.length ? outcomes : undefined;
}

/** In a problem document a pointer begins with the line: `/lines/3/ma_thu_tuc`. */
function refusalsOf({ errors = [] }: Answer, line: number): readonly Refusal[] {
  const start = `/lines/${line}`;
  return errors
    .filter(({ pointer }) => pointer === start || pointer.startsWith(`${start}/`))
    .map((fault) => ({ ...fault, pointer: fault.pointer.slice(start.length) }));
}
