// What operators decide: whose dossier it is, which sources are believed, who a person is (rules 9, 11, 27).
import { describe, expect, test } from 'vitest';
import { Agencies } from '#shared/once-only/agencies.ts';
import { foldDecisions, NOTHING_DECIDED } from '#shared/once-only/decisions.ts';
import { foldDossier } from '#shared/once-only/dossier.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import { foldPersonConflicts } from '#shared/once-only/person-conflicts.ts';
import { foldSourceTrust } from '#shared/once-only/source-trust.ts';
import { foldSubjectLinks } from '#shared/once-only/subject-links.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, EVER, world } from '../../support/facts.ts';
import {
  component,
  confirmation,
  ended,
  issued,
  marriageQuestion,
  row,
  SINGLE,
  shared,
  submitted,
} from './life.ts';
import { conflictFound, decided, linked, takenBack, trust } from './registry-facts.ts';

const NOBODY = new Agencies([]);
const DAY = '2026-03-02';
const decisions = (facts: readonly Fact[], knownAt = EVER) => foldDecisions(facts, NOBODY, knownAt);

describe('rule 11: an operator decides whose dossier it is', () => {
  const facts = [
    submitted(DAY, '1.004873', [['HA', 'APPLICANT']]),
    submitted(DAY, '1.004873', [['DUC', 'APPLICANT']]),
    component(DAY, { paperKind: 'DIVORCE_JUDGMENT' }, [['HA', 'APPLICANT']], { key: 'hers' }),
    component(DAY, { paperKind: 'DIVORCE_JUDGMENT' }, [['DUC', 'APPLICANT']], { key: 'his' }),
    issued(DAY, SINGLE, [
      ['HA', 'HOLDER'],
      ['DUC', 'HOLDER'],
    ]),
    ended('ResultReturned', DAY),
  ];
  const forHer = decided('2026-03-05', { dossierCode: 'D', applicants: ['HA'] });
  const papers = (who: string, made: readonly Fact[], knownAt = EVER) =>
    papersOfSubject(
      who,
      '2026-03-10',
      EVER,
      world({ facts: [['D', facts]], decisions: decisions(made, knownAt) }),
    );

  test('then its papers are the applicant’s that stands, and nobody else’s', () => {
    expect(papers('HA', []).map(({ reason }) => reason)).toEqual(['IDENTITY_CONFLICT', 'IDENTITY_CONFLICT']);
    expect(papers('HA', [forHer]).map(({ status, held }) => [status, held.paperKind])).toEqual(
      expect.arrayContaining([
        ['HELD', 'SINGLE_STATUS_CONFIRMATION'],
        ['HELD', 'DIVORCE_JUDGMENT'],
      ]),
    );
    expect(papers('HA', [forHer])).toHaveLength(2);
    expect(papers('DUC', [forHer])).toEqual([]);
  });

  test('the decision is part of the proof', () => {
    const [found] = papers('HA', [forHer]);
    expect(found?.held.provenance.map(({ eventId }) => eventId)).toContain(forHer.event.id);
  });

  test('what was not decided yet, or was taken back, settles nothing', () => {
    expect(papers('HA', [forHer], at('2026-03-04'))[0]?.reason).toBe('IDENTITY_CONFLICT');
    expect(papers('HA', [forHer, takenBack('2026-03-06', forHer)])[0]?.reason).toBe('IDENTITY_CONFLICT');
  });

  test('of two decisions the later one counts, in whatever order they came', () => {
    const forHim = decided('2026-03-07', { dossierCode: 'D', applicants: ['DUC'] });
    for (const made of [
      [forHer, forHim],
      [forHim, forHer],
    ]) {
      expect(papers('HA', made)).toEqual([]);
      expect(papers('DUC', made).map(({ status }) => status)).toEqual(['HELD', 'HELD']);
    }
  });

  test('a decision about the procedure leaves the applicants, and the other way round', () => {
    const both = [
      submitted(DAY, '1.000894', [['HA', 'APPLICANT']]),
      submitted(DAY, '1.004873', [['HA', 'APPLICANT']]),
      submitted(DAY, '1.004873', [['DUC', 'APPLICANT']]),
    ];
    const fold = (...made: Fact[]) =>
      foldDossier('D', both, { ...world({ decisions: decisions(made) }), knownAt: EVER });
    const procedure = decided('2026-03-05', { dossierCode: 'D', procedureCode: '1.004873' });
    expect(fold(procedure)).toMatchObject({ conflict: true, procedureCode: '1.004873' });
    expect(fold(forHer)).toMatchObject({ conflict: true, applicants: ['HA'] });
    expect(fold(procedure, forHer)).toMatchObject({
      conflict: false,
      procedureCode: '1.004873',
      applicants: ['HA'],
    });
    expect(fold(forHer, procedure)).toMatchObject({ conflict: false, applicants: ['HA'] });
  });

  test('another dossier is not decided by it', () => {
    const other = decided('2026-03-05', { dossierCode: 'E', applicants: ['HA'] });
    expect(papers('HA', [other])[0]?.reason).toBe('IDENTITY_CONFLICT');
  });
});

