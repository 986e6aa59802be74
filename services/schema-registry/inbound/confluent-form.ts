/** Media type and faults as clients of Confluent's registry expect them: `{error_code, message}`. */
import type { FastifyInstance } from 'fastify';
import { type Fault, MessageFault } from '#shared/pure/fault.ts';
import { invalidSchema, pathNotFound, RegistryRefusal } from '../core/refusals.ts';

const MEDIA_TYPE = 'application/vnd.schemaregistry.v1+json';

/** For every route of the contract; `/livez` and the like keep their own form. */
export function answerInConfluentForm(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply, payload) => {
    reply.type(MEDIA_TYPE);
    return payload;
  });
  app.setErrorHandler((error, request, reply) => {
    const refusal = error instanceof RegistryRefusal ? error : refusalOf(error);
    if (refusal.status >= 500)
      request.log.error({ err: refusal, requestId: request.id }, 'a request could not be answered');
    return reply.code(refusal.status).send({ error_code: refusal.errorCode, message: refusal.message });
  });
  // A route, because the service has a not-found handler of its own and there can be only one.
  app.all('/*', { schema: { hide: true } }, () => {
    throw pathNotFound();
  });
}

/** What Fastify and the strict reader of bodies throw; an unexpected error says nothing of itself. */
function refusalOf(error: unknown): RegistryRefusal {
  if (error instanceof MessageFault) return invalidSchema(error.faults.map(sayFault).join('; '));
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  const fastifyStatus: unknown =
    error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  const known = [status, fastifyStatus].find((code) => typeof code === 'number' && code >= 400 && code < 500);
  if (typeof known === 'number' && error instanceof Error) return new RegistryRefusal(known, error.message);
  return new RegistryRefusal(500, 'Internal Server Error', { cause: error });
}

/** One fault of an unreadable body as a sentence with its place: line and byte. */
function sayFault({ pointer, expected, hint }: Fault): string {
  return `at ${pointer === '' ? 'the root' : pointer}: expected ${expected}${hint === undefined ? '' : ` (${hint})`}`;
}
