/** Who may publish or read what, for which agency and when: grants with what ended them. Pure. */
import type { Agencies } from '#shared/once-only/agencies.ts';
import { standingFacts } from '#shared/once-only/standing.ts';
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import type { Day, Instant } from '#shared/pure/time.ts';
import { formatInstant } from '#shared/pure/time.ts';

export type GrantState = 'FUTURE' | 'ACTIVE' | 'ENDED' | 'REVOKED';

export interface Grant {
  readonly id: string;
  readonly clientId: string;
  readonly stream: string;
  /** This agency, those below it, and those that they succeeded. */
  readonly agencyRoot: string;
  readonly validFrom: Day;
  /** The last day. */
  readonly validTo?: Day;
  /** The first day without it. */
  readonly revokedOn?: Day;
  readonly state: GrantState;
  readonly grantedAt: string;
}

/** The grants that stand, by id. Of several revocations the earliest day counts. */
export function foldGrants(
  facts: readonly Fact[],
  agencies: Agencies,
  today: Day,
  knownAt: Instant = Number.POSITIVE_INFINITY,
): readonly Grant[] {
  const standing = standingFacts(facts, knownAt, agencies).facts.map(({ fact }) => fact);
  const revokedOn = new Map<string, Day>();
  for (const fact of standing) {
    if (!isFactOf(fact, 'AccessRevoked')) continue;
    const { grantId, effectiveOn } = fact.event;
    const other = revokedOn.get(grantId);
    if (other === undefined || effectiveOn < other) revokedOn.set(grantId, effectiveOn);
  }
  return standing
    .filter((fact) => isFactOf(fact, 'AccessGranted'))
    .map(({ event }): Grant => {
      const { grantId, clientId, stream, agencyRoot, validFrom, validTo, occurredAt } = event;
      const period = {
        validFrom,
        ...(validTo !== null && { validTo }),
        ...(revokedOn.has(grantId) && { revokedOn: revokedOn.get(grantId) ?? '' }),
      };
      const grantedAt = formatInstant(occurredAt);
      return {
        id: grantId,
        clientId,
        stream,
        agencyRoot,
        ...period,
        state: stateOn(today, period),
        grantedAt,
      };
    })
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}

function stateOn(
  today: Day,
  { validFrom, validTo, revokedOn }: Pick<Grant, 'validFrom' | 'validTo' | 'revokedOn'>,
): GrantState {
  if (revokedOn !== undefined && revokedOn <= today) return 'REVOKED';
  if (validTo !== undefined && validTo < today) return 'ENDED';
  return validFrom > today ? 'FUTURE' : 'ACTIVE';
}
