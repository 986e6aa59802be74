/**
 * Faults as problem documents (RFC 9457, contract.md 1). Whatever is thrown inside a route becomes one: all faults
 * of a message at once, never a value of the message, never the text of an error that was not meant for callers.
 */
import { isMissingRelation, isTransient } from '#shared/postgres/errors.ts';
import type { Fault } from '#shared/pure/fault.ts';
import { MessageFault } from '#shared/pure/fault.ts';
import type { Language } from './language.ts';
import { PROBLEMS, type ProblemCode, problemPath } from './problem-catalogue.ts';
import type { Bilingual } from './problem-kind.ts';
import { validationFaults } from './validation-faults.ts';

/** A problem document. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly requestId: string;
  readonly errors: readonly Fault[];
}

export interface ProblemOptions {
  /** What is special about this one; default: the catalogue's advice. No personal value. */
  readonly detail?: string | Bilingual;
  readonly errors?: readonly Fault[];
  /** Default 1 where the problem may pass. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** Throw it where a request cannot be answered; the service turns it into a problem document. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly detail: string | Bilingual | undefined;
  readonly errors: readonly Fault[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    const { title, retryable } = PROBLEMS[code];
    super(`${code}: ${title.en}`, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'ProblemError';
    this.code = code;
    this.detail = options.detail;
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds ?? (retryable ? 1 : undefined);
  }
}

/** Any thrown value as the problem that its caller is told. */
export function problemErrorOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof MessageFault) {
    const code = error.status === 400 ? 'MALFORMED_MESSAGE' : 'MESSAGE_REFUSED';
    return new ProblemError(code, { errors: error.faults, cause: error });
  }
  const validation = validationFaults(error);
  if (validation !== undefined) {
    const code = validation.context === 'body' ? 'MESSAGE_REFUSED' : 'MALFORMED_REQUEST';
    return new ProblemError(code, { errors: validation.faults, cause: error });
  }
  const framework = frameworkProblem(error);
  if (framework !== undefined) return new ProblemError(framework, { cause: error });
  if (isTransient(error)) return new ProblemError('DATABASE_UNAVAILABLE', { cause: error });
  if (isMissingRelation(error)) return new ProblemError('NOT_READY', { cause: error });
  return new ProblemError('INTERNAL', { cause: error });
}

/** Fastify's own refusals, by the status that it gives them. */
function frameworkProblem(error: unknown): ProblemCode | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('statusCode' in error)) return undefined;
  if (typeof error.code !== 'string' || !error.code.startsWith('FST_')) return undefined;
  if (error.statusCode === 413) return 'BODY_TOO_LARGE';
  if (error.statusCode === 415) return 'MEDIA_TYPE_UNSUPPORTED';
  if (error.statusCode === 404) return 'NOT_FOUND';
  if (error.statusCode === 503) return 'NOT_READY';
  return typeof error.statusCode === 'number' && error.statusCode < 500 ? 'MALFORMED_REQUEST' : undefined;
}

/** The document itself, in the caller's language. */
export function problemDocument(error: ProblemError, requestId: string, language: Language): Problem {
  const kind = PROBLEMS[error.code];
  const detail = error.detail ?? kind.advice;
  return {
    type: problemPath(error.code),
    title: kind.title[language],
    status: kind.status,
    detail: typeof detail === 'string' ? detail : detail[language],
    code: error.code,
    requestId,
    errors: error.errors,
  };
}
