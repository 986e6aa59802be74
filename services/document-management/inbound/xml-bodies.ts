/** XML bodies as bytes: their encoding is the reader's to judge. Every other media type is refused. */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { MessageFault } from '#shared/pure/fault.ts';

export const XML_MEDIA_TYPES = ['application/xml', 'text/xml', 'application/edxml+xml'] as const;

const XML_TYPE = /^(?:application\/xml|text\/xml|application\/edxml\+xml)\s*(?:;.*)?$/i;

/** Makes a scope take XML and nothing else. */
export function acceptXmlBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(XML_TYPE, { parseAs: 'buffer' }, (request, body, done) => {
    const encoding = charsetOf(request.headers['content-type'] ?? '');
    if (encoding === 'utf-8') done(null, body);
    else done(encodingMismatch());
  });
  scope.addContentTypeParser('*', (_request, _payload, done) => {
    const types = XML_MEDIA_TYPES.join(', ');
    const detail = { vi: `Cửa này nhận: ${types}.`, en: `This door takes: ${types}.` };
    done(new ProblemError('MEDIA_TYPE_UNSUPPORTED', { detail }));
  });
}

/** A charset beside the message must say the same as the message. */
function charsetOf(contentType: string): string {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  return charset === 'utf8' ? 'utf-8' : charset;
}

function encodingMismatch(): MessageFault {
  const fault = { pointer: '', code: 'XML_ENCODING_MISMATCH', expected: 'UTF-8, declared as such' };
  return new MessageFault(400, [{ ...fault, hint: 'the charset of Content-Type is another one' }]);
}
