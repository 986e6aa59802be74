/** What every read of a person's data states in its headers (contract.md 1), and what every answer says of itself. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageOf } from '#shared/http/language.ts';
import { ProblemError } from '#shared/http/problems.ts';
import { type Freshness, shownPositions } from '#shared/pure/freshness.ts';
import type { Language } from '../core/hints.ts';
import { isPurpose, PURPOSES, type Purpose } from '../core/purpose.ts';

export interface StatedRead {
  readonly purpose: Purpose;
  /** The officer on whose behalf the caller reads. */
  readonly user?: string;
  /** The caller's case. */
  readonly case?: string;
}

const TOKEN_LENGTH_MAX = 200;

/** @throws ProblemError PURPOSE_MISSING, PURPOSE_UNKNOWN, or MALFORMED_REQUEST for the other two headers. */
export function readStatedRead(request: FastifyRequest): StatedRead {
  const purpose = request.headers['hub-purpose'];
  if (purpose === undefined) throw new ProblemError('PURPOSE_MISSING');
  if (typeof purpose !== 'string' || !isPurpose(purpose)) {
    throw new ProblemError('PURPOSE_UNKNOWN', {
      errors: [
        { pointer: '/headers/hub-purpose', code: 'NOT_LISTED', expected: `one of ${PURPOSES.join(', ')}` },
      ],
    });
  }
  const user = headerText(request, 'hub-user');
  const onCase = headerText(request, 'hub-case');
  return { purpose, ...(user !== undefined && { user }), ...(onCase !== undefined && { case: onCase }) };
}

function headerText(request: FastifyRequest, name: string): string | undefined {
  const text = request.headers[name];
  if (text === undefined) return undefined;
  if (typeof text === 'string' && text.trim() !== '' && text.length <= TOKEN_LENGTH_MAX) return text;
  const errors = [
    { pointer: `/headers/${name}`, code: 'LENGTH', expected: `1 to ${TOKEN_LENGTH_MAX} characters` },
  ];
  throw new ProblemError('MALFORMED_REQUEST', { errors });
}

/** The reader's language, said back in the answer. */
export function answerLanguage(request: FastifyRequest, reply: FastifyReply): Language {
  const language = languageOf(request.headers['accept-language']);
  reply.header('content-language', language).header('vary', 'accept-language');
  return language;
}

/** `Hub-Position` and `Hub-Age-Ms`; an answer about a person is kept by nobody on the way. */
export function sayFreshness(reply: FastifyReply, { positions, ageMs }: Freshness): void {
  reply
    .header('hub-position', shownPositions(positions).join(','))
    .header('hub-age-ms', String(ageMs))
    .header('cache-control', 'no-store');
}
