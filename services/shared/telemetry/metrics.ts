/** Figures of a process in the Prometheus text format. Labels are routes, topics and codes: never a person or a key. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export { Counter, Gauge, Histogram, Registry };

/** A registry of its own with the process's memory, processor and event-loop figures. */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** Seconds and count of answered requests by route pattern, method and status. */
export function requestSeconds(registry: Registry): Histogram<'route' | 'method' | 'status'> {
  return new Histogram({
    name: 'http_request_seconds',
    help: 'Time from the first byte of a request to its answer.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
}
