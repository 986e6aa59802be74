/** The row of a civil servant in `civil_servant_current`. */
import type { DerivedRowOf } from '#schemas/read-models/derived-tables.ts';
import { levelOf } from '#shared/indicators/agency-level.ts';
import { postsOf } from '#shared/once-only/civil-servant.ts';
import type { Placed } from '#shared/once-only/order.ts';
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import type { Day } from '#shared/pure/time.ts';
import { ALL_KNOWN, agencyForm, type Ground } from './ground.ts';

/** Where they are in post, else where the record has them; out of service once they retired or resigned. */
export function civilServantCurrent(
  code: string,
  facts: readonly Fact[],
  standing: readonly Placed[],
  { agencies }: Ground,
): DerivedRowOf<'civil_servant_current'> | undefined {
  const stated = standing.map(({ fact }) => fact);
  const [first] = stated;
  if (first === undefined) return undefined;
  const header = stated.findLast((fact) => isFactOf(fact, 'CivilServantRegistered'));
  const post = postsOf(facts, ALL_KNOWN, agencies)
    .filter(({ to }) => to === undefined)
    .toSorted((left, right) => (left.from < right.from ? -1 : 1))
    .at(-1);
  const agency = agencyForm(post?.agency ?? header?.event.unit ?? first.event.agency);
  return {
    civil_servant_code: code,
    agency,
    level: levelOf(agency, agencies),
    kind: header?.event.kind ?? 'UNKNOWN',
    left_on: leftOn(stated),
    degrees: distinct(
      stated.flatMap((fact) => (isFactOf(fact, 'QualificationAdded') ? [fact.event.level] : [])),
    ),
    certificates: distinct(
      stated.flatMap((fact) =>
        isFactOf(fact, 'TrainingCompleted')
          ? [fact.event.certificateKind, fact.event.certificateName ?? []].flat()
          : [],
      ),
    ),
  };
}

/** The first day out of service, by the last statement about it. */
function leftOn(stated: readonly Fact[]): Day | null {
  let left: Day | null = null;
  for (const fact of stated) {
    if (isFactOf(fact, 'Retired', 'Resigned')) left = fact.event.effectiveOn;
    else if (isFactOf(fact, 'CivilServantRegistered')) {
      const { status, statusFrom } = fact.event;
      const isGone = status === 'RETIRED' || status === 'RESIGNED';
      if (isGone) left = statusFrom ?? left;
      else if (status !== 'UNKNOWN') left = null;
    } else if (isFactOf(fact, 'Appointed') && left !== null && fact.event.startsOn >= left) left = null;
  }
  return left;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
