// Rules 1 to 12 of the decision by their numbers, one test each: times, facts that stand, a dossier's outcome. The corners
// of each rule are in the files of their own subjects.
import { describe, expect, test } from 'vitest';
import { signerStanding } from '#shared/once-only/civil-servant.ts';
import { foldDossier } from '#shared/once-only/dossier.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import { standingFacts } from '#shared/once-only/standing.ts';
import type { World } from '#shared/once-only/world.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { addDays, type Day, dayOf, parseNativeTime } from '#shared/pure/time.ts';
import { at, CATALOGUE, EVER, fact, paper, world } from '../../support/facts.ts';
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
import { takenBack } from './registry-facts.ts';

const DAY = '2026-03-02';
const HA = [['HA', 'APPLICANT']] as const;
const NATIVE = { door: 'national-sync', sender: 'H44.150', agency: 'H44.150' } as const;

const answered = (facts: readonly Fact[], on: Day, knownAt = EVER) =>
  row(marriageQuestion(on, { knownAt }), world({ facts: [['D', facts]] }), 2);
const outcome = (facts: readonly Fact[], trusted: readonly string[] = []) =>
  foldDossier('D', facts, { ...world({ trustedSources: new Set(trusted) }), knownAt: EVER });

/** A snapshot of one sender that lists these components, with the facts that it states. */
function snapshot(day: Day, names: readonly string[], recordedAt = at(day, 20)): Fact[] {
  const options = { ...NATIVE, at: at(day), recordedAt, snapshotAt: at(day) };
  return [
    ...names.map((id) => component(day, { name: id }, HA, { ...options, id, key: id })),
    fact(
      'SnapshotStated',
      { ...options, id: `${names.join()} ${day} ${recordedAt}` },
      { sections: [{ name: 'COMPONENTS', facts: names.map((id) => ({ key: id, id })) }] },
    ),
  ];
}
const statuses = (seen: World, on: Day): string[] =>
  papersOfSubject('HA', on, EVER, seen).map(({ status, reason }) => reason ?? status);
const names = (facts: readonly Fact[]): string[] =>
  standingFacts(facts, EVER, world({}).agencies)
    .facts.map(({ fact: { event } }) => event.id)
    .sort();

describe('time', () => {
  test('rule 1: on governs the world, knownAt governs knowledge; an outcome goes by knowledge alone', () => {
    const revoked = fact(
      'ResultRevoked',
      { at: at('2026-05-01') },
      { paper: { source: null, id: null, number: '12/XN', resultCode: null } },
    );
    const withdrawn = ended('DossierWithdrawn', '2026-05-01');
    expect(answered([...confirmation, revoked], '2026-04-30').status).toBe('HELD');
    expect(answered([...confirmation, revoked], '2026-05-01').reason).toBe('REVOKED');
    expect(answered([...confirmation, revoked], '2026-05-01', at('2026-04-30')).status).toBe('HELD');
    expect(answered([...confirmation, withdrawn], '2026-04-30').status).toBe('MISSING');
    expect(answered([...confirmation, withdrawn], '2026-04-30', at('2026-04-30')).status).toBe('HELD');
  });

  test('rule 2: the day of an instant is its day in Asia/Ho_Chi_Minh, and native times are in that zone', () => {
    const lateInGreenwich = Date.UTC(2026, 2, 1, 17, 30);
    expect(dayOf(lateInGreenwich)).toBe(DAY);
    expect(parseNativeTime('20260302003000')).toBe(lateInGreenwich);
    const facts = [
      submitted('2026-03-01', '1.001612', HA),
      component('2026-03-01', { paperKind: 'SINGLE_STATUS_CONFIRMATION' }, HA, { at: lateInGreenwich }),
      ended('ResultReturned', '2026-03-03'),
    ];
    expect(answered(facts, '2026-03-03').held?.issuedOn).toBe(DAY);
  });

  test('rule 3: last days count, for papers and for posts', () => {
    expect(answered(confirmation, '2026-09-02').status).toMatch(/^HELD/);
    expect(answered(confirmation, '2026-09-03').reason).toBe('EXPIRED');
    const post = [
      fact(
        'Appointed',
        { at: at('2020-01-01') },
        { unit: 'H44', title: null, startsOn: '2020-01-01', endsOn: '2026-03-02' },
        'civil-servants',
      ),
    ];
    const standing = (day: Day) => signerStanding(post, 'H44', day, EVER, world({}).agencies);
    expect([standing(DAY), standing('2026-03-03')]).toEqual(['IN_POST', 'NOT_IN_POST']);
  });

  test('rule 4: HELD_EXPIRING ends before the day asked about and the days of the procedure', () => {
    const days = CATALOGUE.procedureOn('1.000894', DAY)?.processingDays ?? 0;
    expect(days).toBeGreaterThan(0);
    const last = addDays('2026-09-02', -days);
    expect(answered(confirmation, last).status).toBe('HELD');
    expect(answered(confirmation, addDays(last, 1)).status).toBe('HELD_EXPIRING');
  });
});

