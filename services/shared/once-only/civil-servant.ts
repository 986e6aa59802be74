/** A civil servant: posts with their days, and the end of service (rules.md 3, 19). */
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import { addDays, type Day, type Instant } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import type { SignerStanding } from './question.ts';
import { standingFacts } from './standing.ts';

export interface Post {
  readonly agency: string;
  readonly title?: string;
  readonly from: Day;
  /** The last day in post; absent while it lasts. */
  readonly to?: Day;
  readonly fact: Fact;
}

/** The posts that a record states, ended by transfers and by the end of service. */
export function postsOf(facts: readonly Fact[], knownAt: Instant, agencies: Agencies): Post[] {
  const standing = standingFacts(facts, knownAt, agencies).facts.map(({ fact }) => fact);
  const services = endsOfService(standing);
  const transfers = standing.filter((fact) => isFactOf(fact, 'Transferred'));
  const stated: Post[] = standing.flatMap((fact): Post[] => {
    if (isFactOf(fact, 'Appointed')) {
      const { unit, title, startsOn, endsOn } = fact.event;
      return [
        {
          agency: unit,
          from: startsOn,
          fact,
          ...(title !== null && { title }),
          ...(endsOn !== null && { to: endsOn }),
        },
      ];
    }
    if (isFactOf(fact, 'Transferred') && fact.event.toUnit !== null) {
      const { toUnit, title, effectiveOn } = fact.event;
      return [{ agency: toUnit, from: effectiveOn, fact, ...(title !== null && { title }) }];
    }
    return [];
  });
  return [...stated, ...postsLeft(transfers, stated, agencies)].map((post) => {
    const ends = transfers
      .filter(
        ({ event }) => event.effectiveOn > post.from && agencies.isSameOffice(event.fromUnit, post.agency),
      )
      .map(({ event }) => addDays(event.effectiveOn, -1));
    // A post taken up after the end of service is a new service.
    for (const { effectiveOn } of services) {
      if (effectiveOn > post.from) ends.push(addDays(effectiveOn, -1));
    }
    if (post.to !== undefined) ends.push(post.to);
    const to = ends.sort()[0];
    return to === undefined ? post : { ...post, to };
  });
}

/** A transfer alone proves the post that it left, up to the day before. */
function postsLeft(
  transfers: readonly FactOf<'Transferred'>[],
  stated: readonly Post[],
  agencies: Agencies,
): Post[] {
  return transfers
    .filter(
      ({ event }) =>
        !stated.some(
          (post) => post.from < event.effectiveOn && agencies.isSameOffice(post.agency, event.fromUnit),
        ),
    )
    .map((fact) => ({ agency: fact.event.fromUnit, from: BEGINNING, fact }));
}

const BEGINNING: Day = '0001-01-01';

/**
 * Whether the signer of a paper was in post at its issuer on the signing day. Leave is in post; a civil servant of
 * whom the hub knows nothing, or nothing of whom was recorded by then, is UNKNOWN.
 */
export function signerStanding(
  facts: readonly Fact[] | undefined,
  issuer: string | undefined,
  signedOn: Day,
  knownAt: Instant,
  agencies: Agencies,
): SignerStanding {
  if (facts === undefined || issuer === undefined) return 'UNKNOWN';
  if (standingFacts(facts, knownAt, agencies).facts.length === 0) return 'UNKNOWN';
  const inPost = postsOf(facts, knownAt, agencies).some(
    (post) =>
      agencies.isSameOffice(post.agency, issuer) &&
      post.from <= signedOn &&
      (post.to === undefined || signedOn <= post.to),
  );
  return inPost ? 'IN_POST' : 'NOT_IN_POST';
}

export interface Retirement {
  /** The first day out of post. */
  readonly effectiveOn: Day;
  readonly number: string | null;
  readonly subjectKeys: readonly string[];
  readonly fact: Fact;
}

/**
 * The retirements that a record states, as events of their own or as the header's status with its day. Who retired
 * holds the decision, whatever service came after it.
 */
export function retirementsOf(facts: readonly Fact[], knownAt: Instant, agencies: Agencies): Retirement[] {
  const standing = standingFacts(facts, knownAt, agencies).facts.map(({ fact }) => fact);
  const subjects = standing.flatMap((fact) => fact.event.concerns.map((concern) => concern.subjectKey));
  const retired = endsOfService(standing).filter(({ kind }) => kind === 'RETIRED');
  return [...Map.groupBy(retired, ({ effectiveOn }) => effectiveOn).values()].flatMap((ofDay) => {
    // The header and an event that say the same day are one retirement; the number makes the better proof.
    const end = ofDay.findLast(({ number }) => number !== null) ?? ofDay.at(-1);
    return end === undefined ? [] : [{ ...end, subjectKeys: [...new Set(subjects)] }];
  });
}

interface EndOfService {
  readonly kind: 'RETIRED' | 'RESIGNED';
  readonly effectiveOn: Day;
  readonly number: string | null;
  readonly fact: Fact;
}

function endsOfService(standing: readonly Fact[]): EndOfService[] {
  return standing.flatMap((fact): EndOfService[] => {
    if (isFactOf(fact, 'Retired')) {
      return [{ kind: 'RETIRED', effectiveOn: fact.event.effectiveOn, number: fact.event.number, fact }];
    }
    if (isFactOf(fact, 'Resigned')) {
      return [{ kind: 'RESIGNED', effectiveOn: fact.event.effectiveOn, number: null, fact }];
    }
    if (isFactOf(fact, 'CivilServantRegistered') && fact.event.statusFrom !== null) {
      const { status, statusFrom } = fact.event;
      if (status === 'RETIRED' || status === 'RESIGNED') {
        return [{ kind: status, effectiveOn: statusFrom, number: null, fact }];
      }
    }
    return [];
  });
}
