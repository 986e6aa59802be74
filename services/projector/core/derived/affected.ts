/**
 * Which aggregates a change of the catalogue, the registry or the links of persons may touch. Rather too many than
 * one too few: a derived row that nobody marks again stays as it is for ever.
 */
import { GROUPS } from '#schemas/read-models/groups.ts';
import { nationalCode } from '#shared/once-only/catalogue.ts';
import { nameEvidence } from '#shared/once-only/evidence.ts';
import type { Fact, RecordPosition } from '#shared/pure/fact.ts';

export interface Affected {
  /** Every aggregate: nothing narrower is right. */
  readonly all: boolean;
  /** Dossiers of these procedures, in the national form; any version may have changed. */
  readonly procedures: ReadonlySet<string>;
  /** Papers with this evidence, whatever it was taken for before. */
  readonly evidences: ReadonlySet<string>;
  /** What these agencies stated: their level is known, or another one. */
  readonly agencies: ReadonlySet<string>;
  readonly dossiers: ReadonlySet<string>;
  /** Dossiers whose outcome rests on a bare "completed". */
  readonly restingOnCompletion: boolean;
  /** Dossiers with several submissions: whether they contradict each other depends on who is who. */
  readonly severalSubmissions: boolean;
}

/** What these facts change; `listed` are all statements about the procedures that they speak of, older ones too. */
export function affectedBy(facts: readonly Fact[], listed: readonly Fact[]): Affected {
  const found = {
    all: false,
    procedures: new Set<string>(),
    evidences: new Set<string>(),
    agencies: new Set<string>(),
    dossiers: new Set<string>(),
    restingOnCompletion: false,
    severalSubmissions: false,
  };
  for (const { event, position } of facts) {
    switch (event.eventName) {
      case 'ProcedurePublished':
      case 'ProcedureAmended':
      case 'ProcedureRepealed':
        found.procedures.add(nationalCode(event.procedureCode));
        break;
      case 'PaperAliasDefined':
        found.evidences.add(
          event.evidence === 'NAME'
            ? nameEvidence(event.value)
            : `${event.evidence === 'RESULT' ? 'result' : 'code'}:${event.value}`,
        );
        break;
      case 'AgencyRegistered':
        found.agencies.add(event.agencyCode);
        break;
      case 'SourceTrustChanged':
        found.restingOnCompletion = true;
        break;
      case 'ConflictDecided':
        if (event.dossierCode !== null) found.dossiers.add(event.dossierCode);
        break;
      case 'SubjectsLinked':
      case 'SubjectsUnlinked':
        found.severalSubmissions = true;
        break;
      case 'SupersessionDefined':
      case 'AccessGranted':
      case 'AccessRevoked':
        break; // derived rows judge no paper, and rights are no part of them
      case 'FactCorrected':
      case 'FactRetracted':
        if (isAboutLinks(position)) found.severalSubmissions = true;
        else if (event.factType === 'vn.gov.hub.source-trust-changed.v1') found.restingOnCompletion = true;
        else found.all = true;
        break;
      default:
        found.all = true;
    }
  }
  for (const code of resultCodes([...facts, ...listed])) found.evidences.add(`result:${code}`);
  return found;
}

/** On the topic of the subjects nothing is said but links, and what takes links back, or takes that back. */
function isAboutLinks({ topic }: RecordPosition): boolean {
  return topic.endsWith(GROUPS.subjects.topic);
}

/** The procedures of which all statements must be read. */
export function proceduresIn(facts: readonly Fact[]): readonly string[] {
  return [...new Set(facts.flatMap(({ event }) => ('procedureCode' in event && event.procedureCode) || []))];
}

function resultCodes(facts: readonly Fact[]): readonly string[] {
  return facts.flatMap(({ event }) =>
    'yields' in event ? event.yields.map(({ resultCode }) => resultCode) : [],
  );
}

/** Whether anything is touched at all. */
export function isNothing(affected: Affected): boolean {
  const { all, restingOnCompletion, severalSubmissions, procedures, evidences, agencies, dossiers } =
    affected;
  const sets = [procedures, evidences, agencies, dossiers];
  return !all && !restingOnCompletion && !severalSubmissions && sets.every(({ size }) => size === 0);
}
