/** What machines ask of every service: `/livez`, `/readyz`, `/metrics`, `/version`, `/openapi.json`. */
import type { FastifyInstance } from 'fastify';
import type { Registry } from '#shared/telemetry/metrics.ts';
import type { Readiness } from './readiness.ts';

interface Operations {
  readonly name: string;
  readonly version: string;
  readonly metrics: Registry;
  readonly readiness: Readiness;
}

export function addOperationRoutes(app: FastifyInstance, operations: Operations): void {
  const { name, version, metrics, readiness } = operations;
  const hidden = { schema: { hide: true } };
  app.get('/livez', hidden, () => ({ status: 'alive' }));
  app.get('/readyz', hidden, async (_request, reply) => {
    const report = await readiness.report();
    return reply
      .code(report.ready ? 200 : 503)
      .send({ status: report.ready ? 'ready' : 'not ready', ...report });
  });
  app.get('/metrics', hidden, async (_request, reply) => {
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });
  app.get('/version', hidden, () => ({ name, version, node: process.version }));
  app.get('/openapi.json', hidden, () => app.swagger());
}
