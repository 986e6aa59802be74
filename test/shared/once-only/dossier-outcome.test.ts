import { describe, expect, test } from 'vitest';
import { Agencies } from '#shared/once-only/agencies.ts';
import { foldDossier } from '#shared/once-only/dossier.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, EVER, fact, world } from '../../support/facts.ts';
import { component, ended, issued, submitted } from './life.ts';

function fold(facts: readonly Fact[], trusted: readonly string[] = []) {
  return foldDossier('D', facts, {
    ...world({}),
    trustedSources: new Set(trusted),
    knownAt: EVER,
  });
}

const HA = [['HA', 'APPLICANT']] as const;
const DAY = '2026-03-02';

describe('rule 9: the outcome of a dossier', () => {
  test('a granting result is success before 9 or 10 arrives, even if the submission is not known', () => {
    expect(fold([issued(DAY, 'KQ.G15.000038', HA)]).outcome).toBe('SUCCESS');
  });

  test.each(['DossierRefused', 'DossierWithdrawn', 'DossierStopped', 'DossierReopened'] as const)(
    'the latest life-cycle fact %s ends it whatever was issued',
    (name) => {
      const facts = [
        submitted(DAY, '1.004873', HA),
        issued(DAY, 'KQ.G15.000038', HA),
        ended(name, '2026-03-05'),
      ];
      expect(fold(facts).outcome).toBe('ENDED');
    },
  );

  test('a withdrawal that occurred before the return does not count, in whatever order it arrived', () => {
    const facts = [
      ended('ResultReturned', '2026-03-05'),
      submitted(DAY, '1.004873', HA),
      ended('DossierWithdrawn', '2026-03-03'),
    ];
    expect(fold(facts).outcome).toBe('SUCCESS');
  });

  test('status 10 alone is success; with nothing but a refusal it is not', () => {
    expect(fold([submitted(DAY, '1.004222', HA), ended('ResultReturned', DAY)]).outcome).toBe('SUCCESS');
    const refusal = [
      submitted(DAY, '1.004222', HA),
      issued(DAY, 'KQ.G01.000067', HA),
      ended('ResultReturned', DAY),
    ];
    expect(fold(refusal).outcome).toBe('ENDED');
  });

  test('status 9 alone is unproven, success where the source is trusted, nothing where only a refusal came', () => {
    const completed = ended('DossierCompleted', DAY);
    expect(fold([submitted(DAY, '1.004873', HA), completed]).outcome).toBe('UNPROVEN');
    expect(fold([submitted(DAY, '1.004873', HA), completed], [completed.event.source]).outcome).toBe(
      'SUCCESS',
    );
    const refusal = [submitted(DAY, '1.004222', HA), issued(DAY, 'KQ.G01.000067', HA), completed];
    expect(fold(refusal).outcome).toBe('ENDED');
  });

  test('a refusal beside another result is not the only one', () => {
    const facts = [
      submitted(DAY, '1.004222', HA),
      issued(DAY, 'KQ.G01.000067', HA),
      issued(DAY, 'KQ.G01.000066', HA),
      ended('ResultReturned', DAY),
    ];
    expect(fold(facts).outcome).toBe('SUCCESS');
  });

  test('what was returned before a dossier was reopened does not count once it goes on', () => {
    const step = (day: string, status: 'PROCESSING' | 'WITHDRAWN' | 'STOPPED') =>
      fact(
        'ProcessingStepRecorded',
        { at: at(day) },
        { status, startedAt: null, dueAt: null, unitName: null },
      );
    const facts = [
      submitted(DAY, '1.004873', HA),
      ended('ResultReturned', DAY),
      ended('DossierReopened', '2026-03-09'),
      step('2026-03-10', 'PROCESSING'),
    ];
    expect(fold(facts).outcome).toBe('OPEN');
    expect(fold([...facts, step('2026-03-11', 'WITHDRAWN')]).outcome).toBe('ENDED');
    expect(fold([...facts, step('2026-03-11', 'STOPPED')]).outcome).toBe('ENDED');
  });

  test('a reopened dossier is in state REOPENED', () => {
    const facts = [
      submitted(DAY, '1.004873', HA),
      ended('ResultReturned', DAY),
      ended('DossierReopened', '2026-03-09'),
    ];
    expect(fold(facts).state).toBe('REOPENED');
  });
});

describe('rule 10: which results grant', () => {
  test('a result whose file was ever a submitted one is none, even if the component was dropped later', () => {
    const file = { fileRef: 'https://files.example.vn/1.pdf' };
    const first = component(DAY, file, HA, { door: 'national-sync', sender: 'H44.150', snapshotAt: at(DAY) });
    const facts = [
      submitted(DAY, '1.001193', HA),
      first,
      issued(DAY, 'KQ.G15.000031', HA, file),
      ended('DossierCompleted', DAY),
    ];
    expect(fold(facts).outcome).toBe('UNPROVEN');
  });

  test('an unlisted code grants nothing', () => {
    expect(fold([issued(DAY, 'KQ.G99.000001', HA)]).outcome).toBe('OPEN');
  });
});

