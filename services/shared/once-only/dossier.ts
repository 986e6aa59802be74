/** One dossier: its facts folded into parties, state and outcome (rules.md 9–11). */
import type { EventName } from '#schemas/generated/events.ts';
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import { type Day, dayOf, type Instant } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import { type Catalogue, nationalCode, type Procedure, type ResultType } from './catalogue.ts';
import { type DossierState, foldLifeCycle } from './life-cycle.ts';
import { dayOfFact, type Placed } from './order.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { standingFacts } from './standing.ts';

export interface DossierContext {
  readonly catalogue: Catalogue;
  readonly agencies: Agencies;
  readonly trustedSources: ReadonlySet<string>;
  readonly knownAt: Instant;
}

export interface StatedResult {
  readonly fact: FactOf<'ResultIssued'>;
  /** What the catalogue says of its code; undefined if the code is not listed. */
  readonly type?: ResultType;
  /** Its file was submitted by the applicant: it is no result (domain.md 1). */
  readonly isSubmittedFile: boolean;
}

export interface Dossier {
  readonly code: string;
  readonly procedureCode?: string;
  /** The version of the day of filing. */
  readonly procedure?: Procedure;
  readonly filedOn?: Day;
  readonly applicants: readonly string[];
  readonly state?: DossierState;
  readonly outcome: Outcome;
  /** The facts by which it ended well; none otherwise. */
  readonly outcomeProof: readonly Fact[];
  /** IDENTITY_CONFLICT: two submissions differ in who applies or for what. */
  readonly conflict: boolean;
  readonly components: readonly FactOf<'ComponentSubmitted'>[];
  readonly results: readonly StatedResult[];
  /** All facts that stand, in order. */
  readonly facts: readonly Placed[];
  readonly former: readonly Placed[];
}

/** Folds what the hub knew of a dossier; any order and repetition of the facts gives the same dossier. */
export function foldDossier(code: string, facts: readonly Fact[], context: DossierContext): Dossier {
  const standing = standingFacts(facts, context.knownAt, context.agencies);
  const submissions = factsOf(standing.facts, 'DossierSubmitted');
  const submission = submissions[0];
  const filedOn = submission === undefined ? undefined : dayOfFact(submission);
  const procedureCode = submission?.event.procedureCode ?? procedureOfResults(standing.facts);
  const results = resultsOf(standing.facts, standing.former, filedOn, procedureCode, context.catalogue);
  const lifeCycle = foldLifeCycle(standing.facts);
  const procedure =
    procedureCode === undefined
      ? undefined
      : context.catalogue.procedureOn(procedureCode, filedOn ?? dayOf(standing.facts[0]?.place.at ?? 0));
  return {
    code,
    ...(procedureCode !== undefined && { procedureCode }),
    ...(procedure !== undefined && { procedure }),
    ...(filedOn !== undefined && { filedOn }),
    applicants: [...new Set(submissions.flatMap((fact) => applicantsOf(fact)))],
    ...(lifeCycle.state !== undefined && { state: lifeCycle.state }),
    ...outcomeOf(lifeCycle, results, context.trustedSources),
    conflict: isConflict(submissions, context.agencies),
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

/** Those who apply, whoever represents them; everybody named where no role says who applies. */
function applicantsOf({ event }: FactOf<'DossierSubmitted'>): string[] {
  const applying = event.concerns.filter(({ role }) => role === 'APPLICANT');
  return (applying.length > 0 ? applying : event.concerns).map(({ subjectKey }) => subjectKey);
}

function isConflict(submissions: readonly FactOf<'DossierSubmitted'>[], agencies: Agencies): boolean {
  return submissions.some((one, index) =>
    submissions.slice(index + 1).some((other) => mayConflict(one, other, agencies) && differ(one, other)),
  );
}

/** Only statements that do not replace one another: of different senders, or through the CloudEvents doors. */
function mayConflict(
  one: FactOf<'DossierSubmitted'>,
  other: FactOf<'DossierSubmitted'>,
  agencies: Agencies,
): boolean {
  const isNative = (fact: FactOf<'DossierSubmitted'>): boolean => fact.event.snapshotVersion !== null;
  if (!isNative(one) || !isNative(other)) return true;
  return !agencies.isSameOffice(
    one.event.sender ?? one.event.agency,
    other.event.sender ?? other.event.agency,
  );
}

/** A list of owners that grows is no contradiction. */
function differ(one: FactOf<'DossierSubmitted'>, other: FactOf<'DossierSubmitted'>): boolean {
  if (nationalCode(one.event.procedureCode) !== nationalCode(other.event.procedureCode)) return true;
  const left = new Set(applicantsOf(one));
  const right = new Set(applicantsOf(other));
  const contains = (outer: ReadonlySet<string>, inner: ReadonlySet<string>): boolean =>
    [...inner].every((subject) => outer.has(subject));
  return !contains(left, right) && !contains(right, left);
}
