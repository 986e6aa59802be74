/** Revocations, disputes and verifications, by the paper that they name (rules.md 11, 20). */
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import { dayOfFact } from './order.ts';
import type { KnownPaper, Remark } from './paper.ts';

const KINDS = { ResultRevoked: 'REVOKED', PaperDisputed: 'DISPUTED', PaperVerified: 'VERIFIED' } as const;

/** Whether a fact says something about a paper. */
export function isRemark(fact: Fact): fact is FactOf<'ResultRevoked' | 'PaperDisputed' | 'PaperVerified'> {
  return isFactOf(fact, 'ResultRevoked', 'PaperDisputed', 'PaperVerified');
}

/** What was said of a paper among the facts of its aggregate, in the order given. */
export function remarksOn(paper: Pick<KnownPaper, 'stated' | 'facts'>, facts: readonly Fact[]): Remark[] {
  return facts
    .filter(isRemark)
    .filter((fact) => names(fact.event.paper, paper))
    .map((fact) => ({ kind: KINDS[fact.event.eventName], on: dayOfFact(fact), fact }));
}

interface Reference {
  readonly source: string | null;
  readonly id: string | null;
  readonly number: string | null;
  readonly resultCode: string | null;
}

function names(reference: Reference, paper: Pick<KnownPaper, 'stated' | 'facts'>): boolean {
  if (reference.id !== null) {
    return paper.facts.some(
      ({ event }) =>
        event.id === reference.id && (reference.source === null || event.source === reference.source),
    );
  }
  if (reference.number === null && reference.resultCode === null) return false;
  const agrees = (said: string | null, known: string | null): boolean => said === null || said === known;
  return (
    agrees(reference.number, paper.stated.number) && agrees(reference.resultCode, paper.stated.resultCode)
  );
}
