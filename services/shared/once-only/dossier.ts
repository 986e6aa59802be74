/** One dossier: its facts folded into parties, state and outcome (rules.md 9–11). */
import type { EventName } from '#schemas/generated/events.ts';
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import { type Day, dayOf, type Instant } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import type { Catalogue, Procedure, ResultType } from './catalogue.ts';
import type { Decisions } from './decisions.ts';
import { type DossierState, foldLifeCycle } from './life-cycle.ts';
import { dayOfFact, type Placed } from './order.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { TrustedSources } from './source-trust.ts';
import { standingFacts } from './standing.ts';
import type { SubjectLinks } from './subject-links.ts';
import { type Application, foldSubmissions } from './submissions.ts';

export interface DossierContext {
  readonly catalogue: Catalogue;
  readonly agencies: Agencies;
  readonly links: SubjectLinks;
  readonly decisions: Decisions;
  readonly trustedSources: TrustedSources;
  readonly knownAt: Instant;
}

export interface StatedResult {
  readonly fact: FactOf<'ResultIssued'>;
  /** What the catalogue says of its code; undefined if the code is not listed. */
  readonly type?: ResultType;
  /** Its file was submitted by the applicant: it is no result (domain.md 1). */
  readonly isSubmittedFile: boolean;
}

export interface Dossier extends Omit<Application, 'submission'> {
  readonly code: string;
  /** The version of the day of filing. */
  readonly procedure?: Procedure;
  readonly filedOn?: Day;
  readonly state?: DossierState;
  readonly outcome: Outcome;
  /** The facts by which it ended well; none otherwise. */
  readonly outcomeProof: readonly Fact[];
  /** Identifiers that were read as one person. */
  readonly links: SubjectLinks;
  readonly components: readonly FactOf<'ComponentSubmitted'>[];
  readonly results: readonly StatedResult[];
  /** All facts that stand, in order. */
  readonly facts: readonly Placed[];
  readonly former: readonly Placed[];
}

/** Folds what the hub knew of a dossier; any order and repetition of the facts gives the same dossier. */
export function foldDossier(code: string, facts: readonly Fact[], context: DossierContext): Dossier {
  const standing = standingFacts(facts, context.knownAt, context.agencies);
  const { submission, ...application } = foldSubmissions(
    code,
    factsOf(standing.facts, 'DossierSubmitted'),
    context,
  );
  const filedOn = submission === undefined ? undefined : dayOfFact(submission);
  const procedureCode = application.procedureCode ?? procedureOfResults(standing.facts);
  const results = resultsOf(standing.facts, standing.former, filedOn, procedureCode, context.catalogue);
  const lifeCycle = foldLifeCycle(standing.facts);
  const procedure =
    procedureCode === undefined
      ? undefined
      : context.catalogue.procedureOfDossier(
          procedureCode,
          filedOn ?? dayOf(standing.facts[0]?.place.at ?? 0),
        );
  return {
    ...application,
    code,
    ...(procedureCode !== undefined && { procedureCode }),
    ...(procedure !== undefined && { procedure }),
    ...(filedOn !== undefined && { filedOn }),
    ...(lifeCycle.state !== undefined && { state: lifeCycle.state }),
    ...outcomeOf(lifeCycle, results, context.trustedSources),
    links: context.links,
    components: factsOf(standing.facts, 'ComponentSubmitted'),
    results,
    facts: standing.facts,
    former: standing.former,
  };
}

function factsOf<N extends EventName>(placed: readonly Placed[], name: N): FactOf<N>[] {
  return placed.map(({ fact }) => fact).filter((fact) => isFactOf(fact, name));
}

function procedureOfResults(placed: readonly Placed[]): string | undefined {
  for (const fact of factsOf(placed, 'ResultIssued')) {
    if (fact.event.procedureCode !== null) return fact.event.procedureCode;
  }
  return undefined;
}

/** Results with what their codes mean; one whose file was ever a submitted one is marked. */
function resultsOf(
  standing: readonly Placed[],
  former: readonly Placed[],
  filedOn: Day | undefined,
  procedureCode: string | undefined,
  catalogue: Catalogue,
): StatedResult[] {
  const submitted = new Set(
    factsOf([...standing, ...former], 'ComponentSubmitted').flatMap((fact) => filesOf(fact.event.paper)),
  );
  return factsOf(standing, 'ResultIssued').map((fact) => {
    const { paper } = fact.event;
    const day = filedOn ?? paper.issuedOn ?? dayOfFact(fact);
    const type =
      paper.resultCode === null ? undefined : catalogue.resultType(paper.resultCode, day, procedureCode);
    return {
      fact,
      ...(type !== undefined && { type }),
      isSubmittedFile: filesOf(paper).some((file) => submitted.has(file)),
    };
  });
}

function filesOf(paper: { readonly fileSha256: string | null; readonly fileRef: string | null }): string[] {
  return [
    ...(paper.fileSha256 === null ? [] : [`sha256:${paper.fileSha256.toLowerCase()}`]),
    ...(paper.fileRef === null ? [] : [`ref:${paper.fileRef}`]),
  ];
}
