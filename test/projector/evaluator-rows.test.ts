// What the facts of a dossier, and papers that nothing maps, give in the derived tables, in memory.
import { describe, expect, test } from 'vitest';
import type { EventData } from '#schemas/generated/events.ts';
import type { DerivedRows } from '#schemas/read-models/derived-tables.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { formatInstant, type Instant } from '#shared/pure/time.ts';
import { component, ended, issued, SINGLE, shared } from '../shared/once-only/life.ts';
import { at, fact } from '../support/facts.ts';
import { Chance, seedFrom } from '../support/seeded.ts';
import { derived } from './evaluator-ground.ts';

function dossier(...facts: readonly Fact[]) {
  const row = derived('dossiers', 'D', facts).dossier_current?.[0];
  if (row === undefined) throw new Error('no row');
  return row;
}

const APPLICANT = [['HA', 'APPLICANT']] as const;
const filed = (more: Partial<EventData['DossierSubmitted']> = {}) =>
  fact(
    'DossierSubmitted',
    { at: at('2026-03-02'), concerns: APPLICANT },
    {
      procedureCode: '1.004873',
      procedureName: null,
      channel: 'ONLINE',
      fieldCode: null,
      fieldName: null,
      electronicAuthenticationLevel: null,
      declaredFields: null,
      prefilledFields: null,
      unitName: null,
      otherDossierCode: null,
      ...more,
    },
  );
const accepted = (dueAt: Instant | null, on = '2026-03-02') =>
  fact('DossierAccepted', { at: at(on, 9) }, { dueAt });
const requested = (day: string, more: Partial<EventData['SupplementRequested']> = {}) =>
  fact(
    'SupplementRequested',
    { at: at(day, 9) },
    { supplementId: null, papers: [], dueAtBefore: null, dueAtAfter: null, ...more },
  );
const received = (day: string, supplementId: string | null = null) =>
  fact('SupplementReceived', { at: at(day, 9) }, { supplementId });

