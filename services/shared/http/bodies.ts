/**
 * Bodies: JSON is read by the strict reader, everything else is 415 unless the service adds a parser of its own.
 * Nothing is decompressed (the request guard refuses it), so what the limit counts is what is read.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseJson } from '#shared/pure/strict-json.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** A JSON body as it came; a body of another type is its bytes itself. */
    bodyBytes?: Buffer;
  }
}

const JSON_TYPE = /^application\/(?:[a-z0-9.-]+\+)?json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

export function acceptStrictBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(JSON_TYPE, { parseAs: 'buffer' }, (request, body, done) => {
    try {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
      request.bodyBytes = bytes;
      done(null, parseJson(bytes));
    } catch (error) {
      done(error instanceof Error ? error : new Error('unreadable', { cause: error }));
    }
  });
}

/** Makes a scope leave JSON as the bytes that came: as a value it takes many times the memory. */
export function leaveJsonUnread(scope: FastifyInstance): void {
  scope.removeContentTypeParser(JSON_TYPE);
  scope.addContentTypeParser(JSON_TYPE, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

/** A body that was left unread; empty where none came. */
export function unreadBody({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : NO_BODY;
}

const NO_BODY = Buffer.alloc(0);
