/** What indicators are worked out from, and where it is read: a port. */
import type {
  DocumentTally,
  DossierTally,
  EstablishmentTally,
  PetitionTally,
  StaffTally,
  WorkFileTally,
} from '#shared/indicators/tallies.ts';
import type { IndicatorQuestion } from './indicator-question.ts';

/** Everything of one moment. */
export interface IndicatorRows {
  readonly dossiers: readonly DossierTally[];
  readonly documents: readonly DocumentTally[];
  readonly workFiles: readonly WorkFileTally[];
  readonly petitions: readonly PetitionTally[];
  readonly establishment: readonly EstablishmentTally[];
  readonly staff: readonly StaffTally[];
  /** Agencies of which an event was recorded in the 30 days before the end of the period, and a year earlier. */
  readonly connected: ReadonlySet<string>;
  readonly connectedYearBefore: ReadonlySet<string>;
  /** Aggregates whose newest facts these rows may not know yet. */
  readonly waiting: number;
}

/** One of what is counted, as a tally of one. */
export type Coded<T> = T & { readonly code: string; readonly agency: string };

/** The next ones after a code, in the order of the codes. */
export type ReadNext<T> = (
  question: IndicatorQuestion,
  after: string,
  limit: number,
) => Promise<readonly Coded<T>[]>;

export interface IndicatorReads {
  readonly rows: (question: IndicatorQuestion) => Promise<IndicatorRows>;
  readonly dossiers: ReadNext<DossierTally>;
  readonly documents: ReadNext<DocumentTally>;
  readonly workFiles: ReadNext<WorkFileTally>;
  readonly petitions: ReadNext<PetitionTally>;
  readonly staff: ReadNext<StaffTally>;
}