describe('the row of a dossier', () => {
  test('says whose it is, for what, how it was filed and how it ended', () => {
    const row = dossier(
      filed({ fieldCode: 'G15-HT', fieldName: 'Hộ tịch', declaredFields: 8, prefilledFields: 2 }),
      accepted(at('2026-03-06', 17)),
      component('2026-03-02', { name: 'Bản án ly hôn', fileRef: 'a' }, APPLICANT),
      issued('2026-03-05', SINGLE, [['HA', 'HOLDER']], { fileSha256: 'b', signatureStatus: 'VALID' }),
      ended('ResultReturned', '2026-03-05'),
    );
    expect(row).toMatchObject({
      dossier_code: 'D',
      agency: 'H44.150',
      level: 'COMMUNE',
      procedure_code: '1.004873',
      field_code: 'G15-HT',
      field_name: 'Hộ tịch',
      channel: 'ONLINE',
      counted_on: '2026-03-02',
      filed_on: '2026-03-02',
      accepted_at: formatInstant(at('2026-03-02', 9)),
      due_at: formatInstant(at('2026-03-06', 17)),
      late_from: formatInstant(at('2026-03-06', 17)),
      completed_at: formatInstant(at('2026-03-05', 15)),
      closed_at: null,
      state: 'RESULT_RETURNED',
      outcome: 'SUCCESS',
      component_file: true,
      result_file: true,
      result_papers: 1,
      signed_results: 1,
      unverified_results: 0,
      form_fields: 10,
      prefilled_fields: 2,
      result_codes: [SINGLE],
    });
  });

  test('is the same in any order, with any repetition', () => {
    const facts = [
      filed(),
      accepted(at('2026-03-06', 17)),
      requested('2026-03-03', { supplementId: 'a' }),
      received('2026-03-04', 'a'),
      component('2026-03-02', { name: 'Giấy lạ.pdf', code: 'TP9' }, APPLICANT, { key: 'a' }),
      component('2026-03-02', { name: 'Giấy lạ' }, APPLICANT, { key: 'b' }),
      issued('2026-03-05', SINGLE, [['HA', 'HOLDER']]),
      fact('FeePaid', { at: at('2026-03-03') }, { feeCode: null, amount: 5_000, method: 'ONLINE' }),
      ended('ResultReturned', '2026-03-05'),
    ];
    const expected = derived('dossiers', 'D', facts);
    expect(expected.unmapped_paper?.map(({ evidence, papers }) => [evidence, papers])).toEqual(
      expect.arrayContaining([
        ['name:giấy lạ', 2],
        ['code:TP9', 1],
      ]),
    );
    const chance = new Chance(seedFrom('EVALUATOR_ROWS_SEED'));
    for (let round = 0; round < 100; round += 1) {
      const again = facts.filter(() => chance.below(3) === 0);
      const shuffled = derived('dossiers', 'D', chance.shuffle([...facts, ...again]));
      expect(shuffled.dossier_current).toEqual(expected.dossier_current);
      expect(shuffled.agency_activity).toEqual(expected.agency_activity);
      expect(sorted(shuffled.unmapped_paper)).toEqual(sorted(expected.unmapped_paper));
    }
  });

  test('15 → 20 → 15: the due time is the one stated last', () => {
    const row = dossier(
      filed(),
      accepted(at('2026-03-15', 17)),
      fact('DossierAccepted', { at: at('2026-03-03', 9) }, { dueAt: at('2026-03-20', 17) }),
      fact('DossierAccepted', { at: at('2026-03-04', 9) }, { dueAt: at('2026-03-15', 17) }),
    );
    expect(row.due_at).toBe(formatInstant(at('2026-03-15', 17)));
  });

  test('moves its lateness by the days of a supplement, not by what the sender says the new due time is', () => {
    const row = dossier(
      filed(),
      accepted(at('2026-03-06', 17)),
      requested('2026-03-03', { dueAtBefore: at('2026-03-06', 17), dueAtAfter: at('2026-04-30', 17) }),
      received('2026-03-05'),
    );
    expect(row.late_from).toBe(formatInstant(at('2026-03-08', 17)));
  });

  test('counts a span once where the sender moved the due time itself', () => {
    const moved = at('2026-03-08', 17);
    const restated = [filed(), accepted(moved), received('2026-03-05')];
    const [before, without] = [at('2026-03-06', 17), null].map((dueAtBefore) =>
      dossier(...restated, requested('2026-03-03', { dueAtBefore, dueAtAfter: moved })),
    );
    expect(before?.late_from).toBe(formatInstant(moved));
    expect(without?.late_from).toBe(formatInstant(moved));
  });

  test('stands still while the applicant is waited for, and while processing is suspended', () => {
    const due = accepted(at('2026-03-06', 17));
    expect(dossier(filed(), due, requested('2026-03-03')).late_from).toBeNull();
    const suspended = fact('ProcessingSuspended', { at: at('2026-03-04', 9) }, { until: null });
    expect(dossier(filed(), due, suspended).late_from).toBeNull();
    const resumed = fact('ProcessingResumed', { at: at('2026-03-09', 9) }, {});
    expect(dossier(filed(), due, suspended, resumed).late_from).toBe(formatInstant(at('2026-03-11', 17)));
  });

  test('a second supplement request is late by rule, one that is stated twice is one', () => {
    const due = accepted(at('2026-03-06', 17));
    const first = [requested('2026-03-03', { supplementId: 'a' }), received('2026-03-04', 'a')];
    const again = requested('2026-03-03', { supplementId: 'a', dueAtAfter: at('2026-03-07', 17) });
    expect(dossier(filed(), due, ...first, again)).toMatchObject({ supplements: 1 });
    const second = requested('2026-03-05', { supplementId: 'b' });
    expect(dossier(filed(), due, ...first, second)).toMatchObject({
      supplements: 2,
      late_from: formatInstant(at('2026-03-05', 9) - 1),
    });
  });

  test('was never accepted when reception was refused; ends without completion when withdrawn', () => {
    expect(dossier(filed(), ended('DossierRefused', '2026-03-03'))).toMatchObject({
      accepted_at: null,
      completed_at: null,
      closed_at: formatInstant(at('2026-03-03', 16)),
    });
    expect(dossier(filed(), accepted(null), ended('DossierWithdrawn', '2026-03-04'))).toMatchObject({
      accepted_at: formatInstant(at('2026-03-02', 9)),
      completed_at: null,
      closed_at: formatInstant(at('2026-03-04', 16)),
      outcome: 'ENDED',
    });
  });

  test('is open again after it was reopened', () => {
    const row = dossier(
      filed(),
      accepted(null),
      ended('ResultReturned', '2026-03-05'),
      ended('DossierReopened', '2026-03-06'),
    );
    expect(row).toMatchObject({ completed_at: null, state: 'REOPENED' });
  });

  test('rests on a bare "completed" until a result proves it', () => {
    const done = [filed(), accepted(null), ended('DossierCompleted', '2026-03-05')];
    expect(dossier(...done)).toMatchObject({ outcome: 'UNPROVEN', rests_on_completion: true });
    expect(dossier(...done, ended('ResultReturned', '2026-03-06')).rests_on_completion).toBe(false);
  });

  test('counts fees, transfers and ratings', () => {
    const row = dossier(
      filed(),
      fact('FeePaid', { at: at('2026-03-03') }, { feeCode: 'a', amount: 1, method: 'ONLINE' }),
      fact('FeePaid', { at: at('2026-03-04') }, { feeCode: 'b', amount: 1, method: 'CASH' }),
      fact(
        'DossierTransferred',
        { at: at('2026-03-04') },
        { from: 'H44.1', to: 'H44.2', form: 'ELECTRONIC' },
      ),
      fact('DossierTransferred', { at: at('2026-03-05') }, { from: 'H44.2', to: 'H44.1', form: 'PAPER' }),
      fact('SatisfactionRated', { at: at('2026-03-05') }, { rating: 'VERY_SATISFIED' }),
      fact('SatisfactionRated', { at: at('2026-03-06') }, { rating: 'UNKNOWN' }),
    );
    expect(row).toMatchObject({
      fees_paid: 2,
      fees_paid_online: 1,
      transfers: 2,
      electronic_transfers: 1,
      ratings: 1,
      satisfied: 1,
    });
  });
});

