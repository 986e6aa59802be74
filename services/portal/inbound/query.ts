/** Query parameters, read strictly: an unknown one is a fault, and all faults are answered at once (400). */
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { type AwaitableTopics, type Awaited, readAwaited } from '../core/awaited-positions.ts';
import { MemberReader, type Members } from '../core/member-reader.ts';

/** `?minPosition=&wait=` on every reading route: the answer waits until the read models have reached a receipt. */
export interface Waiting {
  /** Where positions can be. */
  readonly topics: AwaitableTopics;
  /** Resolves when the positions are reached, rejects with NOT_CAUGHT_UP when the time is over. */
  reached(awaited: Awaited): Promise<void>;
}

export interface Query {
  readonly members: Members;
  readonly awaited: Awaited | undefined;
}

/** The parameters, of which the route has these and `minPosition` and `wait`. Faults are left in the reader. */
export function readQuery(
  reader: MemberReader,
  request: FastifyRequest,
  { topics }: Waiting,
  names: readonly string[],
): Query {
  const members = reader.object({ ...asObject(request.query) }, '/querystring', [
    ...names,
    'minPosition',
    'wait',
  ]);
  return { members, awaited: readAwaited(reader, members['minPosition'], members['wait'], topics) };
}

/** @throws ProblemError MALFORMED_REQUEST with every fault that the reader found. */
export function refuseFaults(reader: MemberReader): void {
  if (reader.faults.length > 0) throw new ProblemError('MALFORMED_REQUEST', { errors: reader.faults });
}

/** Reads a query that has nothing but the waiting, and waits. */
export async function waitAsAsked(
  request: FastifyRequest,
  waiting: Waiting,
  names: readonly string[] = [],
): Promise<Members> {
  const reader = new MemberReader();
  const { members, awaited } = readQuery(reader, request, waiting, names);
  refuseFaults(reader);
  if (awaited !== undefined) await waiting.reached(awaited);
  return members;
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
