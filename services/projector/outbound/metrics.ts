/** Figures of the projections. Labels are projections, topics, partitions and types: never a person or a key. */
import { Counter, Gauge, Histogram, type Registry } from '#shared/telemetry/metrics.ts';

/** Where one partition stands. */
export interface PartitionFigures {
  readonly projection: string;
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
  readonly endOffset: number;
}

export interface ProjectionMetrics {
  readonly batchKept: (projection: string, seconds: number, records: number, deadLetters: number) => void;
  readonly batchFenced: (projection: string) => void;
  readonly typePassed: (projection: string, recordName: string, count: number) => void;
}

/** Counters and histograms, and gauges that ask `figures` whenever they are read. */
export function createProjectionMetrics(
  registry: Registry,
  figures: () => readonly PartitionFigures[],
): ProjectionMetrics {
  const registers = [registry];
  addGauges(registry, figures);
  const records = new Counter({
    name: 'projection_records_total',
    help: 'Records of the log that were kept, dead letters included.',
    labelNames: ['projection'],
    registers,
  });
  const deadLetters = new Counter({
    name: 'projection_dead_letters_total',
    help: 'Records that became dead letters.',
    labelNames: ['projection'],
    registers,
  });
  const passed = new Counter({
    name: 'projection_unknown_types_total',
    help: 'Records passed because this version does not know their type; a rebuild fetches them.',
    labelNames: ['projection', 'type'],
    registers,
  });
  const fenced = new Counter({
    name: 'projection_fenced_batches_total',
    help: 'Batches dropped because another projector had moved the position.',
    labelNames: ['projection'],
    registers,
  });
  const seconds = new Histogram({
    name: 'projection_batch_seconds',
    help: 'Time from the arrival of a batch to its commit.',
    labelNames: ['projection'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  return {
    batchKept(projection, duration, count, letters) {
      seconds.observe({ projection }, duration);
      records.inc({ projection }, count);
      deadLetters.inc({ projection }, letters);
    },
    batchFenced: (projection) => fenced.inc({ projection }),
    typePassed: (projection, type, count) => passed.inc({ projection, type }, count),
  };
}

function addGauges(registry: Registry, figures: () => readonly PartitionFigures[]): void {
  const gauges: readonly (readonly [string, string, (at: PartitionFigures) => number])[] = [
    ['projection_position', 'The next offset to be kept.', (at) => at.nextOffset],
    ['projection_end_offset', 'Where the log ended when last asked.', (at) => at.endOffset],
    ['projection_lag_records', 'Records that wait.', (at) => Math.max(0, at.endOffset - at.nextOffset)],
  ];
  for (const [name, help, valueOf] of gauges) {
    const gauge = new Gauge({
      name,
      help,
      labelNames: ['projection', 'topic', 'partition'],
      registers: [],
      collect() {
        this.reset();
        for (const at of figures()) {
          const { projection, topic, partition } = at;
          this.set({ projection, topic, partition: String(partition) }, valueOf(at));
        }
      },
    });
    registry.registerMetric(gauge);
  }
}
