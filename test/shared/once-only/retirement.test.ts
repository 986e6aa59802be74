// Rule 12: Retired with its day is the RETIREMENT_DECISION; rule 3: its day is the first out of post.
import { expect, test } from 'vitest';
import type { Fact } from '#shared/pure/fact.ts';
import { at, fact, question, world } from '../../support/facts.ts';
import { row } from './life.ts';

const HOLDER = [['HA', 'HOLDER']] as const;

function pension(on: string, facts: readonly Fact[]) {
  return row(
    question('2.000605', on, [['APPLICANT', 'HA']]),
    world({ civilServants: new Map([['CS1', facts]]) }),
    2,
  );
}

test('a retirement is held from its day on', () => {
  const retired = fact(
    'Retired',
    { at: at('2026-06-01'), concerns: HOLDER, agency: 'H44' },
    { effectiveOn: '2026-07-01', number: '12/QĐ' },
  );
  expect(pension('2026-06-30', [retired]).status).toBe('MISSING');
  expect(pension('2026-07-01', [retired])).toMatchObject({
    status: 'HELD',
    held: { paperKind: 'RETIREMENT_DECISION', number: '12/QĐ', origin: 'RECORD', issuer: { code: 'H44' } },
  });
});

test('a header that says RETIRED with its day is one, too', () => {
  const header = fact(
    'CivilServantRegistered',
    { at: at('2020-01-01'), concerns: HOLDER },
    {
      kind: 'CIVIL_SERVANT',
      unit: 'H44.60',
      position: null,
      recruitedOn: '1990-01-01',
      status: 'RETIRED',
      statusFrom: '2026-07-01',
    },
  );
  expect(pension('2026-07-01', [header]).status).toBe('HELD');
});

test('a later resignation takes nothing back, and each of two retirements is held from its own day', () => {
  const ended = (name: 'Retired' | 'Resigned', on: string): Fact => {
    const options = { at: at(on), concerns: HOLDER, agency: 'H44' };
    return name === 'Retired'
      ? fact(name, options, { effectiveOn: on, number: on })
      : fact(name, options, { effectiveOn: on });
  };
  const served = [ended('Retired', '2025-08-01'), ended('Retired', '2026-05-01')];
  expect(pension('2026-01-01', served).held?.number).toBe('2025-08-01');
  expect(pension('2026-06-01', [...served, ended('Resigned', '2026-05-20')]).held?.number).toBe('2026-05-01');
});
