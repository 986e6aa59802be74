// Rule 8: a correction takes its target's place. It has the target's times, not those of the day it was made.
import { describe, expect, test } from 'vitest';
import type { HubEvent } from '#schemas/generated/events.ts';
import { Agencies } from '#shared/once-only/agencies.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, EVER, fact, world } from '../../support/facts.ts';
import { component, ended, issued, shared, submitted } from './life.ts';

const HA = [['HA', 'APPLICANT']] as const;

/** As the doors make it: the replacement goes by the target's name and has the correction's times. */
function correct(target: Fact, made: string, replacement: Fact): Fact {
  const { id, source } = target.event;
  const event: HubEvent = { ...replacement.event, id, source, occurredAt: at(made), recordedAt: at(made) };
  return fact(
    'FactCorrected',
    { at: at(made), recordedAt: at(made), replacement: event },
    { target: { id, source }, factType: event.type, fact: Buffer.alloc(0) },
  );
}

describe('rule 8: corrections', () => {
  test('a corrected component keeps the day of submission', () => {
    const wrong = component('2026-04-01', { name: 'Dinhkem' }, HA);
    const right = component('2026-09-30', { paperKind: 'DIVORCE_JUDGMENT' }, HA);
    const facts = [
      submitted('2026-04-01', '1.001612', HA),
      wrong,
      ended('ResultReturned', '2026-04-02'),
      correct(wrong, '2026-09-30', right),
    ];
    const papers = papersOfSubject('HA', '2026-05-01', EVER, world({ facts: [['D', facts]] }));
    expect(papers.map(({ status, held }) => [status, held.issuedOn])).toEqual([['HELD', '2026-04-01']]);
  });

  test('a corrected dispute counts from the day of the dispute', () => {
    const paper = shared('2026-01-05', { paperKind: 'BIRTH_CERTIFICATE', number: '7' }, [['HA', 'CHILD']]);
    const reference = (number: string) => ({
      paper: { source: null, id: null, number, resultCode: null },
    });
    const wrong = fact('PaperDisputed', { at: at('2026-02-01') }, reference('8'), 'shared');
    const right = fact('PaperDisputed', { at: at('2026-08-01') }, reference('7'), 'shared');
    const seen = world({
      sharedPapers: new Map([['HA', [paper, wrong, correct(wrong, '2026-08-01', right)]]]),
    });
    expect(papersOfSubject('HA', '2026-03-01', EVER, seen)[0]?.reason).toBe('DISPUTED');
    expect(papersOfSubject('HA', '2026-01-31', EVER, seen)[0]?.status).toBe('HELD');
  });

  test('a corrected native result without a number still belongs to the explicit one of its code', () => {
    const native = { door: 'national-sync', sender: 'H44.150', snapshotAt: at('2026-09-15') } as const;
    const stated = issued('2026-09-15', 'KQ.G15.000032', HA, {}, { ...native, id: 'n' });
    const right = issued('2026-09-15', 'KQ.G15.000032', HA, { validFrom: '2026-09-15' });
    const explicit = issued('2026-09-15', 'KQ.G15.000032', [['HA', 'HOLDER']], { number: '71' });
    const snapshot = fact(
      'SnapshotStated',
      { ...native, at: at('2026-09-15') },
      { sections: [{ name: 'RESULTS', facts: [{ key: 'result', id: 'n' }] }] },
    );
    const facts = [
      submitted('2026-09-14', '1.000894', HA),
      stated,
      snapshot,
      explicit,
      correct(stated, '2026-09-20', right),
    ];
    const papers = papersOfSubject('HA', '2026-10-01', EVER, world({ facts: [['D', facts]] }));
    expect(papers.map(({ held }) => held.number)).toEqual(['71']);
  });

  test('a corrected submission keeps the day of filing, which decides the version of the procedure', () => {
    const wrong = submitted('2026-03-02', '1.004873', [['DUC', 'APPLICANT']]);
    const right = submitted('2027-01-01', '1.004873', HA);
    const facts = [wrong, issued('2026-03-04', 'KQ.G15.000038', HA), correct(wrong, '2027-01-01', right)];
    const papers = papersOfSubject('HA', '2026-03-05', EVER, world({ facts: [['D', facts]] }));
    expect(papers.map(({ status }) => status)).toEqual(['HELD']);
  });

  test('what was not corrected yet was known as it stood', () => {
    const wrong = component('2026-04-01', { paperKind: 'HEALTH_CHECK' }, HA);
    const facts = [
      submitted('2026-04-01', '1.001612', HA),
      wrong,
      ended('ResultReturned', '2026-04-02'),
      correct(wrong, '2026-09-30', component('2026-09-30', { paperKind: 'DIVORCE_JUDGMENT' }, HA)),
    ];
    const kinds = (knownAt: number): string[] =>
      papersOfSubject('HA', '2026-10-01', knownAt, world({ facts: [['D', facts]] })).map(
        ({ held }) => held.paperKind,
      );
    expect(kinds(at('2026-09-30') - 1)).toEqual(['HEALTH_CHECK']);
    expect(kinds(at('2026-09-30'))).toEqual(['DIVORCE_JUDGMENT']);
  });
});

describe('rule 8: who may correct', () => {
  const certificate = shared(
    '2026-01-05',
    { paperKind: 'LAND_CERTIFICATE', number: 'B1' },
    [['SON', 'OWNER']],
    {
      agency: 'H44.31',
    },
  );
  const { id, source } = certificate.event;
  const retractedBy = (agency: string, agencies = new Agencies([])): number => {
    const retraction = fact(
      'FactRetracted',
      { at: at('2026-02-01'), agency },
      { target: { id, source }, factType: null },
    );
    const seen = world({ sharedPapers: new Map([['SON', [retraction, certificate]]]), agencies });
    return papersOfSubject('SON', '2026-03-01', EVER, seen).length;
  };

  test('a stranger can neither retract nor correct what another agency stated', () => {
    expect(retractedBy('H05')).toBe(1);
    expect(retractedBy('H44.31')).toBe(0);
    const correction = { ...correct(certificate, '2026-02-01', shared('2026-01-05', { number: 'X' }, [])) };
    const stranger = { ...correction, event: { ...correction.event, agency: 'H05' } };
    const seen = world({ sharedPapers: new Map([['SON', [stranger, certificate]]]) });
    expect(papersOfSubject('SON', '2026-03-01', EVER, seen)[0]?.held.number).toBe('B1');
  });

  test('the successor of the agency can', () => {
    const successor = { code: 'H44.31', name: 'land office', successors: ['H44.32'], predecessors: [] };
    expect(retractedBy('H44.32', new Agencies([successor]))).toBe(0);
  });
});
