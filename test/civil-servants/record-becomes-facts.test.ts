// What a personnel record becomes: one snapshot of one civil servant.

import { describe, expect, test } from 'vitest';
import type { FactDraft } from '#shared/pure/draft.ts';
import { type Item, NOW, record, translate } from './examples.ts';

const start = (day: string): number => Date.parse(`${day}T00:00:00+07:00`);
const dataOf = (drafts: readonly FactDraft[], name: string) =>
  drafts.filter(({ eventName }) => eventName === name).map(({ data }) => data);
const listed = (drafts: readonly FactDraft[]) => {
  const last = drafts.at(-1);
  if (last?.eventName !== 'SnapshotStated') throw new Error('the snapshot does not come last');
  return Object.fromEntries(last.data.sections.map(({ name, facts }) => [name, facts.map(({ key }) => key)]));
};
const newIn = (later: readonly FactDraft[], earlier: readonly FactDraft[]): readonly string[] => {
  const known = new Set(earlier.map(({ id }) => id));
  return later.filter(({ id }) => !known.has(id)).map(({ eventName }) => eventName);
};

describe('a complete record', () => {
  test('is listed section by section under these keys', () => {
    expect(listed(translate(record()))).toEqual({
      HEADER: ['header'],
      POSITIONS: ['position:H44.60:2011-09-01', 'position:H44.60:2019-09-01'],
      LEAVES: ['leave:MATERNITY:2026-09-02'],
      DEGREES: ['degree:BACHELOR:Sư phạm Toán:2010'],
      CERTIFICATES: ['certificate:IT:2016-06-30'],
      SALARIES: ['salary:2017-09-01', 'salary:2020-09-01', 'salary:2024-01-01'],
      CONTRACTS: ['contract:2012-09-01'],
    });
  });

  test('carries one envelope and its holder throughout', () => {
    const drafts = translate(record());
    for (const draft of drafts) {
      expect(draft).toMatchObject({
        key: 'H44.CC.000123',
        source: '/agencies/H44/records',
        agency: 'H44',
        sender: 'H44',
        door: 'records',
        recordedAt: NOW,
        snapshotActualAt: start('2026-09-02'),
      });
    }
    for (const draft of drafts.slice(0, -1)) {
      expect(draft.concerns).toMatchObject([
        { person: { type: 'PERSON', id: '025188000123' }, role: 'HOLDER' },
      ]);
    }
    expect(drafts.at(-1)?.concerns).toEqual([]);
  });

  test('says of the person on the header alone, sealed', () => {
    const drafts = translate(record());
    expect(drafts[0]?.concerns[0]?.personal).toEqual({
      name: 'Nguyễn Thị Thu Hà',
      birthDate: '1988-05-04',
      socialInsuranceNumber: '2511000123',
    });
    const clear = JSON.stringify(drafts.map(({ data }) => data));
    for (const word of ['Nguyễn', '025188000123', '1988-05-04', '2511000123'])
      expect(clear).not.toContain(word);
  });

  test('states posts with their last day', () => {
    expect(dataOf(translate(record()), 'Appointed')).toEqual([
      { unit: 'H44.60', title: 'Giáo viên', startsOn: '2011-09-01', endsOn: '2019-08-31' },
      { unit: 'H44.60', title: 'Tổ trưởng', startsOn: '2019-09-01', endsOn: null },
    ]);
  });

  test('tells a new rank from a new step by the record before, whatever the order sent', () => {
    const salaries = translate(record()).filter(({ type }) => /salary|rank/.test(type));
    expect(salaries.map(({ eventName }) => eventName)).toEqual([
      'RankChanged',
      'SalaryStepRaised',
      'RankChanged',
    ]);
    expect(dataOf(salaries, 'SalaryStepRaised')).toEqual([
      { rank: 'V.07.04.32', step: 3, coefficient: '3', startsOn: '2020-09-01' },
    ]);
  });

  test('dates every fact by its own day', () => {
    const days = Object.fromEntries(translate(record()).map((draft) => [draft.eventName, draft.occurredAt]));
    expect(days).toMatchObject({
      CivilServantRegistered: start('2011-09-01'),
      LeaveStarted: start('2026-09-02'),
      QualificationAdded: start('2010-12-31'),
      TrainingCompleted: start('2016-06-30'),
      ContractStated: start('2012-09-01'),
    });
  });

  test('states its status with its day', () => {
    expect(translate(record())[0]?.data).toEqual({
      kind: 'PUBLIC_EMPLOYEE',
      unit: 'H44.60',
      position: 'Giáo viên',
      recruitedOn: '2011-09-01',
      status: 'ON_LEAVE',
      statusFrom: '2026-09-02',
    });
  });
});

