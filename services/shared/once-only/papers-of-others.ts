/** Papers that no dossier gives: shared by other state bodies, and what personnel records prove. */
import { NOTHING_STATED } from '#shared/pure/blank-paper.ts';
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import type { Catalogue } from './catalogue.ts';
import { retirementsOf } from './civil-servant.ts';
import { comparePlaces, compareText } from './order.ts';
import { issuedOnOf, type KnownPaper, kindOfStated, lastDayStated } from './paper.ts';
import { paperIdOf } from './paper-id.ts';
import { linksOf, personsNamed } from './persons-named.ts';
import { isRemark, remarksOn } from './remarks.ts';
import { compareCopies, standingFacts } from './standing.ts';
import type { SubjectLinks } from './subject-links.ts';
import type { FactsByAggregate } from './world.ts';

interface Context {
  readonly catalogue: Catalogue;
  readonly agencies: Agencies;
  readonly links: SubjectLinks;
  readonly knownAt: Instant;
}

/**
 * The shared papers of all aggregates, with what was said of them: under their own key, or under that of another
 * person whom they name, since a dispute travels under the first person that it names itself.
 */
export function papersShared(
  aggregates: FactsByAggregate,
  { catalogue, agencies, links, knownAt }: Context,
  hasDeadLetter: (aggregateKey: string) => boolean,
): KnownPaper[] {
  const standing = [...withoutReusedIds(aggregates)].map(([key, facts]) => ({
    key,
    facts: standingFacts(facts, knownAt, agencies).facts,
  }));
  const said = standing
    .flatMap(({ facts }) => facts)
    .filter(({ fact }) => isRemark(fact))
    .sort((left, right) => comparePlaces(left.place, right.place))
    .map(({ fact }) => fact);
  return standing.flatMap(({ key, facts }) => {
    const own = new Set(facts.map(({ fact }) => fact));
    const unsettled = hasDeadLetter(key) ? (['DEAD_LETTER_OPEN'] as const) : [];
    return [...own]
      .filter((fact) => isFactOf(fact, 'PaperShared'))
      .flatMap((fact) => paperShared(fact, catalogue, links))
      .map((paper) => {
        const about = said.filter(
          (fact) => own.has(fact) || namesAnEvent(fact) || isAboutHolder(fact, paper, links),
        );
        return { ...paper, remarks: remarksOn(paper, about), unsettled };
      });
  });
}

/**
 * The same (source, id) under the keys of two persons is ID_REUSE, as it is under one (design 2.4): the one that was
 * recorded first stands, whoever it is about.
 */
function withoutReusedIds(aggregates: FactsByAggregate): FactsByAggregate {
  const first = new Map<string, { readonly fact: Fact; readonly key: string }>();
  let isReused = false;
  for (const [key, facts] of aggregates) {
    for (const fact of facts) {
      const other = first.get(fact.factId);
      isReused ||= other !== undefined && other.key !== key;
      const order = other === undefined ? -1 : compareCopies(fact, other.fact) || compareText(key, other.key);
      if (order < 0) first.set(fact.factId, { fact, key });
    }
  }
  if (!isReused) return aggregates;
  return new Map(
    [...aggregates].map(([key, facts]) => [
      key,
      facts.filter(({ factId }) => first.get(factId)?.key === key),
    ]),
  );
}

/** One that names the paper by its event leaves no doubt, whomever else it names: the paper may be corrected since. */
function namesAnEvent(fact: Fact): boolean {
  return isRemark(fact) && fact.event.paper.source !== null && fact.event.paper.id !== null;
}

function isAboutHolder(
  { event }: Fact,
  { holders }: Pick<KnownPaper, 'holders'>,
  links: SubjectLinks,
): boolean {
  return event.concerns.some((concern) =>
    holders.some(({ subjectKey }) => subjectKey === links.personOf(concern.subjectKey)),
  );
}

function paperShared(
  fact: FactOf<'PaperShared'>,
  catalogue: Catalogue,
  links: SubjectLinks,
): Omit<KnownPaper, 'remarks' | 'unsettled'>[] {
  const { paper, concerns, agency, source, id } = fact.event;
  const issuedOn = issuedOnOf(paper, fact);
  const paperKind = kindOfStated(paper, issuedOn, catalogue);
  if (paperKind === undefined) return [];
  const validTo = lastDayStated(paper, issuedOn, issuedOn, catalogue);
  return [
    {
      paperId: paperIdOf(source, id),
      origin: 'SHARED',
      paperKind,
      stated: paper,
      issuerCode: paper.issuer?.agencyCode ?? agency,
      issuedOn,
      ...(validTo !== undefined && { validTo }),
      holders: personsNamed(concerns, links),
      facts: [fact],
      established: true,
      attribution: linksOf([fact], links),
      outcomeProof: [],
    },
  ];
}

/** Retired with its day is the RETIREMENT_DECISION (rules.md 12). */
export function papersOfRecord(
  code: string,
  facts: readonly Fact[],
  { knownAt, agencies, links }: Omit<Context, 'catalogue'>,
  deadLetterOpen: boolean,
): KnownPaper[] {
  return retirementsOf(facts, knownAt, agencies).map((retirement): KnownPaper => {
    const holders = retirement.subjectKeys.map((subjectKey) => ({ subjectKey, role: 'HOLDER' as const }));
    return {
      paperId: paperIdOf(code, 'retirement', retirement.effectiveOn),
      origin: 'RECORD',
      paperKind: 'RETIREMENT_DECISION',
      stated: { ...NOTHING_STATED, paperKind: 'RETIREMENT_DECISION', number: retirement.number },
      issuerCode: retirement.fact.event.agency,
      issuedOn: retirement.effectiveOn,
      holders: personsNamed(holders, links),
      facts: [retirement.fact],
      established: true,
      attribution: retirement.subjectKeys.flatMap((subjectKey) => links.proofOf(subjectKey)),
      outcomeProof: [],
      remarks: [],
      unsettled: deadLetterOpen ? ['DEAD_LETTER_OPEN'] : [],
    };
  });
}
