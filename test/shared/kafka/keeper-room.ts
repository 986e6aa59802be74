// A keeper in memory with the promise of the port: rows and position move together, and only from where they should.

import type {
  BatchOutcome,
  LogBatch,
  LogRecord,
  PositionStore,
  StoredPosition,
} from '#shared/kafka/delivery.ts';

/** What was kept, and where. */
export type Keeper = {
  readonly positions: PositionStore;
  readonly keep: (batch: LogBatch) => BatchOutcome;
  readonly rows: () => readonly LogRecord[];
  /** As somebody else would: sets a position without any rows. */
  readonly move: (partition: number, to: StoredPosition | undefined) => void;
  readonly positionOf: (partition: number) => StoredPosition | undefined;
  /** How often positions were read. */
  readonly reads: () => number;
};

/** Nothing kept yet. */
export function createKeeper(): Keeper {
  const rows: LogRecord[] = [];
  const positions = new Map<number, StoredPosition>();
  let reads = 0;
  return {
    positions: {
      read: async (_topic, partition) => {
        reads += 1;
        return positions.get(partition);
      },
    },
    keep({ partition, expectedOffset, nextOffset, lastRecordHash, records }) {
      if ((positions.get(partition)?.nextOffset ?? 0) !== expectedOffset) return 'fenced';
      positions.set(partition, { nextOffset, lastRecordHash });
      rows.push(...records);
      return 'advanced';
    },
    rows: () => rows,
    move: (partition, to) => (to === undefined ? positions.delete(partition) : positions.set(partition, to)),
    positionOf: (partition) => positions.get(partition),
    reads: () => reads,
  };
}
