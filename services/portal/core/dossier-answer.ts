/** A dossier as the portal shows it (contract.md 3): every statement with the event that makes it. */
import type { Paper } from '#schemas/generated/events.ts';
import type { DossierView, TimelineEntry } from '#shared/once-only/dossier-view.ts';
import { type Fact, type FactOf, formatPosition } from '#shared/pure/fact.ts';
import { type Freshness, viewFreshness } from '#shared/pure/freshness.ts';
import { formatInstant, type Instant } from '#shared/pure/time.ts';
import type { SealedValue } from './sealed-values.ts';
import { viewProof } from './shown-paper.ts';

/** A person or body of the dossier, named as far as the hub can name them. */
export interface Party {
  readonly role: 'APPLICANT';
  readonly name: string | undefined;
}

/** Where the applicants' names stand sealed: in the newest submission about each, none for one without. */
export function submissionsOf({ applicants, timeline }: DossierView): readonly SealedValue[] {
  return applicants.flatMap((keyOwner) => {
    const submission = timeline.findLast(
      ({ eventName, fact }) =>
        eventName === 'DossierSubmitted' && fact.event.sealed.some((part) => part.keyOwner === keyOwner),
    );
    return submission === undefined
      ? []
      : [{ event: submission.fact.event, keyOwner, personalField: 'name' }];
  });
}

/** The whole document. `deadLetterOpen`: something came for the dossier that nobody could read yet. */
export function answerDossier(
  dossier: DossierView,
  parties: readonly Party[],
  deadLetterOpen: boolean,
  freshness: Freshness,
) {
  const {
    applicants: _keys,
    dueAt,
    components,
    results,
    fees,
    supplements,
    supplementsReceived,
    transfers,
    rests,
    restsBy,
    apologies,
    ratings,
    remarks,
    steps,
    timeline,
    ...rest
  } = dossier;
  return {
    ...rest,
    deadLetterOpen,
    ...(dueAt !== undefined && { dueAt: formatInstant(dueAt) }),
    parties: parties.map(({ role, name }) => ({ role, ...(name !== undefined && { name }) })),
    components: components.map(answerComponent),
    results: results.map((fact) => ({ ...answerStated(fact.event.paper), ...provedBy(fact) })),
    fees: fees.map(answerFee),
    supplements: supplements.map(answerSupplement),
    supplementsReceived: supplementsReceived.map((fact) => ({
      ...withoutNulls({ supplementId: fact.event.supplementId }),
      ...provedBy(fact),
    })),
    transfers: transfers.map(answerTransfer),
    rests: rests.map(answerRest),
    ...(restsBy !== undefined && { suspended: answerRest(restsBy) }),
    apologies: apologies.map(answerApology),
    ratings: ratings.map((fact) => ({ rating: fact.event.rating, ...provedBy(fact) })),
    remarks: remarks.map(answerRemark),
    steps: steps.map(answerStep),
    timeline: timeline.map(answerEntry),
    documents: [...new Set(results.flatMap((fact) => fact.event.paper.documentKey ?? []))],
    ...viewFreshness(freshness),
  };
}

function provedBy({ event, position }: Fact) {
  return { at: formatInstant(event.occurredAt), proof: viewProof({ ...event, eventId: event.id, position }) };
}

/** What was stated of a paper, without what was left open; the file itself is never named. */
function answerStated({ fileRef: _fileRef, ...paper }: Paper) {
  return withoutNulls({ ...paper, signedAt: instantText(paper.signedAt) });
}

function answerComponent(fact: FactOf<'ComponentSubmitted'>) {
  const { paper, componentKey, form, digitised, reuse } = fact.event;
  return { componentKey, form, digitised, reuse, ...answerStated(paper), ...provedBy(fact) };
}

function answerFee(fact: FactOf<'FeeRequested' | 'FeePaid'>) {
  const { event } = fact;
  const kind = event.eventName === 'FeePaid' ? 'PAID' : 'REQUESTED';
  const name = event.eventName === 'FeeRequested' ? event.feeName : null;
  return { kind, amount: event.amount, ...withoutNulls({ feeCode: event.feeCode, name }), ...provedBy(fact) };
}

function answerSupplement(fact: FactOf<'SupplementRequested'>) {
  const { supplementId, papers, dueAtBefore, dueAtAfter } = fact.event;
  return {
    ...withoutNulls({
      supplementId,
      dueAtBefore: instantText(dueAtBefore),
      dueAtAfter: instantText(dueAtAfter),
    }),
    papers: papers.map(withoutNulls),
    ...provedBy(fact),
  };
}

function answerTransfer(fact: FactOf<'DossierTransferred'>) {
  const { from, to, form } = fact.event;
  return { from, to, form, ...provedBy(fact) };
}

function answerRest(fact: FactOf<'ProcessingSuspended' | 'ProcessingResumed'>) {
  const { event } = fact;
  return event.eventName === 'ProcessingSuspended'
    ? { kind: 'SUSPENDED', ...withoutNulls({ until: event.until }), ...provedBy(fact) }
    : { kind: 'RESUMED', ...provedBy(fact) };
}

function answerApology(fact: FactOf<'ApologyIssued'>) {
  const { number, newDueAt } = fact.event;
  return { ...withoutNulls({ number, newDueAt: instantText(newDueAt) }), ...provedBy(fact) };
}

const REMARKS = { PaperVerified: 'VERIFIED', PaperDisputed: 'DISPUTED', ResultRevoked: 'REVOKED' } as const;

function answerRemark(fact: FactOf<keyof typeof REMARKS>) {
  const { source, id, number, resultCode } = fact.event.paper;
  return {
    kind: REMARKS[fact.event.eventName],
    paper: withoutNulls({ source, id, number, resultCode }),
    ...provedBy(fact),
  };
}

function answerStep(fact: FactOf<'ProcessingStepRecorded'>) {
  const { status, unitName, startedAt, dueAt } = fact.event;
  return {
    status,
    ...withoutNulls({ unitName, startedAt: instantText(startedAt), dueAt: instantText(dueAt) }),
    ...provedBy(fact),
  };
}

function answerEntry({ at, eventName, status, fact }: TimelineEntry) {
  const { id, source, type } = fact.event;
  return {
    at: formatInstant(at),
    eventName,
    ...(status !== undefined && { status }),
    eventId: id,
    source,
    type,
    position: formatPosition(fact.position),
  };
}

function instantText(instant: Instant | null): string | null {
  return instant === null ? null : formatInstant(instant);
}

/** Absent members instead of nulls: what nobody said is not there. */
function withoutNulls(value: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}
