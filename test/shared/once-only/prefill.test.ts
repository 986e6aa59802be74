/** Where the values of a form's fields are known from. */
import { describe, expect, test } from 'vitest';
import { preCheck } from '#shared/once-only/pre-check.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { question, world } from '../../support/facts.ts';
import { submitted } from './life.ts';

/** A fact with a sealed part about the person, whatever it says. */
function sealedFor(keyOwner: string, fact: Fact): Fact {
  const sealed = [{ keyOwner, keyVersion: 1, nonce: Buffer.alloc(12), box: Buffer.alloc(16) }];
  return { ...fact, event: { ...fact.event, sealed } };
}

const HA = [['HA', 'APPLICANT']] as const;
const ASKED = question('1.000894', '2026-06-01', [['APPLICANT', 'HA']]);

function nameIn(facts: readonly Fact[]): readonly string[] | undefined {
  const { prefill } = preCheck(ASKED, world({ facts: facts.map((each, nth) => [`D${nth}`, [each]]) }));
  return prefill.find(({ field }) => field === 'fullName')?.sealed?.map(({ factId }) => factId);
}

describe('the name of the applicant', () => {
  const older = sealedFor('HA', submitted('2026-03-02', '1.004873', HA, { id: 'older' }));
  const newer = sealedFor('HA', submitted('2026-04-02', '1.013225', HA, { id: 'newer' }));

  test('is looked for in every fact about the person, because a part may say no name', () => {
    expect(nameIn([older, newer])).toEqual([newer.factId, older.factId]);
  });

  test('is the newest of the world, not the one that was recorded last', () => {
    const late: Fact = { ...older, event: { ...older.event, recordedAt: newer.event.recordedAt + 1000 } };
    expect(nameIn([newer, late])).toEqual([newer.factId, older.factId]);
  });

  test('is not looked for in parts about others', () => {
    const other = sealedFor('DUC', submitted('2026-05-02', '1.013225', HA, { id: 'other' }));
    expect(nameIn([older, other])).toEqual([older.factId]);
  });
});
