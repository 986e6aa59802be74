/** Rules 9 to 11: how a dossier ended, which results grant, and whether two submissions conflict. */
import type { DossierStatus, HubEvent } from '#schemas/generated/events.ts';
import type { Day } from '#shared/pure/time.ts';
import type { CatalogueData } from '../told.ts';
import { rule10Listed, versionOn } from './catalogue.ts';
import { type Decided, rule11Conflict, rule11SetAside, rule11Standing } from './decisions.ts';
import type { Standing } from './facts.ts';
import type { Successions } from './offices.ts';
import { compareParts, happenedAt, rule2Day } from './time.ts';

export type Outcome = 'OPEN' | 'SUCCESS' | 'UNPROVEN' | 'ENDED' | 'ONLY_REFUSED';

const STATUS: Partial<Record<HubEvent['eventName'], DossierStatus | 'REOPENED'>> = {
  DossierSubmitted: 'REGISTERED',
  DossierAccepted: 'ACCEPTED',
  DossierRefused: 'REFUSED',
  SupplementRequested: 'SUPPLEMENT_REQUESTED',
  DossierWithdrawn: 'WITHDRAWN',
  DossierStopped: 'STOPPED',
  DossierCompleted: 'COMPLETED',
  ResultReturned: 'RESULT_RETURNED',
  DossierReopened: 'REOPENED',
};

interface Step {
  readonly status: string;
  readonly fact: Standing;
}

/** The facts that say where the dossier stands, in order; formats 5: a progress row's status counts. */
export function lifeCycle(facts: readonly Standing[]): readonly Step[] {
  return facts.flatMap((fact) => {
    const { event } = fact;
    const status = event.eventName === 'ProcessingStepRecorded' ? event.status : STATUS[event.eventName];
    return status === undefined || status === 'UNKNOWN' ? [] : [{ status, fact }];
  });
}

export type Result = Standing & { readonly event: Extract<HubEvent, { eventName: 'ResultIssued' }> };
export type Component = Standing & { readonly event: Extract<HubEvent, { eventName: 'ComponentSubmitted' }> };
export type Submission = Standing & { readonly event: Extract<HubEvent, { eventName: 'DossierSubmitted' }> };

/** A dossier as far as it is known: what stands, and every file that was ever submitted in it. */
export interface DossierFacts {
  readonly code: string;
  readonly facts: readonly Standing[];
  readonly everSubmitted: readonly { readonly sha256: string | null; readonly ref: string | null }[];
  readonly application: Application;
}

/** Who applied for what, as far as it stands (rule 11). */
export interface Application {
  /** The first submission that stands; where a decision leaves none, the first of all. */
  readonly first: Submission | undefined;
  readonly procedureCode: string | undefined;
  readonly conflict: boolean;
  readonly setAside: readonly string[];
}

/** Rule 11, from the submissions of a dossier and what was decided about it. */
export function rule11Application(
  facts: readonly Standing[],
  decided: Decided,
  offices: Successions,
): Application {
  const submissions = facts.filter(isSubmission);
  const standing = rule11Standing(submissions, decided);
  const first = standing[0] ?? submissions[0];
  return {
    first,
    procedureCode: decided.procedureCode ?? first?.event.procedureCode,
    conflict: rule11Conflict(standing, offices),
    setAside: rule11SetAside(submissions, standing, decided),
  };
}

export function isResult(fact: Standing): fact is Result {
  return fact.event.eventName === 'ResultIssued';
}

export function isComponent(fact: Standing): fact is Component {
  return fact.event.eventName === 'ComponentSubmitted';
}

export function isSubmission(fact: Standing): fact is Submission {
  return fact.event.eventName === 'DossierSubmitted';
}

/** Formats 8: the catalogue of the day of filing; unfiled as yet, of the day of the first thing known. */
export function filingDay({ facts, application }: DossierFacts): Day {
  const filed = application.first ?? facts[0];
  return filed === undefined ? '9999-12-31' : rule2Day(happenedAt(filed.event));
}

/** Formats 8: the day by which a result's code is read; of a dossier not filed yet, the result's own. */
export function listingDay(event: Result['event'], { application }: DossierFacts): Day {
  const { first: filed } = application;
  if (filed !== undefined) return rule2Day(happenedAt(filed.event));
  return event.paper.issuedOn ?? rule2Day(happenedAt(event));
}

/** Rule 10: a result whose file was ever a submitted one is no result. */
export function rule10IsSubmittedFile({ event }: Result, { everSubmitted }: DossierFacts): boolean {
  const { fileSha256, fileRef } = event.paper;
  return everSubmitted.some(
    ({ sha256, ref }) =>
      (fileSha256 !== null && sha256 === fileSha256) || (fileRef !== null && ref === fileRef),
  );
}

/** Rules 9 and 10: listed with effect GRANTS, and its file is not a submitted one. */
export function rule10Grants(result: Result, dossier: DossierFacts, catalogue: CatalogueData): boolean {
  const listed = rule10Listed(catalogue, result.event.paper.resultCode, listingDay(result.event, dossier));
  return listed?.effect === 'GRANTS' && !rule10IsSubmittedFile(result, dossier);
}

function rule9OnlyRefusals(dossier: DossierFacts, catalogue: CatalogueData): boolean {
  const results = dossier.facts.filter(isResult);
  return (
    results.length > 0 &&
    results.every(
      ({ event }) =>
        rule10Listed(catalogue, event.paper.resultCode, listingDay(event, dossier))?.effect === 'REFUSES',
    )
  );
}

/** Rule 9, in its own order; decision 6: what came before the last reopening does not count for 9 and 10. */
export function rule9Outcome(
  dossier: DossierFacts,
  catalogue: CatalogueData,
  trusted: (source: string) => boolean,
): Outcome {
  const steps = lifeCycle(dossier.facts);
  const latest = steps.at(-1)?.status;
  if (latest !== undefined && ['REFUSED', 'WITHDRAWN', 'STOPPED', 'REOPENED'].includes(latest))
    return 'ENDED';
  if (dossier.facts.filter(isResult).some((result) => rule10Grants(result, dossier, catalogue))) {
    return 'SUCCESS';
  }
  const reopened = steps.findLast(({ status }) => status === 'REOPENED')?.fact.place;
  const since = steps.filter(({ fact }) => reopened === undefined || compareParts(fact.place, reopened) > 0);
  const onlyRefusals = rule9OnlyRefusals(dossier, catalogue);
  if (since.some(({ status }) => status === 'RESULT_RETURNED'))
    return onlyRefusals ? 'ONLY_REFUSED' : 'SUCCESS';
  const completed = since.filter(({ status }) => status === 'COMPLETED');
  if (completed.length === 0) return 'OPEN';
  if (onlyRefusals) return 'ONLY_REFUSED';
  return completed.some(({ fact }) => trusted(fact.event.source)) ? 'SUCCESS' : 'UNPROVEN';
}

/** As decided, else as first filed, else as its first result says. */
function procedureOf({ facts, application }: DossierFacts): string | undefined {
  const issued = facts.filter(isResult).map(({ event }) => event.procedureCode);
  return application.procedureCode ?? issued.find((code) => code !== null);
}

/** Rule 13: which role an owner in the role APPLICANT has; decision 5: an unknown procedure leaves it. */
export function rule13ApplicantRole(dossier: DossierFacts, catalogue: CatalogueData): string {
  const code = procedureOf(dossier);
  if (code === undefined) return 'APPLICANT';
  return versionOn(catalogue, code, filingDay(dossier))?.applicantRole ?? 'APPLICANT';
}
