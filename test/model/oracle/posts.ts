/** Rules 3, 12 and 19: who was in which post on which day, and the retirement decision. */
import type { HubEvent } from '#schemas/generated/events.ts';
import type { SignerStanding } from '#shared/once-only/question.ts';
import { NOTHING_STATED } from '#shared/pure/blank-paper.ts';
import type { Day } from '#shared/pure/time.ts';
import type { Standing } from './facts.ts';
import { type Successions, sameOffice } from './offices.ts';
import type { KnownPaper } from './papers.ts';
import { daysLater, rule2Day } from './time.ts';

interface Post {
  readonly unit: string;
  readonly from: Day;
  readonly to: Day;
}

const ALWAYS: Day = '0001-01-01';
const FOREVER: Day = '9999-12-31';

/** Rule 3: the day of Retired or Resigned is the first out of post; a transfer's day the first in the new one. */
function leavings(facts: readonly Standing[]): readonly { readonly unit?: string; readonly on: Day }[] {
  return facts.flatMap(({ event }) => {
    switch (event.eventName) {
      case 'Transferred':
        return [{ unit: event.fromUnit, on: event.effectiveOn }];
      case 'Retired':
      case 'Resigned':
        return [{ on: event.effectiveOn }];
      case 'CivilServantRegistered':
        return hasLeft(event) ? [{ on: event.statusFrom }] : [];
      default:
        return [];
    }
  });
}

type Header = Extract<HubEvent, { eventName: 'CivilServantRegistered' }>;

/** Formats 7: a record says by its status that its person retired or resigned, and when. */
function hasLeft(event: Header): event is Header & { readonly statusFrom: Day } {
  return event.statusFrom !== null && (event.status === 'RETIRED' || event.status === 'RESIGNED');
}

/** Rule 19 and decision 8: posts come from appointments and transfers; leave changes nothing. */
function rule19Posts(facts: readonly Standing[], offices: Successions): readonly Post[] {
  const begun = facts.flatMap(({ event }): Post[] => {
    if (event.eventName === 'Appointed') {
      return [{ unit: event.unit, from: event.startsOn, to: event.endsOn ?? FOREVER }];
    }
    if (event.eventName !== 'Transferred' || event.toUnit === null) return [];
    return [{ unit: event.toUnit, from: event.effectiveOn, to: FOREVER }];
  });
  const left = facts.flatMap(({ event }): Post[] => {
    if (event.eventName !== 'Transferred') return [];
    const { fromUnit, effectiveOn } = event;
    const isAlone = !begun.some(
      ({ unit, from }) => sameOffice(unit, fromUnit, offices) && from < effectiveOn,
    );
    return isAlone ? [{ unit: fromUnit, from: ALWAYS, to: FOREVER }] : [];
  });
  return [...begun, ...left].map((post) => {
    const ends = leavings(facts)
      .filter(
        ({ unit, on }) => on > post.from && (unit === undefined || sameOffice(unit, post.unit, offices)),
      )
      .map(({ on }) => daysLater(on, -1));
    return { ...post, to: [post.to, ...ends].sort()[0] ?? post.to };
  });
}

/** Rule 19: IN_POST, NOT_IN_POST or UNKNOWN. */
export function rule19Standing(
  facts: readonly Standing[],
  code: string | undefined,
  issuer: string | undefined,
  day: Day | undefined,
  offices: Successions,
): SignerStanding {
  const record = facts.filter(
    ({ topic, key, event }) =>
      topic === 'gov.civil-servants.record.v1' && key === code && event.eventName !== 'SnapshotStated',
  );
  if (record.length === 0 || day === undefined || issuer === undefined) return 'UNKNOWN';
  const isThere = rule19Posts(record, offices).some(
    ({ unit, from, to }) => from <= day && day <= to && sameOffice(unit, issuer, offices),
  );
  return isThere ? 'IN_POST' : 'NOT_IN_POST';
}

/** The day of signing, in Vietnam. */
export function signingDay({ paper, issuedOn }: KnownPaper): Day {
  return paper.signedAt === null ? issuedOn : rule2Day(paper.signedAt);
}

/** Rule 12: `Retired` with its day is the RETIREMENT_DECISION of the person of the record. */
export function retirementPapers(records: readonly Standing[]): readonly KnownPaper[] {
  return records.flatMap((each): KnownPaper[] => {
    const { key, event } = each;
    const retired = retirementOf(event);
    if (retired === undefined || isSaidBetter(each, retired, records)) return [];
    const persons = records
      .filter((other) => other.key === key)
      .flatMap((other) => other.event.concerns.map(({ subjectKey }) => subjectKey));
    return [
      {
        origin: 'RECORD',
        kind: 'RETIREMENT_DECISION',
        paper: { ...NOTHING_STATED, number: retired.number },
        issuer: event.agency,
        issuedOn: retired.on,
        validTo: undefined,
        concerns: [...new Set(persons)].map((subjectKey) => ({ subjectKey, role: 'HOLDER' })),
        stated: [event],
        dossierCode: undefined,
        aggregateKey: key,
        matchNumber: retired.number,
        unsettled: [],
        counts: true,
      },
    ];
  });
}

/** One record's retirement of one day is one decision: the last word with a number, else the last word. */
function isSaidBetter(each: Standing, { on, number }: Retirement, records: readonly Standing[]): boolean {
  return records.some((other, nth) => {
    const said = other.key === each.key ? retirementOf(other.event) : undefined;
    if (other === each || said?.on !== on) return false;
    return (said.number === null) === (number === null) ? nth > records.indexOf(each) : number === null;
  });
}

interface Retirement {
  readonly on: Day;
  readonly number: string | null;
}

function retirementOf(event: HubEvent): Retirement | undefined {
  if (event.eventName === 'Retired') return { on: event.effectiveOn, number: event.number };
  if (event.eventName !== 'CivilServantRegistered' || event.status !== 'RETIRED') return undefined;
  return hasLeft(event) ? { on: event.statusFrom, number: null } : undefined;
}
