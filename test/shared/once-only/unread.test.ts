// Rule 17: what could not be read unsettles every paper that it may change, and no other.
import { describe, expect, test } from 'vitest';
import type { Paper } from '#schemas/generated/events.ts';
import { Agencies } from '#shared/once-only/agencies.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import { foldSubjectLinks } from '#shared/once-only/subject-links.ts';
import type { OpenDeadLetter, World } from '#shared/once-only/world.ts';
import { at, EVER, fact, world } from '../../support/facts.ts';
import { ended, issued, REGISTERED, returned, shared, submitted } from './life.ts';
import { linked } from './registry-facts.ts';

function letter(
  stream: OpenDeadLetter['stream'],
  aggregateKey: string,
  knownFrom = at('2026-03-04'),
): OpenDeadLetter {
  return { stream, aggregateKey, knownFrom };
}

function reasonsOf(who: string, seen: World, knownAt = EVER): readonly string[] {
  return papersOfSubject(who, '2026-03-10', knownAt, seen).map(({ reasons }) => reasons.join());
}

describe('rule 17: an open dead letter', () => {
  const DOCUMENT = 'H44,2026-03-01,7/QD';
  const permit = (stated: Partial<Paper>) =>
    [['D', returned('2026-03-02', '1.013225', 'KQ.G17.000311', [['HA', 'HOLDER']], stated)]] as const;

  test('of a document unsettles the papers behind which it stands: it may be a recall', () => {
    const facts = permit({ documentKey: DOCUMENT });
    const deadLetters = [letter('documents', DOCUMENT)];
    expect(reasonsOf('HA', world({ facts, deadLetters }))).toEqual(['DEAD_LETTER_OPEN']);
    expect(reasonsOf('HA', world({ facts, deadLetters }), at('2026-03-03'))).toEqual(['']);
    expect(
      reasonsOf('HA', world({ facts, deadLetters: [letter('documents', 'H44,2026-03-01,8/QD')] })),
    ).toEqual(['']);
    expect(reasonsOf('HA', world({ facts: permit({}), deadLetters }))).toEqual(['']);
  });

  test('under an opaque id of the document unsettles as under its key', () => {
    const registered = fact(
      'DocumentRegistered',
      { at: at('2026-03-01'), agency: 'H44' },
      { ...REGISTERED, documentId: 'opaque-1' },
      'document-management',
    );
    const seen = world({
      facts: permit({ documentKey: DOCUMENT }),
      documents: new Map([[DOCUMENT, [registered]]]),
      deadLetters: [letter('documents', 'opaque-1')],
    });
    expect(reasonsOf('HA', seen)).toEqual(['DEAD_LETTER_OPEN']);
  });

  test('of a civil servant unsettles what they signed: they may have left their post', () => {
    const facts = permit({ signer: { civilServantCode: 'CC-1', certificateSerial: null } });
    const deadLetters = [letter('civil_servants', 'CC-1')];
    expect(reasonsOf('HA', world({ facts, deadLetters }))).toEqual(['DEAD_LETTER_OPEN']);
    expect(reasonsOf('HA', world({ facts: permit({}), deadLetters }))).toEqual(['']);
  });

  test('of a personnel record unsettles the decision that it proves', () => {
    const retired = fact(
      'Retired',
      { at: at('2026-03-01'), concerns: [['HA', 'HOLDER']] },
      { effectiveOn: '2026-03-01', number: '9/QĐ' },
      'civil-servants',
    );
    const civilServants = new Map([['CC-1', [retired]]]);
    expect(reasonsOf('HA', world({ civilServants }))).toEqual(['']);
    const deadLetters = [letter('civil_servants', 'CC-1')];
    expect(reasonsOf('HA', world({ civilServants, deadLetters }))).toEqual(['DEAD_LETTER_OPEN']);
  });

  test('under the key of another person whom a shared paper names unsettles it: it may be a dispute', () => {
    const marriage = shared('2026-01-05', { paperKind: 'MARRIAGE_CERTIFICATE' }, [
      ['HA', 'HOLDER'],
      ['DUC', 'SPOUSE'],
    ]);
    const sharedPapers = new Map([['HA', [marriage]]]);
    const under = (key: string, links = world({}).links): readonly string[] =>
      reasonsOf('HA', world({ sharedPapers, links, deadLetters: [letter('shared_papers', key)] }));
    expect(under('DUC')).toEqual(['DEAD_LETTER_OPEN']);
    expect(under('LOC')).toEqual(['']);
    const links = foldSubjectLinks([linked('2026-01-01', ['DUC', 'LOC'])], new Agencies([]));
    expect(under('LOC', links)).toEqual(['DEAD_LETTER_OPEN']);
  });

  test('is told after a conflict and before an unproven end', () => {
    const stated = { documentKey: DOCUMENT };
    const contradicting = [
      submitted('2026-03-02', '1.013225', [['HA', 'APPLICANT']]),
      submitted('2026-03-02', '1.013225', [['DUC', 'APPLICANT']]),
      issued('2026-03-02', 'KQ.G17.000311', [['HA', 'HOLDER']], stated),
      ended('ResultReturned', '2026-03-02'),
    ];
    const deadLetters = [letter('documents', DOCUMENT)];
    expect(reasonsOf('HA', world({ facts: [['D', contradicting]], deadLetters }))).toEqual([
      'IDENTITY_CONFLICT,DEAD_LETTER_OPEN',
    ]);
  });
});

describe('design 2.4: the same id in two shared aggregates', () => {
  const options = { id: 'same', source: '/agencies/H44.31/shared-papers' };
  const hers = (recordedAt: number) =>
    shared('2026-01-05', { paperKind: 'BIRTH_CERTIFICATE', number: 'hers' }, [['HA', 'CHILD']], {
      ...options,
      recordedAt,
    });
  const his = (recordedAt: number) =>
    shared('2026-01-05', { paperKind: 'BIRTH_CERTIFICATE', number: 'his' }, [['DUC', 'CHILD']], {
      ...options,
      recordedAt,
    });
  const numbers = (who: string, seen: World, knownAt = EVER) =>
    papersOfSubject(who, '2026-03-10', knownAt, seen).map(({ held }) => held.number);

  test('is one fact: the one that was recorded first stands, in whatever order they are read', () => {
    const [first, second] = [his(at('2026-01-06')), hers(at('2026-01-07'))];
    for (const sharedPapers of [
      new Map([
        ['HA', [second]],
        ['DUC', [first]],
      ]),
      new Map([
        ['DUC', [first]],
        ['HA', [second]],
      ]),
    ]) {
      expect(numbers('HA', world({ sharedPapers }))).toEqual([]);
      expect(numbers('DUC', world({ sharedPapers }))).toEqual(['his']);
      expect(numbers('DUC', world({ sharedPapers }), at('2026-01-05'))).toEqual([]);
    }
  });

  test('another id under another key is another fact', () => {
    const other = shared('2026-01-05', { paperKind: 'BIRTH_CERTIFICATE', number: 'other' }, [
      ['HA', 'CHILD'],
    ]);
    const sharedPapers = new Map([
      ['HA', [other]],
      ['DUC', [his(at('2026-01-06'))]],
    ]);
    expect(numbers('HA', world({ sharedPapers }))).toEqual(['other']);
  });
});
