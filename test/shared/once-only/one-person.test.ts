// One person with two identifiers is judged as one, and only while somebody says so (domain.md 3).
import { describe, expect, test } from 'vitest';
import { Agencies } from '#shared/once-only/agencies.ts';
import { foldDossier } from '#shared/once-only/dossier.ts';
import { firstNeeds, secondNeeds } from '#shared/once-only/needs.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import { preCheck } from '#shared/once-only/pre-check.ts';
import { foldSubjectLinks, NO_LINKS } from '#shared/once-only/subject-links.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, EVER, fact, question, world } from '../../support/facts.ts';
import { confirmation, ended, marriageQuestion, returned, row, shared, submitted } from './life.ts';
import { linked, takenBack, unlinked } from './registry-facts.ts';

const NOBODY = new Agencies([]);
const links = (facts: readonly Fact[], knownAt = EVER) => foldSubjectLinks(facts, NOBODY, knownAt);
const persons = (facts: readonly Fact[], knownAt = EVER) => links(facts, knownAt).keysOf('HA');

describe('identifiers', () => {
  test('are one person from the link until the unlinking, in the order of the facts', () => {
    const [on, off, again] = [
      linked('2026-01-01', ['HA', 'OLD']),
      unlinked('2026-02-01', ['OLD', 'HA']),
      linked('2026-03-01', ['HA', 'OLD']),
    ];
    for (const facts of [
      [on, off, again],
      [again, off, on],
    ]) {
      expect(persons(facts)).toEqual(['HA', 'OLD']);
      expect(persons(facts, at('2026-02-15'))).toEqual(['HA']);
      expect(persons(facts, at('2026-01-15'))).toEqual(['HA', 'OLD']);
      expect(persons(facts, at('2025-12-31'))).toEqual(['HA']);
    }
  });

  test('are joined over any number of steps, in whatever order they were joined', () => {
    const steps = [
      linked('2026-01-01', ['HA', 'B']),
      linked('2026-01-02', ['C', 'D']),
      linked('2026-01-03', ['B', 'C']),
    ];
    expect(persons(steps)).toEqual(['B', 'C', 'D', 'HA']);
    expect(persons(steps.toReversed())).toEqual(['B', 'C', 'D', 'HA']);
    expect(persons([...steps, unlinked('2026-01-04', ['B', 'C'])])).toEqual(['B', 'HA']);
  });

  test('are not joined by a link that was retracted', () => {
    const link = linked('2026-01-01', ['HA', 'OLD']);
    expect(persons([link, takenBack('2026-01-02', link)])).toEqual(['HA']);
  });

  test('are called by the one that is asked about', () => {
    const known = links([linked('2026-01-01', ['HA', 'OLD'])]);
    expect(known.calledBy(['OLD']).personOf('HA')).toBe('OLD');
    expect(known.calledBy(['HA']).personOf('OLD')).toBe('HA');
    expect(known.calledBy(['DUC'])).toBe(known);
  });
});

