/** Every indicator of domain.md 6, answered from the rows of one agency, level, field and period. */
import { answerAgencyConnection } from './agency-connection.ts';
import { apologyRate } from './apology-rate.ts';
import { declaredFieldsCut } from './declared-fields-cut.ts';
import { digitisedRate } from './digitised-rate.ts';
import { answerEResultRate } from './e-result-rate.ts';
import { answerHeadcountCut } from './headcount-cut.ts';
import { type Answer, answerRate } from './indicator.ts';
import { internalTransferRate } from './internal-transfer-rate.ts';
import { answerNationalScore } from './national-score.ts';
import { onTimeRate } from './on-time-rate.ts';
import { onceOnlyRate } from './once-only-rate.ts';
import { onlineRate } from './online-rate.ts';
import { answerPaymentOnlineRate } from './payment-online-rate.ts';
import { petitionOnTimeRate } from './petition-on-time-rate.ts';
import { reuseRate } from './reuse-rate.ts';
import { answerSatisfactionRate } from './satisfaction-rate.ts';
import { answerSignedDocumentRate } from './signed-document-rate.ts';
import { answerStaffQualification } from './staff-qualification.ts';
import type {
  AgencyTally,
  DocumentTally,
  DossierTally,
  EstablishmentTally,
  PetitionTally,
  ProcedureTally,
  StaffTally,
  WorkFileTally,
} from './tallies.ts';
import { answerWorkFileOnlineRate } from './work-file-online-rate.ts';

export interface Tallies {
  readonly dossiers: readonly DossierTally[];
  readonly documents: readonly DocumentTally[];
  readonly workFiles: readonly WorkFileTally[];
  readonly petitions: readonly PetitionTally[];
  readonly agencies: readonly AgencyTally[];
  readonly establishment: readonly EstablishmentTally[];
  readonly staff: readonly StaffTally[];
  readonly procedures: readonly ProcedureTally[];
  /** The year in which the period ends. */
  readonly year: number;
}

/** In the order of domain.md. */
export function answerAll(tallies: Tallies): Answer[] {
  const { dossiers } = tallies;
  const answers = [
    answerRate(onceOnlyRate, dossiers),
    answerRate(reuseRate, dossiers),
    answerRate(declaredFieldsCut, dossiers),
    answerRate(digitisedRate, dossiers),
    answerEResultRate(dossiers),
    answerRate(onlineRate, dossiers),
    answerRate(onTimeRate, dossiers),
    answerRate(apologyRate, dossiers),
    answerPaymentOnlineRate(dossiers, tallies.procedures),
    answerRate(internalTransferRate, dossiers),
    answerAgencyConnection(tallies.agencies),
    answerSignedDocumentRate(tallies.documents),
    answerWorkFileOnlineRate(tallies.workFiles),
    answerSatisfactionRate(dossiers),
    answerRate(petitionOnTimeRate, tallies.petitions),
    answerStaffQualification(tallies.staff),
    answerHeadcountCut(tallies.establishment, tallies.year),
  ];
  return [...answers, answerNationalScore(answers)];
}
