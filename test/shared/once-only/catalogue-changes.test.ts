// The catalogue changes with its days: amended, repealed, corrected, and what it says of dossiers older than itself.
import { describe, expect, test } from 'vitest';
import type { HubEvent } from '#schemas/generated/events.ts';
import { foldAgencies } from '#shared/once-only/agencies.ts';
import { Catalogue, foldCatalogue, type Procedure } from '#shared/once-only/catalogue.ts';
import { firstNeeds } from '#shared/once-only/needs.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import { preCheck } from '#shared/once-only/pre-check.ts';
import type { Fact } from '#shared/pure/fact.ts';
import type { Day } from '#shared/pure/time.ts';
import { at, CATALOGUE, EVER, fact, question, world } from '../../support/facts.ts';
import { component, ended, issued, submitted } from './life.ts';

const CODE = '1.004873';

function version(name: string, validFrom: Day, more: Partial<Procedure> = {}): Procedure {
  const base = CATALOGUE.procedureOn(CODE, '2026-01-01');
  if (base === undefined) throw new Error('the catalogue has no single-status confirmation');
  return { ...base, procedureName: name, validFrom, ...more };
}

const CATALOGUE_AGENCY = { agency: 'G22', door: 'catalogue' } as const;
const stated = (day: Day) => ({ ...CATALOGUE_AGENCY, at: at(day) });
const published = (day: Day, data: Procedure): Fact =>
  fact('ProcedurePublished', stated(day), data, 'catalogue');
const amended = (day: Day, data: Procedure): Fact => fact('ProcedureAmended', stated(day), data, 'catalogue');
const repealed = (day: Day, repealedFrom: Day): Fact =>
  fact(
    'ProcedureRepealed',
    stated(day),
    { procedureCode: CODE, repealedFrom, legalBasis: null },
    'catalogue',
  );

function names(facts: readonly Fact[], days: readonly Day[], knownAt = EVER): (string | undefined)[] {
  const named = (order: readonly Fact[]) => {
    const catalogue = foldCatalogue(order, knownAt);
    return days.map((day) => catalogue.procedureOn(CODE, day)?.procedureName);
  };
  expect(named(facts.toReversed())).toEqual(named(facts));
  return named(facts);
}

describe('a procedure that is amended', () => {
  const first = published('2025-07-01', version('first', '2025-07-01'));

  test('is the version before up to the day before, and the new one from its day on', () => {
    const facts = [first, amended('2026-02-01', version('second', '2026-04-01'))];
    expect(names(facts, ['2026-03-31', '2026-04-01'])).toEqual(['first', 'second']);
    expect(names(facts, ['2026-04-01'], at('2026-01-31'))).toEqual(['first']);
  });

  test('does not come back in its old version when the new one ends', () => {
    const facts = [first, amended('2026-02-01', version('second', '2026-04-01', { validTo: '2026-06-30' }))];
    expect(names(facts, ['2026-06-30', '2026-07-01'])).toEqual(['second', undefined]);
  });

  test('keeps its old version when the amendment is retracted', () => {
    const amendment = amended('2026-02-01', version('second', '2026-04-01'));
    const { id, source } = amendment.event;
    const retraction = fact(
      'FactRetracted',
      stated('2026-02-02'),
      { target: { id, source }, factType: null },
      'catalogue',
    );
    expect(names([first, amendment, retraction], ['2026-04-01'])).toEqual(['first']);
  });

  test('a corrected version counts as corrected, in the place of its target', () => {
    const { id, source } = first.event;
    const event: HubEvent = {
      ...published('2026-05-01', version('corrected', '2025-07-01')).event,
      id,
      source,
    };
    const correction = fact(
      'FactCorrected',
      { ...stated('2026-05-01'), replacement: event },
      { target: { id, source }, factType: event.type, fact: Buffer.alloc(0) },
      'catalogue',
    );
    expect(names([first, correction], ['2026-04-01'])).toEqual(['corrected']);
    expect(names([first, correction], ['2026-04-01'], at('2026-04-30'))).toEqual(['first']);
    const restated = published('2026-03-01', version('restated', '2025-07-01'));
    expect(names([first, restated, correction], ['2026-04-01'])).toEqual(['restated']);
  });
});

