/** A finding as operators see it (rules.md 27). Pure. */
import type { HubEvent } from '#schemas/generated/events.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { formatInstant } from '#shared/pure/time.ts';

export type FindingType = 'RE_ASK' | 'TAINT' | 'CONFLICT';

export interface FindingFilter {
  readonly type?: FindingType;
  /** Codes of one office; units below them at a dot count. */
  readonly agencies?: readonly string[];
  readonly procedureCode?: string;
}

/** Where a page ended: opaque to callers. */
export interface FindingCursor {
  readonly recordedAt: string;
  readonly factId: string;
}

/** One page and, where there is more, where it ended. */
export interface FindingPage {
  readonly facts: readonly Fact[];
  readonly next?: FindingCursor;
}

export interface FindingCount {
  readonly type: FindingType;
  readonly agency: string;
  readonly procedureCode: string;
  readonly count: number;
}

export interface ShownFinding {
  /** The CloudEvents id of the event that says it. */
  readonly id: string;
  readonly type: FindingType;
  readonly dossierCode?: string;
  readonly procedureCode?: string;
  readonly paperKind?: string;
  readonly agency: string;
  readonly at: string;
  /** Facts by source and id. */
  readonly proof: readonly { readonly source: string; readonly id: string }[];
  readonly [more: string]: unknown;
}

/** The finding that a fact of the findings' topic states; undefined for what is no finding. */
export function showFinding({ event }: Fact): ShownFinding | undefined {
  const common = { id: event.id, agency: event.agency, at: formatInstant(event.occurredAt) };
  switch (event.eventName) {
    case 'ReAskDetected':
      return {
        ...common,
        type: 'RE_ASK',
        dossierCode: event.dossierCode,
        ...present({ procedureCode: event.procedureCode }),
        paperKind: event.paperKind,
        askedBy: event.askedBy,
        request: event.request,
        heldPaperId: event.heldPaperId,
        proof: event.proof,
      };
    case 'TaintDetected':
      return {
        ...common,
        type: 'TAINT',
        dossierCode: event.reusedIn,
        ...present({ procedureCode: event.procedureCode, issuedIn: event.dossierCode }),
        paperKind: event.paperKind,
        paperId: event.paperId,
        reason: event.reason,
        results: event.results,
        proof: event.proof,
      };
    case 'SubjectConflictDetected':
      return { ...common, ...conflictOf(event) };
    default:
      return undefined;
  }
}

function conflictOf(
  event: Extract<HubEvent, { eventName: 'SubjectConflictDetected' }>,
): Pick<ShownFinding, 'type' | 'proof' | 'conflictId' | 'conflictKind' | 'procedureCodes' | 'subjects'> {
  const { conflictId, conflictKind, dossierCode, procedureCodes, concerns, proof } = event;
  return {
    type: 'CONFLICT',
    conflictId,
    conflictKind,
    ...present({ dossierCode }),
    procedureCodes,
    subjects: concerns.map(({ subjectKey }) => subjectKey),
    proof,
  };
}

function present(fields: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}
