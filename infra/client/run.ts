/** What a publication needs besides the file. */
import type { Outcome } from './outcomes.ts';
import type { Target } from './post.ts';
import type { ProgressLine } from './progress-line.ts';

export interface Run {
  readonly target: Target;
  /** Requests under way at once. */
  readonly inFlight: number;
  readonly isDryRun: boolean;
  readonly progress: ProgressLine;
  /** Nothing new is begun after it. */
  readonly stop: AbortSignal;
  readonly stdin: AsyncIterable<Buffer>;
  /** Told what became of a line or a file. */
  readonly onOutcome: (where: string, outcome: Outcome) => void;
}