function sorted(rows: DerivedRows['unmapped_paper'] = []): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

describe('unmapped papers', () => {
  const evidences = (rows: DerivedRows): readonly string[] =>
    (rows.unmapped_paper ?? []).map(({ evidence }) => evidence).sort();

  test('of a dossier: what no alias maps, and results that no procedure lists', () => {
    const rows = derived('dossiers', 'D', [
      filed(),
      component('2026-03-02', { paperKind: 'PASSPORT', name: 'Hộ chiếu lạ' }, APPLICANT, { key: 'a' }),
      component('2026-03-02', { name: 'Giấy lạ' }, APPLICANT, { key: 'b' }),
      issued('2026-03-05', 'KQ.X99.000001', [['HA', 'HOLDER']]),
      issued('2026-03-05', SINGLE, [['HA', 'HOLDER']]),
    ]);
    expect(evidences(rows)).toEqual(['name:giấy lạ', 'result:KQ.X99.000001']);
  });

  test('of a shared paper', () => {
    const rows = derived('shared_papers', 'HA', [
      shared('2026-03-02', { code: 'BV-17', name: 'Giấy của bệnh viện' }, [['HA', 'HOLDER']]),
      shared('2026-03-02', { paperKind: 'BIRTH_NOTICE', code: 'BV-1' }, [['HA', 'HOLDER']]),
    ]);
    expect(evidences(rows)).toEqual(['code:BV-17', 'name:giấy của bệnh viện']);
  });
});