describe('a procedure that is repealed', () => {
  const first = published('2025-07-01', version('first', '2025-07-01'));

  test('is unknown from that day on, also in versions that were announced for later', () => {
    const announced = amended('2026-02-01', version('announced', '2026-09-01'));
    const facts = [first, announced, repealed('2026-03-01', '2026-05-01')];
    expect(names(facts, ['2026-04-30', '2026-05-01', '2026-09-01'])).toEqual(['first', undefined, undefined]);
    expect(names(facts, ['2026-05-01'], at('2026-02-28'))).toEqual(['first']);
  });

  test('may be published anew for a later day', () => {
    const facts = [
      first,
      repealed('2026-03-01', '2026-05-01'),
      published('2026-06-01', version('again', '2026-07-01')),
    ];
    expect(names(facts, ['2026-06-30', '2026-07-01'])).toEqual([undefined, 'again']);
  });

  test('keeps what it granted: a dossier is read by the version of its day of filing', () => {
    const catalogue = foldCatalogue([first, repealed('2026-03-01', '2026-05-01')]);
    const facts = [
      submitted('2026-04-30', CODE, [['HA', 'APPLICANT']]),
      issued('2026-05-03', 'KQ.G15.000038', [['HA', 'HOLDER']]),
      ended('ResultReturned', '2026-05-03'),
    ];
    const papers = papersOfSubject('HA', '2026-06-01', EVER, {
      ...world({ facts: [['D', facts]] }),
      catalogue,
    });
    expect(papers.map(({ status }) => status)).toEqual(['HELD']);
  });
});

describe('a required paper with days of its own', () => {
  const base = version('first', '2025-07-01');
  const papers = base.papers.map((row) =>
    row.ordinal === 2
      ? { ...row, aboutRole: 'SPOUSE', condition: 'ALWAYS' as const, validTo: '2026-03-31' }
      : row,
  );
  const catalogue = new Catalogue([{ ...base, papers }], [], []);
  const seen = { ...world({}), catalogue };

  test('is asked for on its days only, and so is the person that it is about', () => {
    const asked = (day: Day) => question(CODE, day, [['APPLICANT', 'HA']]);
    const ordinals = preCheck(asked('2026-04-01'), seen).papers.map(({ ordinal }) => ordinal);
    expect(ordinals).not.toContain(2);
    expect(() => preCheck(asked('2026-03-31'), seen)).toThrow('ROLE_MISSING');
    const kinds = (day: Day) => firstNeeds(asked(day), seen).evidences;
    expect(kinds('2026-03-31').length).toBeGreaterThan(kinds('2026-04-01').length);
  });
});

