/**
 * What goes wrong: corrections, retractions and retractions of these, ids used again, copies stamped anew, clocks from
 * the future, disputes, revocations, second submissions, letters that nobody could read.
 */
import type { EventType, HubEvent, Paper, PaperReference } from '#schemas/generated/events.ts';
import { addDays, type Day } from '#shared/pure/time.ts';
import type { Stated } from '../told.ts';
import { tellSubmission } from './events.ts';
import type { Offices } from './offices.ts';
import { factOf } from './stated.ts';
import type { Village } from './village.ts';

type Trouble = (village: Village, offices: Offices) => void;

/** The type of an event that exists in several streams, for the stream of a target. */
function typeLike(target: HubEvent, name: string): EventType {
  const type = `vn.gov.${target.type.split('.')[2] ?? ''}.${name}.v1`;
  assertType(type);
  return type;
}

function assertType(_type: string): asserts _type is EventType {}

function anyOf(village: Village, isWanted: (event: HubEvent) => boolean): Stated | undefined {
  const found = village.stated.filter(({ fact }) => isWanted(fact.event));
  return found.length === 0 ? undefined : village.chance.pick(found);
}

function paperOf(event: HubEvent): Paper | undefined {
  return 'paper' in event && 'signatureStatus' in event.paper ? event.paper : undefined;
}

const isSingle = ({ topic }: Stated): boolean =>
  topic.startsWith('gov.one-stop-shop') || topic.startsWith('gov.shared');

/** By whom something is said of a fact: its agency, its kin, or a stranger. */
function speaker(village: Village, { all, successors }: Offices, agency: string): string {
  return village.chance.pick([
    agency,
    agency,
    agency,
    successors.get(agency) ?? agency,
    village.chance.pick(all),
  ]);
}

const REMARKS = [
  ['PaperDisputed', 'paper-disputed'],
  ['PaperDisputed', 'paper-disputed'],
  ['PaperVerified', 'paper-verified'],
  ['ResultRevoked', 'result-revoked'],
] as const;

/** A dispute, a verification or a revocation, by the paper's event or by its number. */
const remark: Trouble = (village, { all }) => {
  const target = anyOf(village, (event) => paperOf(event) !== undefined);
  if (target === undefined || !isSingle(target)) return;
  const { event } = target.fact;
  const paper = paperOf(event);
  const isNumbered = paper?.number != null && paper.resultCode !== null && village.sometimes(0.4);
  const reference: PaperReference = isNumbered
    ? { source: null, id: null, number: paper.number, resultCode: paper.resultCode }
    : { source: event.source, id: event.id, number: null, resultCode: null };
  const on = village.sometimes(0.5) ? village.day() : village.border();
  village.borders.push(on);
  const isShared = event.eventName === 'PaperShared';
  const named = village.people.filter(({ key }) =>
    event.concerns.some(({ subjectKey }) => subjectKey === key),
  );
  if (isShared && named.length === 0) return;
  const said = (what: (typeof REMARKS)[number], day: Day): void => {
    village.tell(what[0], {
      type: typeLike(event, what[1]),
      ...(isShared ? { concerns: [[village.chance.pick(named), 'UNKNOWN']] } : { key: target.key }),
      agency: village.chance.pick(all),
      at: village.moment(day),
      data: { paper: reference },
    });
  };
  said(village.chance.pick(REMARKS), on);
  if (village.sometimes(0.4))
    said(village.chance.pick(REMARKS), addDays(on, village.chance.pick([0, 1, 20])));
};

function correctedPaper(village: Village, paper: Paper): Paper {
  switch (village.chance.below(5)) {
    case 0:
      return { ...paper, number: village.code('COR ') };
    case 1:
      return { ...paper, validTo: village.day() };
    case 2:
      return { ...paper, issuedOn: village.day() };
    case 3:
      return {
        ...paper,
        object: paper.object === null ? null : { ...paper.object, key: village.chance.pick(village.parcels) },
      };
    default:
      return { ...paper, signer: null };
  }
}

function correctedEvent(village: Village, event: HubEvent): HubEvent {
  const [someone] = village.people;
  const swapped = event.concerns.map((each, nth) =>
    nth === 0 && someone !== undefined ? { ...each, subjectKey: someone.key } : each,
  );
  if (event.concerns.length > 0 && village.sometimes(0.3)) return { ...event, concerns: swapped };
  switch (event.eventName) {
    case 'ResultIssued':
    case 'PaperShared':
    case 'ComponentSubmitted':
    case 'ElectronicCopyCertified':
      return { ...event, paper: correctedPaper(village, event.paper) };
    case 'Appointed':
      return { ...event, endsOn: village.sometimes(0.5) ? village.day() : null };
    case 'Retired':
      return { ...event, effectiveOn: village.day() };
    case 'DossierSubmitted':
      return { ...event, procedureCode: village.chance.pick(['1.000894', '1.001193', '1.013225']) };
    default:
      return { ...event, occurredAt: event.occurredAt + 1 };
  }
}

const ABOUT_FACTS = new Set([
  'FactCorrected',
  'FactRetracted',
  'SnapshotStated',
  'AgencySucceeded',
  'AgencyRegistered',
]);

