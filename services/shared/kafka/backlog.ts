/** Where the log ends, and since when records wait although a position does not move. Idle is not waiting. */
import type { LogBounds } from './log-bounds.ts';

/** Per partition of one consumer. */
export type Backlog = {
  readonly noteEnds: (bounds: LogBounds) => void;
  /** Called at every check with where the positions stand. */
  readonly notePositions: (positions: ReadonlyMap<number, number>) => void;
  /** Where the log ended when last asked; 0 if never. */
  readonly endOf: (partition: number) => number;
  /** Epoch milliseconds; undefined while the position moves or nothing waits. */
  readonly behindSince: (partition: number) => number | undefined;
  readonly forgetPositions: () => void;
};

/** Nothing known yet. */
export function createBacklog(): Backlog {
  const ends = new Map<number, number>();
  const behind = new Map<number, { readonly nextOffset: number; readonly since: number }>();
  const endOf = (partition: number): number => ends.get(partition) ?? 0;
  return {
    noteEnds(bounds) {
      for (const [partition, { high }] of bounds) ends.set(partition, high);
    },
    notePositions(positions) {
      for (const [partition, nextOffset] of positions) {
        if (nextOffset >= endOf(partition)) behind.delete(partition);
        else if (behind.get(partition)?.nextOffset !== nextOffset) {
          behind.set(partition, { nextOffset, since: Date.now() });
        }
      }
    },
    endOf,
    behindSince: (partition) => behind.get(partition)?.since,
    forgetPositions: () => behind.clear(),
  };
}
