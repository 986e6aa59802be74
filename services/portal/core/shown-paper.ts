/** A paper as the portal's answers show it (contract.md 3): issuer, number, days, and the events that prove it. */
import type { Agencies } from '#shared/once-only/agencies.ts';
import type { Proof, ShownPaper } from '#shared/once-only/question.ts';
import { formatPosition } from '#shared/pure/fact.ts';

export interface ShownProof {
  readonly eventId: string;
  readonly source: string;
  readonly type: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** `topic/partition/offset`, as `minPosition` takes it. */
  readonly position: string;
}

export interface PaperView extends Omit<ShownPaper, 'concerns' | 'provenance'> {
  readonly provenance: readonly ShownProof[];
}

/** Persons stay out: whom the paper names is said by role only, and only for those who were asked about. */
export function viewPaper(
  { concerns: _concerns, provenance, ...paper }: ShownPaper,
  agencies: Agencies,
): PaperView {
  return { ...paper, issuer: named(paper.issuer, agencies), provenance: provenance.map(viewProof) };
}

/** Native senders state the issuer's code alone; the name is the one registered for it. */
function named(issuer: ShownPaper['issuer'], agencies: Agencies): ShownPaper['issuer'] {
  const name = issuer.name ?? (issuer.code === undefined ? undefined : agencies.find(issuer.code)?.name);
  return { ...issuer, ...(name !== undefined && { name }) };
}

export function viewProof({ eventId, source, type, position }: Proof): ShownProof {
  return { eventId, source, type, ...position, position: formatPosition(position) };
}
