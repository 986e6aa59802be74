/** What would settle or replace a paper: one hint for every status and reason. */
import type { RequiredPaper } from './catalogue.ts';
import type { Hint, PaperStatus, Reason } from './question.ts';

/** What of a row makes another hint than a paper alone would have. */
export type HintedRow = Pick<RequiredPaper, 'paperKind' | 'condition' | 'exploitableFrom' | 'appliesWhen'>;

/** The hint of a row. A state database or an abolished paper says more than what became of a paper that was held. */
export function hintOfRow(row: HintedRow, status: PaperStatus, reason: Reason | undefined): Hint {
  switch (status) {
    case 'NOT_REUSABLE':
      return { code: row.paperKind === 'APPLICATION_FORM' ? 'FILL_IN_FORM' : 'BRING' };
    case 'STALE':
    case 'MISSING':
    case 'CONDITIONAL':
      return hintOfCondition(row, status) ?? hintOfPaper(status, reason);
    case 'HELD':
    case 'HELD_EXPIRING':
    case 'HELD_ORIGINAL_MUST_BE_SURRENDERED':
    case 'UNSETTLED':
      return hintOfPaper(status, reason);
    default:
      return status satisfies never;
  }
}

function hintOfCondition(
  { condition, exploitableFrom, appliesWhen }: HintedRow,
  status: PaperStatus,
): Hint | undefined {
  if (condition === 'ABOLISHED') return { code: 'ABOLISHED' };
  if (condition === 'IF_NOT_EXPLOITABLE') {
    return { code: 'STATE_DATABASE', ...(exploitableFrom !== null && { about: exploitableFrom }) };
  }
  if (status !== 'CONDITIONAL') return undefined;
  return { code: 'CASE', ...(appliesWhen !== null && { about: appliesWhen }) };
}

/** The hint of a paper by itself. */
export function hintOfPaper(status: PaperStatus, reason: Reason | undefined): Hint {
  if (reason !== undefined) return { code: OF_REASON[reason] };
  return { code: OF_STATUS[status] };
}

const OF_STATUS: Readonly<Record<PaperStatus, Hint['code']>> = {
  HELD: 'NONE',
  HELD_EXPIRING: 'EXPIRES_SOON',
  HELD_ORIGINAL_MUST_BE_SURRENDERED: 'ORIGINAL',
  UNSETTLED: 'WAIT_FOR_OPERATOR',
  STALE: 'RENEW',
  CONDITIONAL: 'CASE',
  MISSING: 'BRING',
  NOT_REUSABLE: 'BRING',
};

const OF_REASON: Readonly<Record<Reason, Hint['code']>> = {
  RELATION_UNPROVEN: 'PROVE_RELATION',
  IDENTITY_CONFLICT: 'WAIT_FOR_DECISION',
  DEAD_LETTER_OPEN: 'WAIT_FOR_OPERATOR',
  COMPLETED_UNPROVEN: 'WAIT_FOR_RESULT',
  REVOKED: 'ISSUED_ANEW',
  RECALLED: 'ISSUED_ANEW',
  DISPUTED: 'VERIFIED_BY_ISSUER',
  SUPERSEDED: 'BRING_SUCCESSOR',
  SIGNER_NOT_IN_POST: 'ISSUED_ANEW',
  EXPIRED: 'RENEW',
};
