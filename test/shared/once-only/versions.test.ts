// Rules 1 and 10: versions of a procedure by their days, and what was known of the catalogue and the agencies by then.
import { describe, expect, test } from 'vitest';
import { foldAgencies } from '#shared/once-only/agencies.ts';
import { Catalogue, foldCatalogue, type Procedure } from '#shared/once-only/catalogue.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import { preCheck } from '#shared/once-only/pre-check.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, CATALOGUE, EVER, fact, question, world } from '../../support/facts.ts';
import { ended, issued, submitted } from './life.ts';

function version(validFrom: string, validTo: string | null, effect: 'GRANTS' | 'NONE'): Procedure {
  const base = CATALOGUE.procedureOn('1.004873', '2026-01-01');
  if (base === undefined) throw new Error('the catalogue has no single-status confirmation');
  return {
    ...base,
    procedureName: `from ${validFrom}`,
    validFrom,
    validTo,
    yields: [{ resultCode: 'KQ.NEW', paperKind: 'SINGLE_STATUS_CONFIRMATION', effect, validMonths: null }],
  };
}

const OLD = version('2026-01-01', '2026-06-30', 'NONE');
const NEW = version('2026-07-01', null, 'GRANTS');

describe('versions of a procedure', () => {
  const catalogue = new Catalogue([OLD, NEW], [], []);
  const name = (day: string) => catalogue.procedureOn('1.004873', day)?.procedureName;

  test('are in force from their first to their last day', () => {
    expect(['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'].map(name)).toEqual([
      undefined,
      'from 2026-01-01',
      'from 2026-01-01',
      'from 2026-07-01',
    ]);
    expect(catalogue.resultType('KQ.NEW', '2026-06-30')?.effect).toBe('NONE');
    expect(catalogue.resultType('KQ.NEW', '2026-07-01')?.effect).toBe('GRANTS');
  });

  test('of two in force on a day the newer one counts, in whatever order they are listed', () => {
    const open = { ...OLD, validTo: null };
    for (const versions of [
      [open, NEW],
      [NEW, open],
    ]) {
      expect(new Catalogue(versions, [], []).procedureOn('1.004873', '2026-08-01')?.validFrom).toBe(
        '2026-07-01',
      );
    }
  });

  test('a local form of a code means the national one', () => {
    expect(catalogue.procedureOn('1.004873.000.00.00.H44', '2026-07-01')?.validFrom).toBe('2026-07-01');
  });

  test('a question has the version of its day, a dossier that of its day of filing', () => {
    const filed = (day: string): Fact[] => [
      submitted(day, '1.004873', [['HA', 'APPLICANT']]),
      issued('2026-07-05', 'KQ.NEW', [['HA', 'HOLDER']]),
      ended('DossierCompleted', '2026-07-05'),
    ];
    const papers = (day: string) =>
      papersOfSubject('HA', '2026-08-01', EVER, { ...world({ facts: [['D', filed(day)]] }), catalogue });
    expect(papers('2026-06-30')).toEqual([]);
    expect(papers('2026-07-01').map(({ status }) => status)).toEqual(['HELD']);
    const asked = (day: string) =>
      preCheck(question('1.004873', day, [['APPLICANT', 'HA']]), { ...world({}), catalogue }).procedure
        .validFrom;
    expect([asked('2026-06-30'), asked('2026-07-01')]).toEqual(['2026-01-01', '2026-07-01']);
  });
});

describe('rule 1: what was known by then', () => {
  const published = (procedure: Procedure, recordedAt: number): Fact =>
    fact('ProcedurePublished', { at: at('2026-01-01'), recordedAt }, procedure, 'catalogue');

  test('a version recorded later was not known; of two statements about one version the later recorded counts', () => {
    const facts = [
      published({ ...NEW, procedureName: 'second' }, at('2026-03-02')),
      published({ ...NEW, procedureName: 'first' }, at('2026-03-01')),
    ];
    const name = (knownAt: number) =>
      foldCatalogue(facts, knownAt).procedureOn('1.004873', '2026-08-01')?.procedureName;
    expect([at('2026-03-01') - 1, at('2026-03-01'), at('2026-03-02')].map(name)).toEqual([
      undefined,
      'first',
      'second',
    ]);
  });

  test('a succession recorded later was not known', () => {
    const succeeded = fact(
      'AgencySucceeded',
      { at: at('2025-07-01'), recordedAt: at('2026-03-01') },
      { agencyCode: 'H62', successor: 'H44', effectiveOn: '2025-07-01' },
    );
    const isOne = (knownAt: number): boolean => foldAgencies([succeeded], knownAt).isSameOffice('H62', 'H44');
    expect([isOne(at('2026-03-01') - 1), isOne(at('2026-03-01'))]).toEqual([false, true]);
  });
});