describe('dossiers older than the catalogue', () => {
  const filed = (day: Day, code: string, procedureCode = CODE): Fact[] => [
    submitted(day, procedureCode, [['HA', 'APPLICANT']]),
    component(day, { paperKind: 'DIVORCE_JUDGMENT', number: '3' }, [['HA', 'APPLICANT']]),
    issued(day, code, [['HA', 'APPLICANT']]),
    ended('ResultReturned', day),
  ];
  const kinds = (facts: Fact[], catalogue = CATALOGUE) =>
    papersOfSubject('HA', '2026-03-01', EVER, { ...world({ facts: [['D', facts]] }), catalogue })
      .map(({ held }) => held.paperKind)
      .sort();

  test('are read as on its first day: what was granted before is held', () => {
    expect(kinds(filed('2019-05-06', 'KQ.G15.000038'))).toEqual([
      'DIVORCE_JUDGMENT',
      'SINGLE_STATUS_CONFIRMATION',
    ]);
    expect(kinds(filed('2019-05-06', 'KQ.NOBODY'))).toEqual(['DIVORCE_JUDGMENT']);
  });

  test('have the role of the applicant as on that day: a mother holds no birth certificate of hers', () => {
    expect(kinds(filed('2019-05-06', 'KQ.G15.000031', '1.001193'))).toEqual([]);
  });

  test('are not read by a version that came into force later', () => {
    const type = { resultCode: 'KQ.NEW', paperKind: 'SINGLE_STATUS_CONFIRMATION', effect: 'GRANTS' } as const;
    const later = version('second', '2026-02-01', { yields: [{ ...type, validMonths: null }] });
    const catalogue = new Catalogue([version('first', '2025-07-01'), later], [], []);
    expect(kinds(filed('2019-05-06', 'KQ.NEW'), catalogue)).toEqual(['DIVORCE_JUDGMENT']);
    expect(kinds(filed('2026-01-31', 'KQ.NEW'), catalogue)).toEqual(['DIVORCE_JUDGMENT']);
    const only = new Catalogue([version('x', '2025-07-01', { procedureCode: '1.000001' }), later], [], []);
    expect(kinds(filed('2019-05-06', 'KQ.NEW'), only)).toEqual([]);
  });

  test('a question has no such version: nobody is asked by a procedure that was not in force', () => {
    const asked = question(CODE, '2025-06-30', [['APPLICANT', 'HA']]);
    expect(() => preCheck(asked, world({}))).toThrow('PROCEDURE_UNKNOWN');
  });

  test('before the hub knew a catalogue there was no procedure to ask about, and the hint says so', () => {
    const published = fact(
      'ProcedurePublished',
      stated('2026-01-01'),
      version('x', '2025-07-01'),
      'catalogue',
    );
    const seen = { ...world({}), catalogue: foldCatalogue([published], at('2025-12-31')) };
    const asked = () => preCheck(question(CODE, '2026-02-01', [['APPLICANT', 'HA']]), seen);
    expect(asked).toThrow(
      expect.objectContaining({
        code: 'PROCEDURE_UNKNOWN',
        faults: [expect.objectContaining({ hint: expect.stringContaining('knownAt') })],
      }),
    );
  });
});

describe('local forms of a code', () => {
  const local = `${CODE}.000.00.00.H55`;
  const [ours, theirs] = [
    version('national', '2025-07-01'),
    version('local', '2025-07-01', { procedureCode: local }),
  ];

  test('mean their own version where there is one, else the national one', () => {
    for (const versions of [
      [ours, theirs],
      [theirs, ours],
    ]) {
      const catalogue = new Catalogue(versions, [], []);
      const name = (code: string) => catalogue.procedureOn(code, '2026-01-01')?.procedureName;
      expect([name(CODE), name(local), name(`${CODE}.000.00.00.H44`)]).toEqual([
        'national',
        'local',
        'national',
      ]);
    }
  });
});

describe('agencies', () => {
  const registered = (agency: string, agencyName: string): Fact =>
    fact(
      'AgencyRegistered',
      { at: at('2026-01-01'), agency: 'H62' },
      {
        agencyCode: agency,
        agencyName,
        level: null,
        agencyKind: null,
        parent: null,
        validFrom: null,
        validTo: null,
        legacyCode: null,
        dataSource: null,
      },
    );

  test('that were registered by mistake are gone once that is retracted, also by the successor', () => {
    const wrong = registered('H62.7', 'nobody');
    const { id, source } = wrong.event;
    const retraction = fact(
      'FactRetracted',
      { at: at('2026-02-01'), agency: 'H44' },
      { target: { id, source }, factType: null },
    );
    const succeeded = fact(
      'AgencySucceeded',
      { at: at('2025-07-01'), agency: 'G22' },
      { agencyCode: 'H62', successor: 'H44', effectiveOn: '2025-07-01' },
    );
    expect(foldAgencies([wrong, succeeded, retraction]).find('H62.7')).toBeUndefined();
    expect(foldAgencies([wrong, retraction]).find('H62.7')?.name).toBe('nobody');
    expect(foldAgencies([wrong, succeeded, retraction], at('2026-01-31')).find('H62.7')?.name).toBe('nobody');
  });
});
