/** Figures of the projections. Labels are projections, topics, partitions and types: never a person or a key. */
import { Counter, Gauge, Histogram, type Registry } from '#shared/telemetry/metrics.ts';

/** Where one projection stands. */
export interface ProjectionFigures {
  readonly projection: string;
  readonly generation: number;
  readonly isPaused: boolean;
  readonly isHalted: boolean;
  readonly topic: string;
  readonly partitions: readonly PartitionFigures[];
}

interface PartitionFigures {
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
  figures: () => readonly ProjectionFigures[],
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

function addGauges(registry: Registry, figures: () => readonly ProjectionFigures[]): void {
  const ofProjections: readonly (readonly [string, string, (of: ProjectionFigures) => number])[] = [
    ['projection_generation', 'The generation that is fed.', (of) => of.generation],
    ['projection_paused', '1 while an operator has paused it.', (of) => Number(of.isPaused)],
    ['projection_halted', '1 while it rests until an operator resumes it.', (of) => Number(of.isHalted)],
  ];
  for (const [name, help, valueOf] of ofProjections) {
    addGauge(registry, { name, help, labelNames: ['projection'] }, (set) => {
      for (const of of figures()) set({ projection: of.projection }, valueOf(of));
    });
  }
  const ofPartitions: readonly (readonly [string, string, (at: PartitionFigures) => number])[] = [
    ['projection_position', 'The next offset to be kept.', (at) => at.nextOffset],
    ['projection_end_offset', 'Where the log ended when last asked.', (at) => at.endOffset],
    ['projection_lag_records', 'Records that wait.', (at) => Math.max(0, at.endOffset - at.nextOffset)],
  ];
  for (const [name, help, valueOf] of ofPartitions) {
    addGauge(registry, { name, help, labelNames: ['projection', 'topic', 'partition'] }, (set) => {
      for (const { projection, topic, partitions } of figures())
        for (const at of partitions) set({ projection, topic, partition: String(at.partition) }, valueOf(at));
    });
  }
}

interface GaugeName {
  readonly name: string;
  readonly help: string;
  readonly labelNames: string[];
}

type SetValue = (labels: Readonly<Record<string, string>>, value: number) => void;

/** A gauge that is filled anew whenever it is read. */
function addGauge(registry: Registry, named: GaugeName, fill: (set: SetValue) => void): void {
  const gauge = new Gauge({
    ...named,
    registers: [],
    collect() {
      this.reset();
      fill((labels, value) => this.set(labels, value));
    },
  });
  registry.registerMetric(gauge);
}
