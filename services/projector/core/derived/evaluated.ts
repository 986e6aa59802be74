/** What came of evaluating some aggregates of a lane. */
import type { GroupName } from '#schemas/read-models/groups.ts';

export interface FailedAggregate {
  readonly key: string;
  readonly marked: number;
  readonly error: unknown;
}

export interface EvaluatedLane {
  readonly evaluated: number;
  /** They keep their marks and their old rows. */
  readonly failed: readonly FailedAggregate[];
  /** The key after which the next batch begins; empty: from the beginning. */
  readonly next: string;
}

/** Told what happened, for figures. */
export interface EvaluationObserver {
  readonly evaluated: (group: GroupName, aggregates: number, failed: number, seconds: number) => void;
}
