/** Rows of `unmapped_paper`: by each evidence of a paper whose kind nothing says. */
import type { Paper } from '#schemas/generated/events.ts';
import type { DerivedRowOf } from '#schemas/read-models/derived-tables.ts';
import type { Dossier } from '#shared/once-only/dossier.ts';
import { nameEvidence } from '#shared/once-only/evidence.ts';
import { dayOfFact, placeOf } from '#shared/once-only/order.ts';
import { issuedOnOf, kindOfStated } from '#shared/once-only/paper.ts';
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import { formatInstant } from '#shared/pure/time.ts';
import { agencyForm, type Ground } from './ground.ts';

type Row = DerivedRowOf<'unmapped_paper'>;

/**
 * Components that nothing maps, and results whose code the catalogue does not list: an alias helps the former, a
 * procedure that lists the code the latter.
 */
export function unmappedOfDossier(dossier: Dossier, { catalogue }: Ground): Row[] {
  const components = dossier.components.filter(
    (fact) => kindOfStated(fact.event.paper, dossier.filedOn ?? dayOfFact(fact), catalogue) === undefined,
  );
  const results = dossier.results
    .filter(({ type, isSubmittedFile, fact }) => {
      return type === undefined && !isSubmittedFile && fact.event.paper.paperKind === null;
    })
    .map(({ fact }) => fact);
  return rowsOf(dossier.code, [
    ...components.flatMap((fact) => statedBy(fact, 'COMPONENT')),
    ...results.flatMap((fact) => statedBy(fact, 'RESULT')),
  ]);
}

/** Shared papers of one key that nothing maps. */
export function unmappedOfShared(key: string, standing: readonly Fact[], { catalogue }: Ground): Row[] {
  const unmapped = standing
    .filter((fact) => isFactOf(fact, 'PaperShared'))
    .filter((fact) => {
      const { paper } = fact.event;
      return kindOfStated(paper, issuedOnOf(paper, fact), catalogue) === undefined;
    });
  return rowsOf(
    key,
    unmapped.flatMap((fact) => statedBy(fact, 'SHARED')),
  );
}

interface Stated {
  readonly evidence: string;
  readonly stated: string;
  readonly origin: string;
  readonly fact: Fact;
}

function statedBy(
  fact: FactOf<'ComponentSubmitted' | 'ResultIssued' | 'PaperShared'>,
  origin: string,
): Stated[] {
  return evidencesOf(fact.event.paper).map(([evidence, stated]) => ({ evidence, stated, origin, fact }));
}

/** What an alias could be defined for. A paper without any of them cannot be mapped by one. */
function evidencesOf({ resultCode, code, name }: Paper): (readonly [string, string])[] {
  return [
    ...(resultCode === null ? [] : ([[`result:${resultCode}`, resultCode]] as const)),
    ...(code === null ? [] : ([[`code:${code}`, code]] as const)),
    ...(name === null ? [] : ([[nameEvidence(name), name.slice(0, STATED_LENGTH_MAX)]] as const)),
  ];
}

const STATED_LENGTH_MAX = 500;

/** One row for each evidence, origin and sender. */
function rowsOf(key: string, stated: readonly Stated[]): Row[] {
  const groups = Map.groupBy(stated, ({ evidence, origin, fact }) =>
    JSON.stringify([evidence, origin, agencyForm(fact.event.agency)]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const instants = group.map(({ fact }) => placeOf(fact).at);
    return [
      {
        evidence: first.evidence,
        aggregate_key: key,
        origin: first.origin,
        agency: agencyForm(first.fact.event.agency),
        stated: group.map((each) => each.stated).sort()[0] ?? first.stated,
        papers: group.length,
        first_seen_at: formatInstant(Math.min(...instants)),
        last_seen_at: formatInstant(Math.max(...instants)),
      },
    ];
  });
}
