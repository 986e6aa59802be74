/** How often callers were turned away, by kind: what an operator looks at when somebody says that the hub is slow. */
import { Counter, type Registry } from '#shared/telemetry/metrics.ts';
import type { ClientRefusal } from './clients.ts';
import type { ProblemCode } from './problem-catalogue.ts';

export type RefusalKind =
  | ClientRefusal
  | 'in-flight'
  | 'bodies-held'
  | 'body-too-large'
  | 'headers-too-large'
  | 'slow-request'
  | 'slow-body'
  | 'slow-reader'
  | 'connections'
  | 'address-connections';

const KINDS: readonly RefusalKind[] = [
  'client-in-flight',
  'client-bodies-held',
  'client-requests',
  'client-bytes',
  'in-flight',
  'bodies-held',
  'body-too-large',
  'headers-too-large',
  'slow-request',
  'slow-body',
  'slow-reader',
  'connections',
  'address-connections',
];

export interface RefusalCounts {
  /** Before a request was begun, or a connection cut. */
  readonly refused: (kind: RefusalKind) => void;
  /** A problem document that was sent, whatever it is about. */
  readonly answered: (code: ProblemCode) => void;
}

export function countRefusals(registry: Registry): RefusalCounts {
  const refusals = new Counter({
    name: 'http_refusals_total',
    help: 'Requests not begun and connections cut, by kind.',
    labelNames: ['kind'],
    registers: [registry],
  });
  // From the start, so that the first one shows as a rise.
  for (const kind of KINDS) refusals.inc({ kind }, 0);
  const problems = new Counter({
    name: 'http_problems_total',
    help: 'Problem documents sent, by code.',
    labelNames: ['code'],
    registers: [registry],
  });
  return { refused: (kind) => refusals.inc({ kind }), answered: (code) => problems.inc({ code }) };
}
