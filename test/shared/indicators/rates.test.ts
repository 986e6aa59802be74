import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerAll, type Tallies } from '#shared/indicators/all-indicators.ts';
import type { Answer } from '#shared/indicators/indicator.ts';
import type { DossierTally } from '#shared/indicators/tallies.ts';
import { anyDossier, PLAIN, together } from './tallies.ts';

const NOTHING: Tallies = {
  dossiers: [],
  documents: [],
  workFiles: [],
  petitions: [],
  agencies: [],
  establishment: [],
  staff: [],
  procedures: [],
  year: 2026,
};

function answerOf(id: string, tallies: Partial<Tallies>): Answer {
  const found = answerAll({ ...NOTHING, ...tallies }).find((answer) => answer.id === id);
  if (found === undefined) throw new Error(`no indicator ${id}`);
  return found;
}

function valueOf(id: string, ...dossiers: readonly Partial<DossierTally>[]): number | null {
  return answerOf(id, { dossiers: dossiers.map((each) => ({ ...PLAIN, ...each })) }).value;
}

/** The formulas of domain.md 6 once more, from single dossiers and in another way: `[counted, of]`. */
const RECOUNTS: Readonly<Record<string, (all: readonly DossierTally[]) => readonly [number, number]>> = {
  onceOnlyRate: (all) => shareOf(accepted(all), (each) => !each.reAsked),
  reuseRate: (all) => shareOf(accepted(all), (each) => each.reused),
  declaredFieldsCut: (all) => [sum(all, 'prefilledFields'), sum(all, 'formFields')],
  digitisedRate: (all) => shareOf(accepted(all), (each) => each.componentFile && each.resultFile),
  eResultRate: (all) => [sum(all, 'signedResults'), sum(all, 'resultPapers')],
  onlineRate: (all) => shareOf(accepted(all), (each) => each.channel === 'ONLINE'),
  onTimeRate: (all) =>
    shareOf(
      accepted(all).filter((each) => each.completed || each.late),
      (each) => !each.late,
    ),
  apologyRate: (all) =>
    shareOf(
      accepted(all).filter((each) => each.late),
      (each) => each.apologised,
    ),
  paymentOnlineRate: (all) => [sum(all, 'feesPaidOnline'), sum(all, 'feesPaid')],
  internalTransferRate: (all) => [sum(all, 'electronicTransfers'), sum(all, 'transfers')],
  satisfactionRate: (all) => [sum(all, 'satisfied'), sum(all, 'ratings')],
};

function accepted(all: readonly DossierTally[]): readonly DossierTally[] {
  return all.filter((each) => each.accepted);
}

function shareOf(
  of: readonly DossierTally[],
  isCounted: (each: DossierTally) => boolean,
): readonly [number, number] {
  return [of.filter(isCounted).length, of.length];
}

function sum(all: readonly DossierTally[], field: keyof DossierTally): number {
  return all.reduce((total, each) => total + Number(each[field]), 0);
}

describe('an indicator of dossiers', () => {
  test.each(Object.entries(RECOUNTS))('%s is what a recount one by one gives', (id, recount) => {
    fc.assert(
      fc.property(fc.array(anyDossier, { maxLength: 40 }), (dossiers) => {
        const { numerator, denominator, value } = answerOf(id, { dossiers: together(dossiers) });
        const [counted, of] = recount(dossiers);
        expect([numerator, denominator]).toEqual([counted, of]);
        expect(value).toBe(of === 0 ? null : counted / of);
      }),
    );
  });

  test('is the same however its dossiers are counted together', () => {
    fc.assert(
      fc.property(fc.array(anyDossier, { maxLength: 30 }), (dossiers) => {
        expect(answerAll({ ...NOTHING, dossiers: together(dossiers) })).toEqual(
          answerAll({ ...NOTHING, dossiers }),
        );
      }),
    );
  });

  test('no completion at period end: neither on time nor late, until it is past due', () => {
    expect(valueOf('onTimeRate', { completed: false, late: false })).toBeNull();
    expect(valueOf('onTimeRate', { completed: false, late: true })).toBe(0);
    expect(valueOf('onTimeRate', { completed: true }, { completed: false })).toBe(1);
  });

  test('a dossier that was never accepted counts in no rate of accepted ones', () => {
    expect(valueOf('onlineRate', { accepted: false, channel: 'ONLINE' })).toBeNull();
    expect(valueOf('onTimeRate', { accepted: false, completed: true })).toBeNull();
  });

  test('says how many signatures nobody verified', () => {
    const answer = answerOf('eResultRate', {
      dossiers: [{ ...PLAIN, resultPapers: 3, signedResults: 1, unverifiedResults: 2 }],
    });
    expect([answer.numerator, answer.denominator]).toEqual([1, 3]);
    expect(answer.reason).toMatch(/^2 result files/);
  });

  test('satisfaction is opened by field, land and building with a target of their own', () => {
    const answer = answerOf('satisfactionRate', {
      dossiers: [
        { ...PLAIN, field: 'Quản lý đất đai', ratings: 4, satisfied: 3 },
        { ...PLAIN, field: 'Hộ tịch', ratings: 1, satisfied: 1 },
        { ...PLAIN, field: 'Nuôi con nuôi' },
      ],
    });
    expect(answer.parts?.map(({ name, value, target }) => [name, value, target])).toEqual([
      ['Hộ tịch', 1, 0.9],
      ['Quản lý đất đai', 0.75, 0.8],
    ]);
  });
});

