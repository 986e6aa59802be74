/** What is asked about a village: pre-checks of every procedure with persons in their roles, and papers of persons. */
import type { HubEvent, ProcedurePublishedData, Role } from '#schemas/generated/events.ts';
import type { Question } from '#shared/once-only/question.ts';
import { addDays, addMonths, type Day, type Instant } from '#shared/pure/time.ts';
import { MODEL_CATALOGUE } from '../catalogue.ts';
import type { Asked } from '../told.ts';
import type { Person, Village } from './village.ts';

export const EVER: Instant = Number.POSITIVE_INFINITY;

/** Mostly everything; else as known when something was recorded, or just before. */
function knownAt(village: Village): Instant {
  if (village.sometimes(0.55)) return EVER;
  const { recordedAt } = village.chance.pick(village.stated).fact.event;
  return recordedAt - village.chance.pick([0, 0, 1]);
}

/** A day on which something happened, ran out or is about to. */
function askedDay(village: Village, lastDay?: Day, processingDays = 0): Day {
  const dice = village.chance.next();
  if (lastDay !== undefined && dice < 0.4) {
    return addDays(
      lastDay,
      village.chance.pick([-processingDays, -processingDays, 1 - processingDays, 0, 1]),
    );
  }
  if (dice < 0.55) return addDays('2026-10-01', village.chance.below(30));
  if (dice < 0.8) return village.border();
  const day = village.day();
  return village.sometimes(0.5) ? addMonths(day, 6) : addDays(day, village.chance.pick([5, 10, 60]));
}

function rolesOf({ papers }: ProcedurePublishedData): readonly Role[] {
  const about = papers.flatMap(({ aboutRole }) =>
    aboutRole === 'PARENTS' ? ['FATHER', 'MOTHER'] : [aboutRole],
  );
  return [...new Set(about)].filter((role): role is Role => role !== 'APPLICANT');
}

/** The number by which somebody asks: sometimes the old one. */
function identifier(village: Village, person: Person): Person {
  return village.sometimes(0.1) ? (village.oldIds.get(person) ?? person) : person;
}

/** Something to ask about: a paper that was stated, or nothing in particular. */
interface Aim {
  readonly kind: string | undefined;
  readonly persons: readonly Person[];
  readonly object: { readonly type: string; readonly key: string } | undefined;
  readonly lastDay?: Day;
}

function aimAt(village: Village): Aim {
  const aims = village.stated.flatMap(({ fact: { event } }): Aim[] => {
    const kind = kindStated(event);
    if (kind === undefined) return [];
    const persons = village.people.filter(({ key }) =>
      event.concerns.some(({ subjectKey }) => subjectKey === key),
    );
    const paper = 'paper' in event && 'object' in event.paper ? event.paper : undefined;
    const issuedOn = paper?.issuedOn ?? undefined;
    const lastDay = paper?.validTo ?? (issuedOn === undefined ? undefined : addMonths(issuedOn, 6));
    const object = paper?.object ?? undefined;
    return [{ kind, persons, object, ...(lastDay !== undefined && { lastDay }) }];
  });
  const nothing = { kind: undefined, persons: [], object: undefined };
  return aims.length === 0 || village.sometimes(0.15) ? nothing : village.chance.pick(aims);
}

function kindStated(event: HubEvent): string | undefined {
  switch (event.eventName) {
    case 'ElectronicCopyCertified':
      return event.copied.paperKind;
    case 'ResultIssued':
    case 'PaperShared':
      return event.paper.paperKind ?? kindOfResult(event.paper.resultCode);
    case 'ComponentSubmitted':
      return event.paper.paperKind ?? undefined;
    case 'Retired':
      return 'RETIREMENT_DECISION';
    default:
      return undefined;
  }
}

function kindOfResult(resultCode: string | null): string | undefined {
  const types = MODEL_CATALOGUE.procedures.flatMap(({ yields }) => yields);
  return types.find((type) => type.resultCode === resultCode)?.paperKind ?? undefined;
}

function preCheck(village: Village): Question {
  const { chance } = village;
  const { kind, persons, object, lastDay } = aimAt(village);
  const asking = MODEL_CATALOGUE.procedures.filter(
    ({ papers, avoidableBy }) =>
      kind === undefined ||
      avoidableBy.includes(kind) ||
      papers.some(({ satisfiedBy }) => satisfiedBy.includes(kind)),
  );
  const procedure = chance.pick(asking.length === 0 ? MODEL_CATALOGUE.procedures : asking);
  const [somebody = village.firm, ...others] = chance.shuffle(village.people);
  const about = persons.length === 0 ? [somebody] : persons;
  const applicant = village.sometimes(0.6) ? chance.pick(about) : somebody;
  const anybody = (): Person =>
    village.sometimes(0.7) ? chance.pick(about) : chance.pick([applicant, somebody, ...others]);
  const roles = rolesOf(procedure).filter(() => village.sometimes(0.97));
  const parcel = { type: chance.pick(['PARCEL', 'VEHICLE']), key: chance.pick(village.parcels) };
  const asks: (readonly [Role, Person])[] = [
    ['APPLICANT', village.sometimes(0.06) ? village.firm : applicant],
    ...roles.map((role) => [role, anybody()] as const),
  ];
  if (roles.includes('CHILD') && village.sometimes(0.15)) asks.push(['CHILD', anybody()]);
  return {
    procedureCode: procedure.procedureCode,
    subjects: asks.map(([role, person]) => ({ role, subjectKey: identifier(village, person).key })),
    on: askedDay(village, lastDay, procedure.processingDays),
    knownAt: knownAt(village),
    applies: village.sometimes(0.3)
      ? procedure.papers.map(({ ordinal }) => ordinal).filter(() => village.sometimes(0.5))
      : [],
    ...(village.sometimes(0.6) && { object: village.sometimes(0.7) ? (object ?? parcel) : parcel }),
    ...(village.sometimes(0.25) && { legalBasis: 'Điều 7' }),
  };
}

/** So many questions. */
export function questions(village: Village, count: number): readonly Asked[] {
  return Array.from({ length: count }, (): Asked => {
    if (village.sometimes(0.65)) return { kind: 'PRE_CHECK', question: preCheck(village) };
    const { key } = village.sometimes(0.9) ? identifier(village, village.person()) : village.firm;
    return { kind: 'PAPERS', subjectKey: key, on: askedDay(village), knownAt: knownAt(village) };
  });
}
