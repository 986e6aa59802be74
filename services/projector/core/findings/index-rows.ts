/** Findings → the row by which operators list them. */
import type { IndexRows } from '#schemas/read-models/index-tables.ts';
import type { DecodedFact } from '../decoded-fact.ts';

export function findingIndex(fact: DecodedFact): IndexRows {
  const found = whatWasFound(fact);
  if (found === undefined) return {};
  const { type, procedureCode, dossierCode } = found;
  return {
    finding: [
      {
        finding_type: type,
        agency: fact.event.agency,
        procedure_code: procedureCode ?? '',
        dossier_code: dossierCode ?? '',
        aggregate_key: fact.aggregateKey,
        fact_id: fact.factId,
      },
    ],
  };
}

interface Found {
  readonly type: 'RE_ASK' | 'TAINT' | 'CONFLICT';
  readonly procedureCode: string | null;
  readonly dossierCode: string | null;
}

function whatWasFound({ event }: DecodedFact): Found | undefined {
  switch (event.eventName) {
    case 'ReAskDetected':
      return { type: 'RE_ASK', procedureCode: event.procedureCode, dossierCode: event.dossierCode };
    case 'TaintDetected':
      return { type: 'TAINT', procedureCode: event.procedureCode, dossierCode: event.reusedIn };
    case 'SubjectConflictDetected':
      return {
        type: 'CONFLICT',
        procedureCode: event.procedureCodes[0] ?? null,
        dossierCode: event.dossierCode,
      };
    default:
      return undefined;
  }
}