describe('empty denominators', () => {
  test('answer "no data", not 0 or 100', () => {
    const answers = answerAll(NOTHING);
    expect(answers.map(({ value }) => value)).toEqual(answers.map(() => null));
    const others = answers.filter(({ id }) => id !== 'nationalScore');
    expect(others.map(({ reason }) => reason)).toEqual(others.map(() => 'no data'));
  });

  test('in a part, too', () => {
    const parts = answerAll(NOTHING).flatMap(({ id, parts: of = [] }) => of.map((part) => ({ id, ...part })));
    expect(parts.length).toBeGreaterThan(10);
    for (const { id, name, value, reason } of parts)
      expect([value, reason ?? ''], `${id} ${name}`).toEqual([null, expect.stringMatching(/^no /)]);
  });
});

describe('an indicator of offices', () => {
  test('petitions have 15 working days; no answer is none in time', () => {
    const value = (receivedOn: string, answeredOn: string | null) =>
      answerOf('petitionOnTimeRate', { petitions: [{ petitions: 1, receivedOn, answeredOn }] }).value;
    // Friday, 4 September 2026: the fifteenth working day after it is Friday, 25 September.
    expect(value('2026-09-04', '2026-09-25')).toBe(1);
    expect(value('2026-09-04', '2026-09-26')).toBe(0);
    expect(value('2026-09-04', null)).toBe(0);
    // A petition of a Saturday has the same last day as one of the Friday before.
    expect(value('2026-09-05', '2026-09-25')).toBe(1);
    expect(value('2026-09-05', '2026-09-28')).toBe(0);
  });

  test('documents count when their signature is valid, not when nobody verified it', () => {
    const answer = answerOf('signedDocumentRate', {
      documents: [
        { documents: 3, signature: 'VALID' },
        { documents: 1, signature: 'UNKNOWN' },
        { documents: 1, signature: 'NONE' },
      ],
    });
    expect(answer.value).toBe(0.6);
    expect(answer.reason).toMatch(/^1 documents/);
  });

  test('work files are opened by level, each with its target', () => {
    const answer = answerOf('workFileOnlineRate', {
      workFiles: [
        { workFiles: 3, level: 'COMMUNE', processedOnline: true },
        { workFiles: 1, level: 'COMMUNE', processedOnline: false },
        { workFiles: 1, level: null, processedOnline: false },
      ],
    });
    expect([answer.numerator, answer.denominator]).toEqual([3, 5]);
    expect(answer.parts?.map(({ name, value, target }) => [name, value, target])).toEqual([
      ['PROVINCE', null, 0.9],
      ['DISTRICT', null, 0.8],
      ['COMMUNE', 0.75, 0.6],
    ]);
  });

  test('connection grows by the difference to the year before', () => {
    const agency = (code: string, connected: boolean, before: boolean | null) => ({
      agency: code,
      level: 'COMMUNE',
      connected,
      connectedYearBefore: before,
    });
    const answer = answerOf('agencyConnection', {
      agencies: [
        agency('H44.1', true, true),
        agency('H44.2', true, false),
        agency('H44.3', true, null),
        agency('H44.4', false, false),
      ],
    });
    expect(answer.value).toBe(0.75);
    const growth = answer.parts?.find(({ name }) => name === 'yearly growth');
    expect(growth?.value).toBeCloseTo(0.75 - 1 / 3);
  });

  test('headcount is cut from 2021 to the last year known; who lacks a figure is left out and said', () => {
    const row = (agency: string, year: number, approved: number) => ({ agency, year, approved });
    const answer = answerOf('headcountCut', {
      establishment: [
        row('H44.1', 2021, 100),
        row('H44.1', 2024, 95),
        row('H44.1', 2026, 80),
        row('H44.1', 2027, 10),
        row('H44.2', 2026, 50),
      ],
    });
    expect([answer.numerator, answer.denominator, answer.value]).toEqual([20, 100, 0.2]);
    expect(answer.reason).toMatch(/^1 agencies/);
  });

  test('staff have the degrees and skills that their records say', () => {
    const staff = (level: string, degrees: string[], certificates: string[]) => ({
      staff: 1,
      level,
      degrees,
      certificates,
    });
    const answer = answerOf('staffQualification', {
      staff: [
        staff('COMMUNE', ['Đại học'], ['Kỹ năng số cơ bản']),
        staff('COMMUNE', ['Trung cấp'], []),
        staff('PROVINCE', ['Thạc sĩ'], ['Phân tích dữ liệu']),
        staff('PROVINCE', ['Cao đẳng'], ['Tin học văn phòng']),
      ],
    });
    expect(answer.value).toBe(0.5);
    expect(answer.parts?.map(({ name, value }) => [name, value])).toEqual([
      ['commune staff with a degree', 0.5],
      ['postgraduate', 0.25],
      ['digital skills', 0.5],
      ['data skills', 0.25],
      ['post standard', null],
    ]);
  });

  test('procedures payable online are counted among those with a fee', () => {
    const answer = answerOf('paymentOnlineRate', {
      procedures: [
        { withFee: true, payableOnline: true },
        { withFee: true, payableOnline: false },
        { withFee: false, payableOnline: false },
      ],
    });
    expect(answer.parts?.[0]).toMatchObject({ name: 'procedures', value: 0.5, denominator: 2 });
  });
});

describe('the national score', () => {
  test('is estimated group by group, and never summed without transparency', () => {
    const score = answerOf('nationalScore', {
      dossiers: [{ ...PLAIN, completed: true, channel: 'ONLINE' }],
    });
    expect(score.value).toBeNull();
    const parts = new Map(score.parts?.map(({ name, value }) => [name, value]));
    expect(parts.get('transparency')).toBeNull();
    expect(parts.get('progress')).toBe(20);
    expect(parts.get('online services')).toBe(12);
    expect(parts.get('payment')).toBeNull();
    expect(score.parts?.reduce((all, { target }) => all + (target ?? 0), 0)).toBe(100);
  });
});
