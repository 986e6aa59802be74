/** A civil servant's record as the portal shows it: as it stands on a day (contract.md 3). */
import { type Post, postsOf } from '#shared/once-only/civil-servant.ts';
import type { Placed } from '#shared/once-only/order.ts';
import { standingFacts } from '#shared/once-only/standing.ts';
import type { World } from '#shared/once-only/world.ts';
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import { type Freshness, viewFreshness } from '#shared/pure/freshness.ts';
import type { Day, Instant } from '#shared/pure/time.ts';
import type { SealedValue } from './sealed-values.ts';
import { viewProof } from './shown-paper.ts';

export interface CivilServantRecord {
  readonly code: string;
  /** All that stands, in order. */
  readonly standing: readonly Placed[];
  readonly posts: readonly Post[];
}

/** What is known of a civil servant by then; undefined if nothing is. */
export function civilServantRecord(
  code: string,
  { civilServants, agencies }: World,
  knownAt: Instant,
): CivilServantRecord | undefined {
  const facts = civilServants.get(code) ?? [];
  const standing = standingFacts(facts, knownAt, agencies).facts;
  return standing.length === 0 ? undefined : { code, standing, posts: postsOf(facts, knownAt, agencies) };
}

/** Where the name stands sealed: in the last header. */
export function nameOf(record: CivilServantRecord): readonly SealedValue[] {
  const header = headerOf(record);
  const [holder] = header?.event.concerns ?? [];
  return header === undefined || holder === undefined
    ? []
    : [{ event: header.event, keyOwner: holder.subjectKey, personalField: 'name' }];
}

/** The record and the positions on a day; posts, leave, rank and contracts of other days are left out. */
export function answerCivilServant(
  record: CivilServantRecord,
  on: Day,
  name: string | undefined,
  freshness: Freshness,
) {
  const facts = record.standing.map(({ fact }) => fact);
  const header = headerOf(record)?.event;
  const salary = facts
    .filter((fact) => isFactOf(fact, 'SalaryStepRaised', 'RankChanged'))
    .filter(({ event }) => event.startsOn <= on)
    .toSorted((left, right) => (left.event.startsOn < right.event.startsOn ? -1 : 1))
    .at(-1);
  return {
    code: record.code,
    on,
    ...(name !== undefined && { name }),
    ...(header !== undefined && answerHeader(header)),
    posts: record.posts.filter((post) => isOn(post.from, post.to, on)).map(answerPost),
    leaves: leavesOn(facts, on),
    ...(salary !== undefined && { salary: answerSalary(salary) }),
    contracts: facts
      .filter((fact) => isFactOf(fact, 'ContractStated'))
      .filter(({ event }) => isOn(event.startsOn, event.endsOn, on))
      .map((fact) => ({
        kind: fact.event.contractKind,
        ...withoutNulls({ number: fact.event.number, to: fact.event.endsOn }),
        from: fact.event.startsOn,
        proof: proofOf(fact),
      })),
    qualifications: facts
      .filter((fact) => isFactOf(fact, 'QualificationAdded'))
      .map((fact) => {
        const { level, field, institution, year } = fact.event;
        return { level, ...withoutNulls({ field, institution, year }), proof: proofOf(fact) };
      }),
    certificates: facts
      .filter((fact) => isFactOf(fact, 'TrainingCompleted'))
      .filter(({ event }) => event.issuedOn === null || event.issuedOn <= on)
      .map((fact) => {
        const { certificateKind, certificateName, issuedOn } = fact.event;
        return {
          kind: certificateKind,
          ...withoutNulls({ name: certificateName, issuedOn }),
          proof: proofOf(fact),
        };
      }),
    ...viewFreshness(freshness),
  };
}

function headerOf({ standing }: CivilServantRecord): FactOf<'CivilServantRegistered'> | undefined {
  return standing.map(({ fact }) => fact).findLast((fact) => isFactOf(fact, 'CivilServantRegistered'));
}

function answerHeader(header: FactOf<'CivilServantRegistered'>['event']) {
  const { kind, unit, position, recruitedOn, status, statusFrom } = header;
  return { kind, status, ...withoutNulls({ unit, position, recruitedOn, statusFrom }) };
}

function answerPost({ agency, title, from, to, fact }: Post) {
  return {
    agencyCode: agency,
    ...(title !== undefined && { title }),
    from,
    ...(to !== undefined && { to }),
    proof: proofOf(fact),
  };
}

function answerSalary(fact: FactOf<'SalaryStepRaised' | 'RankChanged'>) {
  const { rank, step, coefficient, startsOn } = fact.event;
  return { rank, ...withoutNulls({ step, coefficient }), from: startsOn, proof: proofOf(fact) };
}

/** A leave that an ending closes lasts to that day; the day after it is back at work. */
function leavesOn(facts: readonly Fact[], on: Day) {
  const ended = facts.filter((fact) => isFactOf(fact, 'LeaveEnded'));
  return facts
    .filter((fact) => isFactOf(fact, 'LeaveStarted'))
    .flatMap((fact) => {
      const { leaveKind, startsOn, endsOn } = fact.event;
      const closed = ended.find(({ event }) => event.leaveKind === leaveKind && event.endsOn >= startsOn);
      const to = closed?.event.endsOn ?? endsOn;
      if (!isOn(startsOn, to, on)) return [];
      return [{ kind: leaveKind, from: startsOn, ...withoutNulls({ to }), proof: proofOf(fact) }];
    });
}

function isOn(from: Day, to: Day | null | undefined, on: Day): boolean {
  return from <= on && (to == null || on <= to);
}

function proofOf({ event, position }: Fact) {
  return viewProof({ ...event, eventId: event.id, position });
}

function withoutNulls(value: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}
