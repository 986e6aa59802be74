/**
 * Rows that indicators are worked out from: dossiers and the rest, counted together where they are alike. One dossier
 * is a tally of one. What depends on the time asked about is judged at the end of the period.
 */
import type { Day } from '#shared/pure/time.ts';

export interface DossierTally {
  /** How many dossiers are like this. */
  readonly dossiers: number;
  readonly accepted: boolean;
  readonly channel: string;
  /** Name of the field of administration; null where nobody stated one. */
  readonly field: string | null;
  /** Past the last instant at which it was not late, or asked for papers a second time. */
  readonly late: boolean;
  /** It ended by the end of the period, and there was a day by which it was due. */
  readonly completed: boolean;
  readonly apologised: boolean;
  /** A paper was asked for that the applicant held. */
  readonly reAsked: boolean;
  /** A component was taken over from what the State has. */
  readonly reused: boolean;
  readonly componentFile: boolean;
  readonly resultFile: boolean;
  /** Sums over the dossiers. */
  readonly resultPapers: number;
  readonly signedResults: number;
  /** Result files whose signature nobody verified. */
  readonly unverifiedResults: number;
  readonly formFields: number;
  readonly prefilledFields: number;
  readonly feesPaid: number;
  readonly feesPaidOnline: number;
  readonly transfers: number;
  readonly electronicTransfers: number;
  readonly ratings: number;
  readonly satisfied: number;
}

/** Official documents that were sent; secret ones are none. */
export interface DocumentTally {
  readonly documents: number;
  readonly signature: 'VALID' | 'INVALID' | 'NONE' | 'UNKNOWN';
}

/** Work files; secret ones are none. */
export interface WorkFileTally {
  readonly workFiles: number;
  readonly level: string | null;
  readonly processedOnline: boolean;
}

export interface PetitionTally {
  readonly petitions: number;
  readonly receivedOn: Day;
  /** Null while there is no answer. */
  readonly answeredOn: Day | null;
}

/** An agency that is in being, and whether it has sent anything lately. */
export interface AgencyTally {
  readonly agency: string;
  readonly level: string | null;
  /** An event of its own was accepted in the 30 days before the end of the period. */
  readonly connected: boolean;
  /** The same a year earlier; null where it was not in being then. */
  readonly connectedYearBefore: boolean | null;
}

/** What was approved for an agency in a year. */
export interface EstablishmentTally {
  readonly agency: string;
  readonly year: number;
  readonly approved: number;
}

/** A civil servant in service. */
export interface StaffTally {
  readonly staff: number;
  readonly level: string | null;
  /** Levels of qualification, as the records have them. */
  readonly degrees: readonly string[];
  /** Kinds and names of certificates, as the records have them. */
  readonly certificates: readonly string[];
}

/** A procedure in force, as the catalogue has it. */
export interface ProcedureTally {
  readonly withFee: boolean;
  readonly payableOnline: boolean;
}