const correction: Trouble = (village, offices) => {
  const target = anyOf(village, ({ eventName }) => !ABOUT_FACTS.has(eventName));
  if (target === undefined || target.topic === 'gov.hub.subject.v1') return;
  const { event } = target.fact;
  for (let count = village.sometimes(0.3) ? 2 : 1; count > 0; count -= 1) {
    const changed = correctedEvent(village, event);
    const { fact } = {
      fact: factOf({ ...changed, bodyHash: village.hubKey.bodyHash([village.code('b'), count]) }),
    };
    village.tell('FactCorrected', {
      topic: target.topic,
      type: typeLike(event, 'fact-corrected'),
      key: target.key,
      agency: speaker(village, offices, event.agency),
      at: village.moment(),
      data: { target: { source: event.source, id: event.id }, factType: event.type, fact: Buffer.alloc(0) },
      replacement: fact.event,
    });
  }
};

function retract(village: Village, offices: Offices, { topic, key, fact: { event } }: Stated): Stated {
  return village.tell('FactRetracted', {
    topic,
    type: typeLike(event, 'fact-retracted'),
    key,
    agency: speaker(village, offices, event.agency),
    at: village.moment(),
    data: { target: { source: event.source, id: event.id }, factType: event.type },
  });
}

/** A retraction; sometimes of a retraction or of a correction, and sometimes taken back. */
const retraction: Trouble = (village, offices) => {
  const target = anyOf(village, ({ eventName }) => eventName !== 'AgencySucceeded');
  if (target === undefined) return;
  const first = retract(village, offices, target);
  if (village.sometimes(0.6)) {
    const second = retract(village, offices, first);
    if (village.sometimes(0.3)) retract(village, offices, second);
  }
};

/** The same message again, stamped anew: same id and body, other times. */
const copy: Trouble = (village) => {
  const target = anyOf(village, ({ eventName }) => eventName !== 'SnapshotStated');
  if (target === undefined) return;
  const { event, replacement } = target.fact;
  const recordedAt = event.recordedAt + village.chance.pick([-86_400_000, 0, 1, 86_400_000]);
  const occurredAt =
    event.snapshotVersion === null
      ? event.occurredAt + village.chance.pick([0, 3_600_000])
      : event.occurredAt;
  const { snapshotVersion } = event;
  const again = {
    ...event,
    occurredAt,
    recordedAt,
    snapshotVersion: snapshotVersion === null ? null : { ...snapshotVersion, recordedAt },
  };
  village.stated.push({ ...target, fact: factOf(again, replacement) });
};

/** An id used again for something else. */
const reuse: Trouble = (village) => {
  const target = anyOf(village, ({ eventName, door }) => door === 'events' && !ABOUT_FACTS.has(eventName));
  if (target === undefined) return;
  const { event } = target.fact;
  const changed = correctedEvent(village, event);
  const recordedAt = event.recordedAt + village.chance.pick([-86_400_000, 1, 86_400_000]);
  const bodyHash = village.hubKey.bodyHash([village.code('b')]);
  village.stated.push({ ...target, fact: factOf({ ...changed, recordedAt, bodyHash }) });
};

/** A clock that says 2099. */
const future: Trouble = (village) => {
  const target = anyOf(village, ({ eventName, door }) => door === 'events' && !ABOUT_FACTS.has(eventName));
  if (target === undefined) return;
  const { event, replacement } = target.fact;
  const at = village.stated.indexOf(target);
  const occurredAt = Date.UTC(2099, 0, 1);
  village.stated[at] = { ...target, fact: factOf({ ...event, occurredAt }, replacement) };
};

/** A second submission of one dossier: another owner, another procedure, a longer list, or the same. */
const secondSubmission: Trouble = (village, { all }) => {
  const target = anyOf(village, ({ eventName }) => eventName === 'DossierSubmitted');
  if (target === undefined || target.fact.event.eventName !== 'DossierSubmitted') return;
  const { procedureCode, concerns } = target.fact.event;
  const stated = village.people.filter(({ key }) => concerns.some(({ subjectKey }) => subjectKey === key));
  const another = village.person();
  tellSubmission(
    { village, code: target.key, agency: village.chance.pick(all) },
    {
      owners: village.chance.pick([stated, [another], [...stated, another], []]),
      procedureCode: village.chance.pick([procedureCode, procedureCode, '1.013225']),
    },
    village.moment(),
  );
};

const STREAMS = {
  'gov.one-stop-shop.dossier.v1': 'dossiers',
  'gov.shared.paper.v1': 'shared_papers',
  'gov.document-management.document.v1': 'documents',
  'gov.civil-servants.record.v1': 'civil_servants',
} as const;

/** A record that nobody could read, under the key of something known. */
const letter: Trouble = (village) => {
  const target = anyOf(village, ({ eventName }) => eventName !== 'AgencySucceeded');
  if (target === undefined) return;
  const stream = Object.entries(STREAMS).find(([topic]) => topic === target.topic)?.[1];
  const knownFrom = village.moment(addDays(village.day(), village.chance.pick([0, 30])));
  if (stream !== undefined) village.letters.push({ stream, key: target.key, knownFrom });
};

const TROUBLES: readonly (readonly [Trouble, number])[] = [
  [remark, 1.4],
  [correction, 1],
  [retraction, 1],
  [copy, 1],
  [reuse, 0.4],
  [future, 0.4],
  [secondSubmission, 0.35],
  [letter, 0.2],
];

/** Each kind of trouble, as often as it is usual. */
export function makeTrouble(village: Village, offices: Offices): void {
  for (const [trouble, usual] of TROUBLES) {
    for (let left = usual; left > 0; left -= 1) if (village.sometimes(left)) trouble(village, offices);
  }
}
