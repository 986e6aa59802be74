/** How a dossier ended, and by which facts (rules.md 9). */
import type { Fact } from '#shared/pure/fact.ts';
import type { StatedResult } from './dossier.ts';
import type { LifeCycle } from './life-cycle.ts';
import type { TrustedSources } from './source-trust.ts';

export type Outcome = 'OPEN' | 'SUCCESS' | 'UNPROVEN' | 'ENDED';

export interface ProvedOutcome {
  readonly outcome: Outcome;
  readonly outcomeProof: readonly Fact[];
}

/** Ended, else a granting result, else status 10, else status 9, in this order. */
export function outcomeOf(
  lifeCycle: LifeCycle,
  results: readonly StatedResult[],
  trustedSources: TrustedSources,
): ProvedOutcome {
  if (lifeCycle.ended) return { outcome: 'ENDED', outcomeProof: [] };
  const granting = results.filter((result) => result.type?.effect === 'GRANTS' && !result.isSubmittedFile);
  if (granting.length > 0) return { outcome: 'SUCCESS', outcomeProof: granting.map(({ fact }) => fact) };
  const { returned, completed } = lifeCycle;
  if (returned.length === 0 && completed.length === 0) return { outcome: 'OPEN', outcomeProof: [] };
  const onlyRefuse = results.length > 0 && results.every((result) => result.type?.effect === 'REFUSES');
  if (onlyRefuse) return { outcome: 'ENDED', outcomeProof: [] };
  if (returned.length > 0) return { outcome: 'SUCCESS', outcomeProof: returned.map(({ fact }) => fact) };
  const trusted = completed.map(({ fact }) => fact).filter(({ event }) => trustedSources.has(event.source));
  return trusted.length > 0
    ? { outcome: 'SUCCESS', outcomeProof: trusted }
    : { outcome: 'UNPROVEN', outcomeProof: [] };
}
