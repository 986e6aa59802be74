/** Positions committed to Kafka as well, for tools that show a lag. Delivery never reads them. */
import type { Consumer } from 'kafkajs';

/** Commits of one consumer. */
export type LagCommits = {
  /** Commits what has moved since the last time; an error is somebody else's to notice. */
  readonly commit: (nextOffsets: ReadonlyMap<number, number>) => Promise<void>;
  /** After a new assignment everything counts as moved. */
  readonly forget: () => void;
};

/** Nothing committed yet. */
export function createLagCommits(consumer: Consumer, topic: string): LagCommits {
  const committed = new Map<number, number>();
  return {
    async commit(nextOffsets) {
      const moved = [...nextOffsets].filter(
        ([partition, next]) => next > 0 && committed.get(partition) !== next,
      );
      if (moved.length === 0) return;
      const offsets = moved.map(([partition, next]) => ({ topic, partition, offset: String(next) }));
      try {
        await consumer.commitOffsets(offsets);
      } catch {
        return; // the group is rebalancing, or the broker away: a later commit says the same and more
      }
      for (const [partition, next] of moved) committed.set(partition, next);
    },
    forget: () => committed.clear(),
  };
}
