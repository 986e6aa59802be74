/**
 * Bodies: JSON is read by the strict reader, everything else is 415 unless the service adds a parser of its own.
 * Nothing is decompressed (the request guard refuses it), so what the limit counts is what is read.
 */
import type { FastifyInstance } from 'fastify';
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
