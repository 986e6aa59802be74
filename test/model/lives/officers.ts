/** Officers and their posts, as snapshots of a personnel system tell them or fact by fact. */
import type { EventData, EventName } from '#schemas/generated/events.ts';
import type { DraftOf } from '#shared/pure/draft.ts';
import { type Statement, snapshotDrafts } from '#shared/pure/snapshot.ts';
import { addDays, type Day, startOfDay } from '#shared/pure/time.ts';
import type { Offices } from './offices.ts';
import type { Concerned, Person, Village } from './village.ts';

/** The caller names a type that belongs to the event. */
function assertType<N extends EventName>(_type: string): asserts _type is DraftOf<N>['type'] {}

const RECORDS = 'vn.gov.civil-servants';

/** An officer's record, as snapshots of a personnel system or fact by fact. */
export function employ(village: Village, code: string, person: Person, { all }: Offices): void {
  if (village.sometimes(0.5)) tellRecord(village, code, person, all);
  else tellCareer(village, code, person, all);
}

interface Position {
  readonly unit: string;
  readonly from: Day;
  readonly to: Day | null;
}

function position(village: Village, all: readonly string[]): Position {
  const from = village.day();
  const to = village.sometimes(0.5) ? addDays(from, village.chance.pick([0, 30, 200])) : null;
  village.borders.push(from, to ?? from);
  return { unit: village.chance.pick(all), from: village.sometimes(0.4) ? '2020-01-01' : from, to };
}

/** Two or three snapshots of one record; positions come, change and go. */
function tellRecord(village: Village, code: string, person: Person, all: readonly string[]): void {
  const [root = 'H44'] = village.chance.pick(all).split('.');
  let positions = [position(village, all), position(village, all)];
  for (let count = 1 + village.chance.below(3); count > 0; count -= 1) {
    const actualAt = village.moment();
    const header = registeredServant(village, person, root);
    const sections = [
      { name: 'HEADER', stated: [{ key: 'header', state: () => [header] }] },
      ...(positions.length === 0
        ? []
        : [
            {
              name: 'POSITIONS',
              stated: positions.map((each) => ({
                key: `position:${each.unit}:${each.from}`,
                state: () => [appointed(person, each)],
              })),
            },
          ]),
    ];
    const origin = { sender: root, door: 'records', aggregate: code, recordedAt: village.heard(actualAt) };
    const type = `${RECORDS}.snapshot-stated.v1` as const;
    for (const draft of snapshotDrafts(village.hubKey, { ...origin, type, actualAt, sections }))
      village.take(draft);
    positions = village.chance.pick([
      positions,
      positions.slice(1),
      [...positions, position(village, all)],
      [],
    ]);
  }
}

function registeredServant(village: Village, person: Person, unit: string): Statement {
  const status = village.chance.pick(['WORKING', 'WORKING', 'ON_LEAVE', 'RETIRED', 'RESIGNED'] as const);
  const hasLeft = status === 'RETIRED' || status === 'RESIGNED';
  return {
    eventName: 'CivilServantRegistered',
    type: `${RECORDS}.civil-servant-registered.v1`,
    occurredAt: startOfDay('2015-01-01'),
    concerns: [{ person: person.subject, role: 'HOLDER' }],
    data: {
      kind: 'CIVIL_SERVANT',
      unit,
      position: null,
      recruitedOn: null,
      status,
      statusFrom: hasLeft && village.sometimes(0.8) ? village.day() : null,
    },
  };
}

function appointed(person: Person, { unit, from, to }: Position): Statement {
  return {
    eventName: 'Appointed',
    type: `${RECORDS}.appointed.v1`,
    occurredAt: startOfDay(from),
    concerns: [{ person: person.subject, role: 'HOLDER' }],
    data: { unit, title: null, startsOn: from, endsOn: to },
  };
}

function tellCareer(village: Village, key: string, person: Person, all: readonly string[]): void {
  const { chance } = village;
  const concerns: Concerned = [[person, 'HOLDER']];
  const agency = chance.pick(all);
  const said = <N extends EventName>(eventName: N, name: string, on: Day, data: EventData[N]): void => {
    const type = `${RECORDS}.${name}.v1`;
    assertType<N>(type);
    village.tell(eventName, { type, key, agency, at: startOfDay(on), concerns, data });
  };
  for (let count = 1 + chance.below(4); count > 0; count -= 1) {
    const on = village.day();
    village.borders.push(on);
    const { unit, from, to } = position(village, all);
    switch (chance.below(6)) {
      case 0:
      case 1:
        said('Appointed', 'appointed', from, { unit, title: null, startsOn: from, endsOn: to });
        break;
      case 2:
        said('Transferred', 'transferred', on, {
          fromUnit: unit,
          toUnit: village.sometimes(0.7) ? chance.pick(all) : null,
          title: null,
          effectiveOn: on,
        });
        break;
      case 3:
        said('LeaveStarted', 'leave-started', on, { leaveKind: 'MATERNITY', startsOn: on, endsOn: null });
        break;
      case 4:
        said('Retired', 'retired', on, { effectiveOn: on, number: village.code('HT ') });
        break;
      default:
        said('Resigned', 'resigned', on, { effectiveOn: on });
    }
  }
}
