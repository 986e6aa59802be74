/** The life of one Kafka client in a group, as its supervisor (`consumer.ts`) sees it. */
import type { Logger } from 'pino';
import type { DeliveryHalt, HandleBatch, PositionStore } from './delivery.ts';

/** How a session ended. */
export type SessionEnd =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'halted'; readonly halt: DeliveryHalt }
  | { readonly kind: 'crashed'; readonly error: Error };

/** What a session needs; times in milliseconds. */
export type SessionOptions = {
  readonly topic: string;
  readonly groupId: string;
  readonly positions: PositionStore;
  readonly handleBatch: HandleBatch;
  readonly logger: Logger;
  readonly batchRecordsMax: number;
  readonly partitionsAtOnce: number;
  readonly sessionTimeoutMs: number;
  readonly stalledAfterMs: number;
  readonly commitForLagTools: boolean;
  readonly isOurs: (partition: number) => boolean;
};

/** One assigned partition as seen from outside; `endOffset` is where the log ended when last asked. */
export type PartitionProgress = {
  readonly partition: number;
  readonly nextOffset: number;
  readonly endOffset: number;
  readonly lastProgressAt: number;
  /** Records kept by this client. */
  readonly recordsKept: number;
  /** Since when records wait although the position does not move. */
  readonly behindSince: number | undefined;
};

/** A running consumer. */
export type Session = {
  readonly ended: Promise<SessionEnd>;
  readonly stop: () => Promise<void>;
  readonly setPaused: (paused: boolean) => void;
  readonly partitions: () => readonly PartitionProgress[];
  /** Whether an assignment was received and every partition of it stands at its stored position. */
  readonly isSettled: () => boolean;
};
