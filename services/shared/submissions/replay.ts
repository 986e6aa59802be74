/**
 * A kept submission sent once more down the very same path, as a dry run, inside the process. It says so by a word
 * that only this process knows: whoever asks `isReplay` cannot be deceived by a header from outside.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { KeptRequest } from './kept-body.ts';

const HEADER = 'hub-replay';
const WORD = randomUUID();

/** Whether a request is a kept one being validated again: nothing is published, and what was proved once (a session) need not be again. */
export function isReplay(request: { readonly headers: Readonly<Record<string, unknown>> }): boolean {
  return request.headers[HEADER] === WORD;
}

/** What a door answers today. */
export interface ReplayAnswer {
  readonly status: number;
  /** The answer's JSON; undefined if it is none. */
  readonly payload: unknown;
}

/** Sends it, with `dryRun=true` whatever it was sent with. */
export async function replay(app: FastifyInstance, kept: KeptRequest): Promise<ReplayAnswer> {
  const url = new URL(kept.url, 'http://replay.invalid');
  url.searchParams.set('dryRun', 'true');
  const answer = await app.inject({
    method: 'POST',
    url: `${url.pathname}${url.search}`,
    headers: { ...kept.headers, [HEADER]: WORD },
    payload: kept.body,
  });
  return { status: answer.statusCode, payload: jsonOf(answer.body) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
