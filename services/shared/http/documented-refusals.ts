/** Says in the OpenAPI document of every route that takes a body what may meet any caller, whatever the body says. */
import type { FastifyInstance, RouteOptions } from 'fastify';
import { PROBLEMS, type ProblemCode } from './problem-catalogue.ts';

const CODES: readonly ProblemCode[] = [
  'REQUEST_TOO_SLOW',
  'BODY_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'HEADERS_TOO_LARGE',
  'OVERLOADED',
];

const RETRY_AFTER = {
  'retry-after': {
    description: 'whole seconds; not the same for all callers, so that they do not return together',
    type: 'integer',
  },
};

/** Add it before the routes. What a route says of a status itself stands. */
export function documentRefusals(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const { schema } = route;
    if (schema === undefined || schema.hide === true || !takesBody(route)) return;
    const said: unknown = schema.response;
    const response = { ...REFUSALS, ...(typeof said === 'object' ? said : {}) };
    route.schema = { ...schema, response };
  });
}

function takesBody({ method }: RouteOptions): boolean {
  return [method].flat().some((each) => each === 'POST' || each === 'PUT');
}

const TEXT = { type: 'string' };
const BODY = {
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        properties: {
          type: TEXT,
          title: TEXT,
          status: { type: 'integer' },
          detail: TEXT,
          code: TEXT,
          requestId: TEXT,
          errors: { type: 'array' },
        },
      },
    },
  },
};

const REFUSALS = Object.fromEntries(
  CODES.map((code) => {
    const { status, retryable, title, advice } = PROBLEMS[code];
    const headers = retryable ? { headers: RETRY_AFTER } : {};
    return [status, { description: `${code}: ${title.en}. ${advice.en}`, ...headers, ...BODY }];
  }),
);