describe('facts that stand', () => {
  test('rule 5: the newest snapshot decides for its sender and door, whatever came when; a repeat counts as stated anew', () => {
    const [first, second] = [snapshot('2026-03-02', ['a', 'b']), snapshot('2026-03-04', ['a', 'c'])];
    const explicit = component('2026-03-02', { name: 'x' }, HA, { id: 'x', key: 'x' });
    expect(names([...first, ...second, explicit])).toEqual(['a', 'c', 'x']);
    expect(names([explicit, ...second, ...first])).toEqual(['a', 'c', 'x']);
    const again = snapshot('2026-03-04', ['a', 'b'], at('2026-03-06'));
    expect(names([...first, ...second, ...again])).toEqual(['a', 'b']);
  });

  test('rule 6: of snapshots the greater actual date counts, then the later record', () => {
    const late = snapshot('2026-03-02', ['a'], at('2026-03-09'));
    const early = snapshot('2026-03-04', ['b'], at('2026-03-05'));
    expect(names([...late, ...early])).toEqual(['b']);
    expect(
      names([...snapshot(DAY, ['a'], at('2026-03-09')), ...snapshot(DAY, ['b'], at('2026-03-05'))]),
    ).toEqual(['a']);
  });

  test('rule 7: a personnel record is a snapshot of one civil servant: a post that it no longer states is gone', () => {
    const stating = (day: Day, units: readonly string[]): Fact[] => {
      const options = { agency: 'H44', door: 'records', sender: 'H44', at: at(day), snapshotAt: at(day) };
      const posts = units.map((unit) =>
        fact(
          'Appointed',
          { ...options, id: unit },
          { unit, title: null, startsOn: '2020-01-01', endsOn: null },
          'civil-servants',
        ),
      );
      const sections = [{ name: 'POSITIONS', facts: units.map((id) => ({ key: id, id })) }];
      return [...posts, fact('SnapshotStated', { ...options, id: day }, { sections }, 'civil-servants')];
    };
    const records = [...stating('2026-03-02', ['H44.1', 'H44.2']), ...stating('2026-03-04', ['H44.2'])];
    const standing = (unit: string) => signerStanding(records, unit, DAY, EVER, world({}).agencies);
    expect([standing('H44.1'), standing('H44.2')]).toEqual(['NOT_IN_POST', 'IN_POST']);
  });

  test('rule 8: what is retracted does not stand, what is corrected stands as corrected in its own place', () => {
    const [submission, result, returned] = confirmation;
    if (submission === undefined || result === undefined || returned === undefined)
      throw new Error('the confirmation has three facts');
    const { id, source } = result.event;
    const retraction = fact(
      'FactRetracted',
      { at: at('2026-03-05') },
      { target: { id, source }, factType: null },
    );
    expect(answered([...confirmation, retraction], '2026-03-10').status).toBe('MISSING');
    const undone = takenBack('2026-03-06', retraction);
    expect(answered([...confirmation, retraction, undone], '2026-03-10').status).toBe('MISSING');
    const byItself = { ...undone, event: { ...undone.event, agency: 'H44.150' } };
    expect(answered([...confirmation, retraction, byItself], '2026-03-10').status).toBe('HELD');
    const event = { ...issued(DAY, SINGLE, [['HA', 'HOLDER']], { number: '13/XN' }).event, id, source };
    const correction = fact(
      'FactCorrected',
      { at: at('2026-03-05'), replacement: event },
      { target: { id, source }, factType: event.type, fact: Buffer.alloc(0) },
    );
    expect(answered([...confirmation, correction], '2026-03-10').held?.number).toBe('13/XN');
  });
});