describe('one person with two identifiers', () => {
  const link = linked('2026-01-01', ['HA', 'OLD']);
  const joined = links([link]);
  /** The confirmation was issued under the identifier that she had before. */
  const underOld = returned('2026-03-02', '1.004873', 'KQ.G15.000038', [['OLD', 'HOLDER']], { number: '1' });

  test('holds what was stated under either', () => {
    const seen = (known = joined) => world({ facts: [['D', underOld]], links: known });
    expect(row(marriageQuestion('2026-03-10'), seen(), 2).status).toBe('HELD');
    expect(row(marriageQuestion('2026-03-10'), seen(NO_LINKS), 2).status).toBe('MISSING');
    for (const asked of ['HA', 'OLD']) {
      const [found] = papersOfSubject(asked, '2026-03-10', EVER, seen());
      expect(found?.held.concerns).toEqual([{ subjectKey: asked, role: 'HOLDER' }]);
    }
  });

  test('the link is part of the proof', () => {
    const seen = world({ facts: [['D', underOld]], links: joined });
    const proof = (asked: string) =>
      papersOfSubject(asked, '2026-03-10', EVER, seen)[0]?.held.provenance.map(({ eventId }) => eventId);
    expect(proof('HA')).toContain(link.event.id);
    expect(proof('OLD')).not.toContain(link.event.id);
  });

  test('loses under one what a marriage under the other supersedes', () => {
    const marriage = returned('2026-03-20', '1.000894', 'KQ.G15.000032', [
      ['OLD', 'HOLDER'],
      ['DUC', 'SPOUSE'],
    ]);
    const seen = (known: typeof joined) =>
      world({
        facts: [
          ['D', confirmation],
          ['M', marriage],
        ],
        links: known,
      });
    expect(row(marriageQuestion('2026-03-25'), seen(joined), 2).reason).toBe('SUPERSEDED');
    expect(row(marriageQuestion('2026-03-25'), seen(NO_LINKS), 2).status).toBe('HELD');
  });

  test('is no second applicant of a dossier', () => {
    const facts = [
      submitted('2026-03-02', '1.004873', [['HA', 'APPLICANT']]),
      submitted('2026-03-02', '1.004873', [['OLD', 'APPLICANT']]),
    ];
    const folded = (known: typeof joined) =>
      foldDossier('D', facts, { ...world({ links: known }), knownAt: EVER });
    expect(folded(joined)).toMatchObject({ conflict: false, applicants: ['HA'] });
    expect(folded(NO_LINKS).conflict).toBe(true);
  });

  test('a dispute under the other identifier is about the paper', () => {
    const paper = shared('2026-01-05', { paperKind: 'BIRTH_CERTIFICATE', number: '7' }, [['HA', 'CHILD']]);
    const dispute = fact(
      'PaperDisputed',
      { at: at('2026-02-01'), concerns: [['OLD', 'CHILD']] },
      { paper: { source: null, id: null, number: '7', resultCode: null } },
      'shared',
    );
    const sharedPapers = new Map([
      ['HA', [paper]],
      ['OLD', [dispute]],
    ]);
    const judged = (known: typeof joined) =>
      papersOfSubject('HA', '2026-03-01', EVER, world({ sharedPapers, links: known }))[0]?.status;
    expect([judged(joined), judged(NO_LINKS)]).toEqual(['STALE', 'HELD']);
    const needs = secondNeeds(world({ sharedPapers: new Map([['HA', [paper]]]), links: joined }));
    expect(needs.remarkedUnder).toEqual(['OLD']);
  });

  test('proves a relation under either', () => {
    const birth = shared('2026-01-05', { paperKind: 'BIRTH_CERTIFICATE' }, [
      ['OLD', 'CHILD'],
      ['LOC', 'FATHER'],
    ]);
    const death = returned('2026-10-20', '1.000656', 'KQ.G15.000034', [['LOC', 'DECEASED']]);
    const asked = question('2.000821', '2026-11-01', [
      ['APPLICANT', 'HA'],
      ['DECEASED', 'LOC'],
    ]);
    const seen = (known: typeof joined) =>
      world({ facts: [['D', death]], sharedPapers: new Map([['OLD', [birth]]]), links: known });
    expect(row(asked, seen(joined), 2).status).toBe('HELD');
    expect(row(asked, seen(NO_LINKS), 2).reason).toBe('RELATION_UNPROVEN');
  });

  test('asked about twice is one person', () => {
    const asked = question('1.000894', '2026-03-10', [
      ['APPLICANT', 'HA'],
      ['SPOUSE', 'OLD'],
    ]);
    const answer = preCheck(asked, world({ facts: [['D', underOld]], links: joined }));
    expect(answer.papers.find(({ ordinal }) => ordinal === 2)?.status).toBe('HELD');
  });

  test('is looked for under every identifier', () => {
    const needs = firstNeeds(marriageQuestion('2026-03-10'), world({ links: joined }));
    expect(needs.subjectKeys).toEqual(['HA', 'OLD', 'DUC']);
  });

  test('keeps what a withdrawn dossier under the other identifier does not give', () => {
    const withdrawn = [...underOld, ended('DossierWithdrawn', '2026-03-05')];
    const seen = world({ facts: [['D', withdrawn]], links: joined });
    expect(row(marriageQuestion('2026-03-10'), seen, 2).status).toBe('MISSING');
  });
});
