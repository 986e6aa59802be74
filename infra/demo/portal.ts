/** Asks the portal the story's questions over HTTP, as the national portal would. */
import {
  type DossierAnswer,
  type PaperOf,
  type PreCheckAnswer,
  type Said,
  sayDossier,
  sayPapers,
  sayPreCheck,
} from './answers.ts';
import type { Ask } from './row.ts';

export interface Circumstances {
  /** RFC 3339; absent: all that is known. */
  readonly knownAt?: string;
  /** The answer waits until the hub has come so far: `topic/partition/offset`. */
  readonly minPositions?: readonly string[];
}

export interface Answered {
  readonly said: Said;
  /** What the hub had recorded by then is in the answer; asked again with it, the answer is the same. */
  readonly knownAt?: string;
  readonly preCheck?: PreCheckAnswer;
}

/** Read models may be busy with a rebuild; the portal itself waits no longer than half a minute. */
const WAIT = '30s';
const TIMEOUT_MS = 40_000;

/** @throws Error with the portal's own words when it has no answer. */
export async function askPortal(
  portal: string,
  ask: Ask,
  circumstances: Circumstances = {},
): Promise<Answered> {
  switch (ask.kind) {
    case 'PRE_CHECK': {
      const { knownAt } = circumstances;
      const body = JSON.stringify({ ...ask.question, ...(knownAt !== undefined && { knownAt }) });
      const url = urlOf(portal, '/v1/pre-check', waiting(circumstances));
      const answer: PreCheckAnswer & Known = await call(url, 'PRE_CHECK', body);
      return { said: sayPreCheck(answer), preCheck: answer, ...knownIn(answer) };
    }
    case 'PAPERS': {
      const { type, id } = ask.of.subject;
      const { knownAt } = circumstances;
      const times = { on: ask.on, ...(knownAt !== undefined && { knownAt }) };
      const url = urlOf(portal, `/v1/subjects/${type}/${id}/papers`, { ...times, ...waiting(circumstances) });
      const answer: Known & { papers: readonly PaperOf[] } = await call(url, 'CITIZEN_SELF');
      return { said: sayPapers(answer.papers), ...knownIn(answer) };
    }
    case 'DOSSIER': {
      const url = urlOf(portal, `/v1/dossiers/${ask.dossierCode}`, waiting(circumstances));
      const answer: DossierAnswer = await call(url, 'DOSSIER_PROCESSING');
      return { said: sayDossier(answer) };
    }
    default:
      return ask satisfies never;
  }
}

/** Waits until the portal answers with what stands at these positions. */
export async function waitUntilKnown(portal: string, minPositions: readonly string[]): Promise<void> {
  await call<unknown>(urlOf(portal, '/v1/procedures', { ...waiting({ minPositions }) }), 'INSPECTION');
}

interface Known {
  readonly knownAt?: string;
}

function knownIn({ knownAt }: Known): Known {
  return knownAt === undefined ? {} : { knownAt };
}

function waiting({ minPositions = [] }: Circumstances): Record<string, string> {
  return minPositions.length === 0 ? {} : { minPosition: newestOf(minPositions).join(','), wait: WAIT };
}

/** The last position of each partition: those before it are reached with it. */
function newestOf(positions: readonly string[]): readonly string[] {
  const newest = new Map<string, number>();
  for (const position of positions) {
    const [, partition = '', offset = ''] = /^(.+)\/(\d+)$/.exec(position) ?? [];
    newest.set(partition, Math.max(newest.get(partition) ?? 0, Number(offset)));
  }
  return [...newest].map(([partition, offset]) => `${partition}/${offset}`);
}

function urlOf(portal: string, path: string, query: Readonly<Record<string, string>>): string {
  const words = new URLSearchParams(query).toString();
  return words === '' ? `${portal}${path}` : `${portal}${path}?${words}`;
}

/** The answer as its contract says; a part that is missing shows as a wrong answer. */
async function call<T>(url: string, purpose: string, body?: string): Promise<T> {
  const answer = await fetch(url, {
    headers: { 'hub-purpose': purpose, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { method: 'POST', body }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
  const value: T = JSON.parse(text);
  return value;
}
