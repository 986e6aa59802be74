/**
 * Answers what never became a request: no HTTP, headers too large, or bytes that came too slowly. Fastify knows no
 * request then, nor is the caller's language known, so the connection is answered by hand and in both languages.
 */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { MEDIA_TYPE } from './problem-answers.ts';
import type { ProblemCode } from './problem-catalogue.ts';
import { type Problem, ProblemError, problemDocument } from './problems.ts';
import type { RefusalCounts, RefusalKind } from './refusal-counts.ts';

interface Unreadable {
  readonly code: ProblemCode;
  readonly kind?: RefusalKind;
}

/** Why Node gave up on a connection, where it was not that the bytes are no HTTP. */
const UNREADABLE: Readonly<Record<string, Unreadable>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'REQUEST_TOO_SLOW', kind: 'slow-request' },
  HPE_HEADER_OVERFLOW: { code: 'HEADERS_TOO_LARGE', kind: 'headers-too-large' },
};

/** Without a byte in either direction. */
const GOODBYE_MS = 1_000;

export interface UnreadableAnswering {
  readonly counts: RefusalCounts;
  readonly retryAfter: (seconds: number) => number;
}

/** What a server does about a connection that it cannot read. */
export function answerUnreadableRequests({ counts, retryAfter }: UnreadableAnswering) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    const { code, kind }: Unreadable = UNREADABLE[error.code ?? ''] ?? { code: 'MALFORMED_REQUEST' };
    if (kind !== undefined) counts.refused(kind);
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    const refusal = new ProblemError(code);
    counts.answered(code);
    const document = inBothLanguages(refusal);
    const body = JSON.stringify(document);
    const { retryAfterSeconds } = refusal;
    const again = retryAfterSeconds === undefined ? '' : `Retry-After: ${retryAfter(retryAfterSeconds)}\r\n`;
    socket.end(
      `HTTP/1.1 ${document.status} ${STATUS_CODES[document.status] ?? ''}\r\nContent-Type: ${MEDIA_TYPE}\r\n${again}` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
    // A request that came in the meantime is never answered nor read: without this its connection would stay for ever.
    socket.setTimeout(GOODBYE_MS, () => socket.destroy());
  };
}

function inBothLanguages(refusal: ProblemError): Problem {
  const [vi, en] = [problemDocument(refusal, 'none', 'vi'), problemDocument(refusal, 'none', 'en')];
  return { ...en, title: `${vi.title} / ${en.title}`, detail: `${vi.detail} / ${en.detail}` };
}