describe('rule 9: an operator says which sources are believed', () => {
  const SOURCE = '/agencies/H44.150/events';
  const facts = [
    submitted(DAY, '1.004873', [['HA', 'APPLICANT']]),
    component(DAY, { paperKind: 'DIVORCE_JUDGMENT' }, [['HA', 'APPLICANT']]),
    ended('DossierCompleted', DAY),
  ];
  const outcome = (made: readonly Fact[], knownAt = EVER) => {
    const trustedSources = foldSourceTrust(made, NOBODY, knownAt);
    return foldDossier('D', facts, { ...world({ trustedSources }), knownAt: EVER }).outcome;
  };

  test('from the statement on, until the opposite is said', () => {
    const made = [trust('2026-03-09', SOURCE, false), trust('2026-03-05', SOURCE, true)];
    expect(outcome(made, at('2026-03-04'))).toBe('UNPROVEN');
    expect(outcome(made, at('2026-03-06'))).toBe('SUCCESS');
    expect(outcome(made)).toBe('UNPROVEN');
    expect(outcome(made.toReversed())).toBe('UNPROVEN');
  });

  test('of that source alone, and not by a statement that was taken back', () => {
    const believed = trust('2026-03-05', SOURCE, true);
    expect(outcome([trust('2026-03-05', '/agencies/H05/events', true)])).toBe('UNPROVEN');
    expect(outcome([believed, takenBack('2026-03-06', believed)])).toBe('UNPROVEN');
  });
});

describe('rule 11: two persons under one personal number', () => {
  const found = conflictFound('2026-03-05', 'person-1', 'PERSON', ['HA']);
  const inQuestion = (made: readonly Fact[] = [], findings = [found], knownAt = EVER) =>
    foldPersonConflicts(findings, decisions(made), NOBODY, knownAt);
  const seen = (personConflicts: ReadonlySet<string>) =>
    world({ facts: [['D', confirmation]], personConflicts });

  test('leave all papers of that number unsettled until an operator decides', () => {
    expect(row(marriageQuestion('2026-03-10'), seen(inQuestion()), 2)).toMatchObject({
      status: 'UNSETTLED',
      reasons: ['IDENTITY_CONFLICT'],
    });
    const settled = inQuestion([decided('2026-03-08', { conflictId: 'person-1' })]);
    expect(row(marriageQuestion('2026-03-10'), seen(settled), 2).status).toBe('HELD');
  });

  test('a conflict about a dossier, or one that was not known yet, is none about the person', () => {
    expect(inQuestion([], [conflictFound('2026-03-05', 'c', 'APPLICANT', ['HA'])]).size).toBe(0);
    expect(inQuestion([], [found], at('2026-03-04')).size).toBe(0);
    expect(inQuestion([decided('2026-03-08', { conflictId: 'another' })])).toEqual(new Set(['HA']));
  });

  test('papers of somebody else whom they name are not in question', () => {
    const marriage = shared('2026-01-05', { paperKind: 'MARRIAGE_CERTIFICATE' }, [
      ['HA', 'HOLDER'],
      ['DUC', 'SPOUSE'],
    ]);
    const papers = (who: string) =>
      papersOfSubject(
        who,
        '2026-03-10',
        EVER,
        world({ sharedPapers: new Map([['HA', [marriage]]]), personConflicts: inQuestion() }),
      )[0]?.status;
    expect([papers('HA'), papers('DUC')]).toEqual(['UNSETTLED', 'HELD']);
  });

  test('a conflict under another identifier is about the same person', () => {
    const links = foldSubjectLinks([linked('2026-01-01', ['HA', 'OLD'])], NOBODY);
    const under = inQuestion([], [conflictFound('2026-03-05', 'p', 'PERSON', ['OLD'])]);
    expect(row(marriageQuestion('2026-03-10'), { ...seen(under), links }, 2).reason).toBe(
      'IDENTITY_CONFLICT',
    );
  });

  test('nothing decided is nothing decided', () => {
    expect(NOTHING_DECIDED.ofDossier('D')).toBeUndefined();
    expect(NOTHING_DECIDED.isDecided('person-1')).toBe(false);
  });
});
