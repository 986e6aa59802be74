// Petitions, work files, establishment: what lists show of them, in any order of arrival.
import { describe, expect, test } from 'vitest';
import { Agencies } from '#shared/once-only/agencies.ts';
import { foldEstablishment } from '#shared/once-only/establishment.ts';
import type { Placed } from '#shared/once-only/order.ts';
import { foldPetition } from '#shared/once-only/petition.ts';
import { standingFacts } from '#shared/once-only/standing.ts';
import { foldWorkFile } from '#shared/once-only/work-file.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, EVER, fact } from '../../support/facts.ts';

/** As it stands in both orders of arrival, which must be one. */
function folded<T>(facts: readonly Fact[], fold: (standing: readonly Placed[]) => T): T {
  const stands = (order: readonly Fact[]) => fold(standingFacts(order, EVER, new Agencies([])).facts);
  expect(stands(facts.toReversed())).toEqual(stands(facts));
  return stands(facts);
}

describe('a petition', () => {
  const received = fact(
    'PetitionReceived',
    { at: at('2026-03-02'), concerns: [['HA', 'APPLICANT']] },
    { channel: 'ONLINE', fieldCode: 'LAND', fieldName: null },
  );
  const answered = (day: string): Fact => fact('PetitionAnswered', { at: at(day) }, { number: day });
  const fold = (...facts: Fact[]) => folded(facts, (standing) => foldPetition('P-1', standing));

  test('is received until it is answered; the first answer counts', () => {
    expect(fold(received)).toMatchObject({
      state: 'RECEIVED',
      channel: 'ONLINE',
      fieldCode: 'LAND',
      subjectKeys: ['HA'],
      receivedAt: at('2026-03-02'),
    });
    expect(fold(received, answered('2026-03-20'), answered('2026-03-10'))).toMatchObject({
      state: 'ANSWERED',
      answer: { at: at('2026-03-10') },
    });
  });

  test('is not answered by what came before it, and is nothing where nothing stands', () => {
    expect(fold(received, answered('2026-03-01'))?.state).toBe('RECEIVED');
    expect(fold()).toBeUndefined();
    expect(fold(answered('2026-03-01'))).toMatchObject({ state: 'ANSWERED', channel: 'UNKNOWN' });
  });
});

describe('a work file', () => {
  const opened = (secret: boolean): Fact =>
    fact('WorkFileOpened', { at: at('2026-03-02') }, { secret, unitName: 'VP' }, 'document-management');
  const closed = (day: string, processedOnline: boolean, secret = false): Fact =>
    fact('WorkFileClosed', { at: at(day) }, { secret, processedOnline }, 'document-management');
  const fold = (...facts: Fact[]) => folded(facts, (standing) => foldWorkFile('W-1', standing));

  test('is open until it is closed, and was processed online if its last closing says so', () => {
    expect(fold(opened(false))).toMatchObject({ state: 'OPEN', unitName: 'VP', processedOnline: false });
    expect(fold(opened(false), closed('2026-03-09', false), closed('2026-03-05', true))).toMatchObject({
      state: 'CLOSED',
      closedAt: at('2026-03-09'),
      processedOnline: false,
    });
  });

  test('is secret if any statement says so', () => {
    expect(fold(opened(true), closed('2026-03-05', true))?.secret).toBe(true);
    expect(fold(opened(false), closed('2026-03-05', true, true))?.secret).toBe(true);
    expect(fold(opened(false), closed('2026-03-05', true))?.secret).toBe(false);
    expect(fold()).toBeUndefined();
  });
});

describe('an establishment', () => {
  const approved = (day: string, year: number, posts: number, filled: number | null = null): Fact =>
    fact(
      'EstablishmentApproved',
      { at: at(day) },
      { year, approved: posts, filled, number: null },
      'civil-servants',
    );

  test('has one number a year: the one stated last', () => {
    const facts = [
      approved('2026-01-05', 2026, 40),
      approved('2026-02-05', 2026, 38, 35),
      approved('2021-01-05', 2021, 50, 50),
    ];
    expect(folded(facts, foldEstablishment)).toMatchObject([
      { year: 2021, approved: 50, filled: 50 },
      { year: 2026, approved: 38, filled: 35 },
    ]);
  });
});
