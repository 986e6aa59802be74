/** Bounds how many requests are answered at once: beyond it 503 at once, which costs less than a queue. */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problems.ts';

/** Operation routes stay reachable: an overloaded service must not look dead. */
const ALWAYS_ANSWERED = new Set(['/livez', '/readyz', '/metrics', '/version']);

export function limitRequestsInFlight(app: FastifyInstance, limit: number): void {
  const counted = new WeakSet<object>();
  let inFlight = 0;
  app.addHook('onRequest', (request, reply, done) => {
    if (inFlight >= limit && !ALWAYS_ANSWERED.has(request.routeOptions.url ?? '')) {
      done(new ProblemError('OVERLOADED'));
      return;
    }
    inFlight += 1;
    counted.add(request);
    // The connection's end counts, not the answer's: a caller that hangs up gives its place back, too.
    reply.raw.once('close', () => {
      if (counted.delete(request)) inFlight -= 1;
    });
    done();
  });
}