describe('records in a row', () => {
  test('the same record again adds nothing but that it was stated anew', () => {
    expect(newIn(translate(record(), NOW + 1), translate(record()))).toEqual(['SnapshotStated']);
  });

  test('a post that ended is a new statement of the post and nothing else', () => {
    const ended = record({
      positions: [
        { agencyCode: 'H44.60', title: 'Giáo viên', from: '2011-09-01', to: '2019-08-31' },
        { agencyCode: 'H44.60', title: 'Tổ trưởng', from: '2019-09-01', to: '2026-09-20' },
      ],
    });
    expect(newIn(translate(ended), translate(record()))).toEqual(['Appointed', 'SnapshotStated']);
  });

  test('has ids that never change for the same key and content', () => {
    expect(translate(record()).map(({ id }) => id)).toMatchInlineSnapshot(`
      [
        "f5KxBS_-ejUU0KK-Ujg9xA",
        "oz6hXsdDZSVGWLI3Fp5rvw",
        "7IigGhHqdE4a_38_8fRWhw",
        "fhFeeBh7hU_Zf_opLw7MLQ",
        "SAFg-99881FswC3WpFeCbw",
        "uCPl1YaVtqmwtuzRcC7aFg",
        "Q1bYPr3Ebe-bDbqieDrvdw",
        "ZiR4sq8FAt2ezNEs9PRa7Q",
        "_lhkJ8-NMiHaMRez7ndkhg",
        "VpZ_dE3LCXwRdK4-2pyp-A",
        "8Vr__SobxyzI_TRA3fNung",
      ]
    `);
  });

  test('a person who moves to another unit of the province keeps one record', () => {
    expect(translate(record({ unit: 'H44.61' }))[0]?.source).toBe('/agencies/H44/records');
  });

  test.each<[Item, readonly string[]]>([
    [{ positions: undefined, leaves: null }, ['POSITIONS', 'LEAVES']],
    [{ positions: [] }, ['POSITIONS']],
  ])('%j states nothing about %j', (changes, missing) => {
    const sections = listed(translate(record(changes)));
    for (const name of missing) expect(sections).not.toHaveProperty(name);
  });

  test('an empty list of leaves says that there is none', () => {
    expect(listed(translate(record({ leaves: [] })))['LEAVES']).toEqual([]);
  });

  test('two posts at one agency from one day keep apart', () => {
    const both = ['Giáo viên', 'Chủ tịch công đoàn'].map((title) => ({
      agencyCode: 'H44',
      title,
      from: '2020-01-01',
    }));
    expect(listed(translate(record({ positions: both })))['POSITIONS']).toEqual([
      'position:H44:2020-01-01',
      'position:H44:2020-01-01#2',
    ]);
  });
});

describe('the date of a record', () => {
  test.each<[Item, string]>([
    [{ asOf: '2026-08-15' }, '2026-08-15T00:00:00+07:00'],
    [{ asOf: '2026-08-15T10:00:00Z' }, '2026-08-15T10:00:00Z'],
    [{}, '2026-09-02T00:00:00+07:00'],
    [{ leaves: [{ kind: 'MATERNITY', from: '2026-09-11' }] }, '2024-01-01T00:00:00+07:00'],
    [{ leaves: [], positions: [], salaryRecords: [], contracts: [] }, '2011-09-01T00:00:00+07:00'],
  ])('with %j is %s', (changes, at) => {
    expect(translate(record(changes)).at(-1)?.occurredAt).toBe(Date.parse(at));
  });
});
