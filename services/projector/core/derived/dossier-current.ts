/** The row of a dossier in `dossier_current`: what lists and indicators need of it. */
import type { DerivedRowOf } from '#schemas/read-models/derived-tables.ts';
import { levelOf } from '#shared/indicators/agency-level.ts';
import { lateFrom } from '#shared/indicators/late-from.ts';
import { nationalCode } from '#shared/once-only/catalogue.ts';
import type { Dossier } from '#shared/once-only/dossier.ts';
import { type TimelineEntry, viewDossier } from '#shared/once-only/dossier-view.ts';
import { type FactOf, isFactOf } from '#shared/pure/fact.ts';
import { dayOf, formatInstant, type Instant } from '#shared/pure/time.ts';
import { clockOf } from './dossier-clock.ts';
import { dossierEnd } from './dossier-end.ts';
import { dossierPapers } from './dossier-papers.ts';
import { agencyForm, type Ground } from './ground.ts';

type Row = DerivedRowOf<'dossier_current'>;

/** The row; undefined where none of the dossier's facts stands. */
export function dossierCurrent(dossier: Dossier, ground: Ground): Row | undefined {
  const [first] = dossier.facts;
  if (first === undefined) return undefined;
  const { timeline } = viewDossier(dossier);
  const submissions = dossier.facts
    .map(({ fact }) => fact)
    .filter((fact) => isFactOf(fact, 'DossierSubmitted'));
  const submission = submissions[0];
  const agency = agencyForm((submission ?? first.fact).event.agency);
  const { acceptedAt, completedAt, closedAt } = dossierEnd(dossier, timeline);
  const { supplements, ...clock } = clockOf(timeline, acceptedAt);
  const counted = acceptedAt ?? submissionInstant(dossier) ?? first.place.at;
  return {
    dossier_code: dossier.code,
    agency,
    level: levelOf(agency, ground.agencies),
    procedure_code: dossier.procedureCode === undefined ? null : nationalCode(dossier.procedureCode),
    field_code: submission?.event.fieldCode ?? null,
    field_name: submission?.event.fieldName ?? dossier.procedure?.fieldName ?? null,
    channel: submission?.event.channel ?? 'UNKNOWN',
    counted_on: dayOf(counted),
    filed_on: dossier.filedOn ?? null,
    accepted_at: text(acceptedAt),
    due_at: text(clock.dueAt),
    late_from: text(lateFrom(clock)),
    completed_at: text(completedAt),
    closed_at: text(closedAt),
    state: dossier.state ?? null,
    outcome: dossier.outcome,
    conflict: dossier.conflict,
    submissions: submissions.length,
    supplements,
    apologised_at: text(timeline.find(({ fact }) => isFactOf(fact, 'ApologyIssued'))?.at),
    ...dossierPapers(dossier),
    ...formFields(submission),
    ...fees(timeline),
    ...transfers(timeline),
    ...ratings(timeline),
    rests_on_completion: restsOnCompletion(dossier),
  };
}

function text(instant: Instant | undefined): string | null {
  return instant === undefined ? null : formatInstant(instant);
}

function submissionInstant(dossier: Dossier): Instant | undefined {
  return dossier.facts.find(({ fact }) => isFactOf(fact, 'DossierSubmitted'))?.place.at;
}

/** What the applicant declared and what was filled in beforehand are together the form. */
function formFields(submission: FactOf<'DossierSubmitted'> | undefined) {
  const prefilled = submission?.event.prefilledFields ?? 0;
  return { prefilled_fields: prefilled, form_fields: (submission?.event.declaredFields ?? 0) + prefilled };
}

function fees(timeline: readonly TimelineEntry[]) {
  const paid = timeline.map(({ fact }) => fact).filter((fact) => isFactOf(fact, 'FeePaid'));
  return {
    fees_paid: paid.length,
    fees_paid_online: paid.filter(({ event }) => event.method === 'ONLINE').length,
  };
}

function transfers(timeline: readonly TimelineEntry[]) {
  const made = timeline.map(({ fact }) => fact).filter((fact) => isFactOf(fact, 'DossierTransferred'));
  return {
    transfers: made.length,
    electronic_transfers: made.filter(({ event }) => event.form === 'ELECTRONIC').length,
  };
}

function ratings(timeline: readonly TimelineEntry[]) {
  const rated = timeline
    .map(({ fact }) => fact)
    .filter((fact) => isFactOf(fact, 'SatisfactionRated'))
    .filter(({ event }) => event.rating !== 'UNKNOWN');
  return {
    ratings: rated.length,
    satisfied: rated.filter(({ event }) => event.rating !== 'DISSATISFIED').length,
  };
}

/** Trust in the source of a bare "completed" may change how it ended. */
function restsOnCompletion({ outcome, outcomeProof }: Dossier): boolean {
  if (outcome === 'UNPROVEN') return true;
  return outcomeProof.some(
    (fact) =>
      isFactOf(fact, 'DossierCompleted') ||
      (isFactOf(fact, 'ProcessingStepRecorded') && fact.event.status === 'COMPLETED'),
  );
}
