/**
 * Bodies: JSON is read by the strict reader, everything else is 415 unless the service adds a parser of its own.
 * Nothing is decompressed, so what the limit counts is what is read.
 */
import type { FastifyInstance } from 'fastify';
import { parseJson } from '#shared/pure/strict-json.ts';
import { ProblemError } from './problems.ts';

const JSON_TYPE = /^application\/(?:[a-z0-9.-]+\+)?json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

export function acceptStrictBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(JSON_TYPE, { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJson(Buffer.isBuffer(body) ? body : Buffer.from(body)));
    } catch (error) {
      done(error instanceof Error ? error : new Error('unreadable', { cause: error }));
    }
  });
  app.addHook('onRequest', (request, _reply, done) => {
    const encoding = request.headers['content-encoding'];
    if (encoding === undefined || encoding === 'identity') done();
    else done(new ProblemError('MEDIA_TYPE_UNSUPPORTED', { detail: COMPRESSED }));
  });
}

const COMPRESSED = {
  vi: 'Nội dung nén không được nhận: gửi lại không có Content-Encoding.',
  en: 'Compressed bodies are not taken: send again without Content-Encoding.',
};
