/** Figures of the derived tables. Labels are projections: never a person or a key. */
import { Counter, Histogram, type Registry } from '#shared/telemetry/metrics.ts';
import type { EvaluationObserver } from '../core/derived/evaluated.ts';

/** Counts what the evaluator is told of. */
export function createEvaluationMetrics(registry: Registry): EvaluationObserver {
  const registers = [registry];
  const labelNames = ['projection'] as const;
  const evaluated = new Counter({
    name: 'derived_evaluated_total',
    help: 'Aggregates that were folded anew for the derived tables.',
    labelNames,
    registers,
  });
  const failed = new Counter({
    name: 'derived_failed_total',
    help: 'Aggregates whose facts could not be folded: their derived rows stay as they were.',
    labelNames,
    registers,
  });
  const seconds = new Histogram({
    name: 'derived_batch_seconds',
    help: 'Time from taking a lane to the commit of its rows.',
    labelNames,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  return {
    evaluated(projection, aggregates, failures, duration) {
      evaluated.inc({ projection }, aggregates);
      failed.inc({ projection }, failures);
      seconds.observe({ projection }, duration);
    },
  };
}
