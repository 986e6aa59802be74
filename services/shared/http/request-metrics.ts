/** Counts and times requests by route pattern, and logs those that failed. URLs hold identities: never written. */
import type { FastifyInstance } from 'fastify';
import type { Logger } from '#shared/telemetry/logger.ts';
import { type Registry, requestSeconds } from '#shared/telemetry/metrics.ts';

export function measureRequests(app: FastifyInstance, metrics: Registry, logger: Logger): void {
  const seconds = requestSeconds(metrics);
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const labels = { route, method: request.method, status: String(reply.statusCode) };
    seconds.observe(labels, reply.elapsedTime / 1000);
    if (logger.isLevelEnabled('debug')) {
      logger.debug({ ...labels, requestId: request.id, ms: Math.round(reply.elapsedTime) }, 'answered');
    }
    done();
  });
}