describe('rule 11: IDENTITY_CONFLICT', () => {
  test('two submissions of different bodies through the CloudEvents doors contradict', () => {
    const facts = [submitted(DAY, '1.004873', HA), submitted(DAY, '1.004873', [['DUC', 'APPLICANT']])];
    expect(fold(facts).conflict).toBe(true);
  });

  test('two procedures under one code contradict', () => {
    expect(fold([submitted(DAY, '1.004873', HA), submitted(DAY, '1.000894', HA)]).conflict).toBe(true);
  });

  test('a list of owners that grows is no contradiction', () => {
    const both = [...HA, ['DUC', 'APPLICANT']] as const;
    expect(fold([submitted(DAY, '1.000894', HA), submitted(DAY, '1.000894', both)]).conflict).toBe(false);
  });

  test('snapshots of different senders contradict, unless one succeeded the other', () => {
    const native = (sender: string, applicant: string) => {
      const options = { door: 'national-sync', sender, agency: sender, snapshotAt: at(DAY) } as const;
      return [
        submitted(DAY, '1.004873', [[applicant, 'APPLICANT']], { ...options, id: sender }),
        fact(
          'SnapshotStated',
          { ...options, at: at(DAY) },
          { sections: [{ name: 'HEADER', facts: [{ key: 'submitted', id: sender }] }] },
        ),
      ];
    };
    const facts = [...native('H62', 'HA'), ...native('H44', 'DUC')];
    const conflict = (successors: readonly string[]) =>
      foldDossier('D', facts, {
        ...world({}),
        agencies: new Agencies([{ code: 'H62', name: 'x', successors, predecessors: [] }]),
        knownAt: EVER,
      }).conflict;
    expect([conflict([]), conflict(['H44'])]).toEqual([true, false]);
  });

  test('leaves the papers of both applicants unsettled', () => {
    const both = [...HA, ['DUC', 'APPLICANT']] as const;
    const facts = [
      submitted(DAY, '1.004873', HA),
      submitted(DAY, '1.004873', [['DUC', 'APPLICANT']]),
      issued(DAY, 'KQ.G15.000038', both),
    ];
    const reasons = (who: string) =>
      papersOfSubject(who, '2026-03-10', EVER, world({ facts: [['D', facts]] })).map(({ reason }) => reason);
    expect([reasons('HA'), reasons('DUC')]).toEqual([['IDENTITY_CONFLICT'], ['IDENTITY_CONFLICT']]);
  });

  test('another representative of the same applicant is no contradiction', () => {
    const through = (representative: string) =>
      submitted(DAY, '1.004873', [...HA, [representative, 'REPRESENTATIVE']]);
    expect(fold([through('LAN'), through('MAI')]).conflict).toBe(false);
    const other = submitted(DAY, '1.004873', [
      ['DUC', 'APPLICANT'],
      ['LAN', 'REPRESENTATIVE'],
    ]);
    expect(fold([through('LAN'), other]).conflict).toBe(true);
  });

  test('retracting one submission ends it', () => {
    const wrong = submitted(DAY, '1.004873', [['DUC', 'APPLICANT']]);
    const { id, source } = wrong.event;
    const retraction = fact(
      'FactRetracted',
      { at: at('2026-03-03') },
      { target: { id, source }, factType: null },
    );
    expect(fold([submitted(DAY, '1.004873', HA), wrong, retraction]).conflict).toBe(false);
  });

  test("a newer owner in the same sender's snapshot is a correction", () => {
    const native = { door: 'national-sync', sender: 'H44.150' } as const;
    const old = submitted(DAY, '1.004873', [['DUC', 'APPLICANT']], {
      ...native,
      id: 'old',
      snapshotAt: at(DAY),
    });
    const corrected = submitted(DAY, '1.004873', HA, { ...native, id: 'new', snapshotAt: at(DAY) });
    const stated = (ids: readonly string[], minutes: number) =>
      fact(
        'SnapshotStated',
        { ...native, at: at(DAY), recordedAt: at(DAY) + minutes * 60_000, snapshotAt: at(DAY) },
        { sections: [{ name: 'HEADER', facts: ids.map((id) => ({ key: 'submitted', id })) }] },
      );
    const dossier = fold([old, corrected, stated(['new'], 9), stated(['old'], 3)]);
    expect(dossier.conflict).toBe(false);
    expect(dossier.applicants).toEqual(['HA']);
  });
});
