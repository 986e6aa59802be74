/**
 * How fresh an answer is: what was read, and up to which instant the hub's log is known to be in it. A read model
 * that stands at the end of the log is as fresh as the last look at that end: idle is not stale.
 */

import { formatInstant, type Instant } from '#shared/pure/time.ts';
import { formatPosition } from './fact.ts';

/** How far a partition has been kept: every record before `nextOffset`. */
export interface KeptPosition {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
}

export interface ReadPosition extends KeptPosition {
  /** Kafka's timestamp of the last record that was kept. */
  readonly recordTimestamp: Instant;
}

/** Where a partition of the log ended at an instant. */
export interface LogEnds {
  readonly lookedAt: Instant;
  readonly ends: readonly { readonly topic: string; readonly partition: number; readonly end: number }[];
}

export interface Freshness {
  readonly positions: readonly ReadPosition[];
  /** Everything recorded by then is in the answer. */
  readonly observedAt: Instant;
  readonly ageMs: number;
}

/**
 * Judges positions against the last look at the log's ends. Without a look, or where a partition lags behind it,
 * only what the lagging partitions themselves show is promised.
 */
export function freshnessOf(
  positions: readonly ReadPosition[],
  logEnds: LogEnds | undefined,
  now: Instant,
): Freshness {
  const observedAt = Math.min(
    now,
    logEnds === undefined ? newestOf(positions) : promised(positions, logEnds),
  );
  return { positions, observedAt, ageMs: Math.max(0, now - observedAt) };
}

function promised(positions: readonly ReadPosition[], { lookedAt, ends }: LogEnds): Instant {
  const kept = byPartition(positions);
  const lagging = ends.flatMap(({ topic, partition, end }) => {
    const position = kept.get(`${topic}/${partition}`);
    return (position?.nextOffset ?? 0) >= end ? [] : [position?.recordTimestamp ?? 0];
  });
  return lagging.length === 0 ? lookedAt : Math.min(lookedAt, ...lagging);
}

const BY_PARTITION = new WeakMap<readonly ReadPosition[], ReadonlyMap<string, ReadPosition>>();

function byPartition(positions: readonly ReadPosition[]): ReadonlyMap<string, ReadPosition> {
  const known = BY_PARTITION.get(positions);
  if (known !== undefined) return known;
  const kept = new Map(positions.map((position) => [`${position.topic}/${position.partition}`, position]));
  BY_PARTITION.set(positions, kept);
  return kept;
}

function newestOf(positions: readonly ReadPosition[]): Instant {
  return Math.max(0, ...positions.map((position) => position.recordTimestamp));
}

/** Goes with the positions: they are shown twice in an answer, and mostly are those of the answer before. */
const SHOWN = new WeakMap<readonly KeptPosition[], readonly string[]>();

/** The positions as answers and `Hub-Position` show them: the last record of each partition, as `minPosition` takes it. */
export function shownPositions(positions: readonly KeptPosition[]): readonly string[] {
  const known = SHOWN.get(positions);
  if (known !== undefined) return known;
  const shown = positions.filter(({ nextOffset }) => nextOffset > 0).map(lastPosition);
  SHOWN.set(positions, shown);
  return shown;
}

/** The members that end every answer about a person. */
export function viewFreshness({ positions, observedAt, ageMs }: Freshness): {
  readonly positions: readonly string[];
  readonly observedAt: string;
  readonly ageMs: number;
} {
  return { positions: shownPositions(positions), observedAt: formatInstant(observedAt), ageMs };
}

/** The last record that was kept, as `topic/partition/offset`. */
export function lastPosition({ topic, partition, nextOffset }: KeptPosition): string {
  return formatPosition({ topic, partition, offset: String(nextOffset - 1) });
}
