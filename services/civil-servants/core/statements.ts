/** What a personnel record states, section by section, each fact dated by its own day (formats.md 7). */
import type { DraftConcern } from '#shared/pure/draft.ts';
import type { KeyedStatements, SnapshotSection, Statement } from '#shared/pure/snapshot.ts';
import { startOfDay } from '#shared/pure/time.ts';
import type { PersonnelRecord } from './record.ts';
import type { Certificate, Contract, Degree, Leave, Post } from './record-lists.ts';
import { salaryFacts } from './salaries.ts';

/** The person on every fact; what is said of the person stands on the header alone. */
export type Holder = readonly { readonly person: DraftConcern['person']; readonly role: 'HOLDER' }[];

/**
 * A list that was not sent gives no section and states nothing; an empty one empties it. An empty list of positions
 * states nothing either: it would make every signature of the person one of somebody not in post.
 */
export function sectionsOf(record: PersonnelRecord): readonly SnapshotSection[] {
  const holder: Holder = [{ person: { type: 'PERSON', id: record.personalId }, role: 'HOLDER' }];
  const { positions, leaves, degrees, certificates, salaryRecords, contracts } = record;
  const sections: readonly { name: string; stated: readonly KeyedStatements[] | undefined }[] = [
    { name: 'HEADER', stated: [{ key: 'header', state: () => [header(record)] }] },
    {
      name: 'POSITIONS',
      stated: positions?.length === 0 ? undefined : positions?.map((post) => position(post, holder)),
    },
    { name: 'LEAVES', stated: leaves?.map((leave) => leaveStarted(leave, holder)) },
    { name: 'DEGREES', stated: degrees?.map((each) => degree(each, holder)) },
    { name: 'CERTIFICATES', stated: certificates?.map((each) => certificate(each, holder)) },
    { name: 'SALARIES', stated: salaryRecords && salaryFacts(salaryRecords, holder) },
    { name: 'CONTRACTS', stated: contracts?.map((each) => contract(each, holder)) },
  ];
  return sections.flatMap(({ name, stated }) => (stated === undefined ? [] : [{ name, stated }]));
}

function header(record: PersonnelRecord): Statement {
  const { personalId, name, birthDate, socialInsuranceNumber } = record;
  const { kind, unit, position, recruitedOn, status, statusFrom } = record;
  return {
    eventName: 'CivilServantRegistered',
    type: 'vn.gov.civil-servants.civil-servant-registered.v1',
    occurredAt: startOfDay(recruitedOn),
    concerns: [
      {
        person: { type: 'PERSON', id: personalId },
        role: 'HOLDER',
        personal: { name, birthDate, socialInsuranceNumber },
      },
    ],
    data: { kind, unit, position, recruitedOn, status, statusFrom: statusFrom ?? null },
  };
}

function position({ agencyCode, title, from, to }: Post, concerns: Holder): KeyedStatements {
  return {
    key: `position:${agencyCode}:${from}`,
    state: () => [
      {
        eventName: 'Appointed',
        type: 'vn.gov.civil-servants.appointed.v1',
        occurredAt: startOfDay(from),
        concerns,
        data: { unit: agencyCode, title, startsOn: from, endsOn: to ?? null },
      },
    ],
  };
}

function leaveStarted({ kind, from, to }: Leave, concerns: Holder): KeyedStatements {
  return {
    key: `leave:${kind}:${from}`,
    state: () => [
      {
        eventName: 'LeaveStarted',
        type: 'vn.gov.civil-servants.leave-started.v1',
        occurredAt: startOfDay(from),
        concerns,
        data: { leaveKind: kind, startsOn: from, endsOn: to ?? null },
      },
    ],
  };
}

/** A degree is known by its year only: it was there by the year's last day. */
function degree({ level, field, institution, year }: Degree, concerns: Holder): KeyedStatements {
  return {
    key: `degree:${level}:${field}:${year}`,
    state: () => [
      {
        eventName: 'QualificationAdded',
        type: 'vn.gov.civil-servants.qualification-added.v1',
        occurredAt: startOfDay(`${year}-12-31`),
        concerns,
        data: { level, field, institution, year },
      },
    ],
  };
}

function certificate({ kind, name, issuedOn }: Certificate, concerns: Holder): KeyedStatements {
  return {
    key: `certificate:${kind}:${issuedOn}`,
    state: () => [
      {
        eventName: 'TrainingCompleted',
        type: 'vn.gov.civil-servants.training-completed.v1',
        occurredAt: startOfDay(issuedOn),
        concerns,
        data: { certificateKind: kind, certificateName: name, issuedOn },
      },
    ],
  };
}

function contract({ kind, number, from, to }: Contract, concerns: Holder): KeyedStatements {
  return {
    key: `contract:${from}`,
    state: () => [
      {
        eventName: 'ContractStated',
        type: 'vn.gov.civil-servants.contract-stated.v1',
        occurredAt: startOfDay(from),
        concerns,
        data: { contractKind: kind, number: number ?? null, startsOn: from, endsOn: to ?? null },
      },
    ],
  };
}