describe("a dossier's outcome", () => {
  const filed = submitted(DAY, '1.004873', HA);

  test('rule 9: ended, else granted, else returned, else completed, else open', () => {
    const completed = ended('DossierCompleted', '2026-03-04');
    expect(outcome([filed]).outcome).toBe('OPEN');
    expect(outcome([filed, completed]).outcome).toBe('UNPROVEN');
    expect(outcome([filed, completed], [completed.event.source]).outcome).toBe('SUCCESS');
    expect(outcome([filed, ended('ResultReturned', '2026-03-04')]).outcome).toBe('SUCCESS');
    expect(outcome([issued(DAY, SINGLE, [['HA', 'HOLDER']])]).outcome).toBe('SUCCESS');
    expect(outcome([...confirmation, ended('DossierStopped', '2026-03-05')]).outcome).toBe('ENDED');
    expect(outcome([...confirmation, ended('DossierReopened', '2026-03-05')])).toMatchObject({
      outcome: 'ENDED',
      state: 'REOPENED',
    });
  });

  test('rule 10: a result grants by a listed code; success without a stated result gives the components only', () => {
    const handedIn = component(DAY, { paperKind: 'SINGLE_STATUS_CONFIRMATION' }, HA);
    const returned = ended('ResultReturned', '2026-03-04');
    expect(answered([filed, handedIn, returned], '2026-03-10').held?.origin).toBe('COMPONENT');
    expect(answered([filed, returned], '2026-03-10').status).toBe('MISSING');
    expect(answered([filed, issued(DAY, 'KQ.G99.000001', HA), returned], '2026-03-10').status).toBe(
      'MISSING',
    );
  });

  test('rule 11: two submissions that differ in who applies unsettle the papers of both', () => {
    const other = submitted(DAY, '1.004873', [['DUC', 'APPLICANT']]);
    expect(answered([...confirmation, other], '2026-03-10').reasons).toEqual(['IDENTITY_CONFLICT']);
    const { id, source } = other.event;
    const retraction = fact(
      'FactRetracted',
      { at: at('2026-03-05') },
      { target: { id, source }, factType: null },
    );
    expect(answered([...confirmation, other, retraction], '2026-03-10').status).toBe('HELD');
  });

  test('rule 12: a copy is as stale as its original, a certified copy counts by itself', () => {
    const copied = [
      filed,
      component(DAY, { paperKind: 'BIRTH_CERTIFICATE' }, HA),
      ended('ResultReturned', DAY),
    ];
    const original = shared('2026-01-05', { paperKind: 'BIRTH_CERTIFICATE', validTo: '2026-03-05' }, [
      ['HA', 'CHILD'],
    ]);
    const certified = fact(
      'ElectronicCopyCertified',
      { at: at('2026-03-03'), concerns: [['HA', 'HOLDER']] },
      {
        paper: paper({ number: '9/CT' }),
        copied: { paperKind: 'SINGLE_STATUS_CONFIRMATION', number: '12/XN', issuer: null },
      },
    );
    const seen = world({ facts: [['C', copied]], sharedPapers: new Map([['HA', [original]]]) });
    expect(statuses(seen, '2026-03-04')).toEqual(['HELD', 'HELD']);
    expect(statuses(seen, '2026-03-10')).toEqual(['EXPIRED', 'EXPIRED']);
    expect(answered([certified], '2026-03-10').held?.origin).toBe('CERTIFIED_COPY');
  });
});
