// What operators' doors work out by themselves: grants on a day, what a decision must say, pages, the agency that runs the hub.
import { describe, expect, test } from 'vitest';
import { Agencies } from '#shared/once-only/agencies.ts';
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import { readConfig } from '../../services/operations/config.ts';
import { type Conflict, decisionFaults } from '../../services/operations/core/conflicts.ts';
import { foldGrants } from '../../services/operations/core/grants.ts';
import { pageOf } from '../../services/operations/core/pages.ts';
import { at, fact } from '../support/facts.ts';

describe('a grant', () => {
  const granted = (validFrom: string, validTo: string | null): Fact =>
    fact(
      'AccessGranted',
      { id: 'grant', at: at('2026-01-01'), agency: 'H44' },
      { grantId: 'g', clientId: 'c', stream: 'shared', agencyRoot: 'H44', validFrom, validTo },
      'hub',
    );
  const revoked = (effectiveOn: string, id: string): Fact =>
    fact('AccessRevoked', { id, at: at('2026-01-02'), agency: 'H44' }, { grantId: 'g', effectiveOn }, 'hub');
  const stateOn = (facts: readonly Fact[], day: string) => foldGrants(facts, new Agencies([]), day)[0]?.state;

  test('counts from its first day to its last', () => {
    const facts = [granted('2026-02-01', '2026-02-28')];
    const days = ['2026-01-31', '2026-02-01', '2026-02-28', '2026-03-01'];
    expect(days.map((day) => stateOn(facts, day))).toStrictEqual(['FUTURE', 'ACTIVE', 'ACTIVE', 'ENDED']);
  });

  test('ends on the earliest day of its revocations, unless that one is retracted', () => {
    const facts = [
      granted('2026-01-01', null),
      revoked('2026-06-01', 'late'),
      revoked('2026-03-01', 'early'),
    ];
    expect(stateOn(facts, '2026-02-28')).toBe('ACTIVE');
    expect(stateOn(facts, '2026-03-01')).toBe('REVOKED');
    const source = facts[2]?.event.source ?? '';
    const back = fact(
      'FactRetracted',
      { at: at('2026-01-03'), agency: 'H44' },
      { target: { source, id: 'early' }, factType: null },
      'hub',
    );
    expect(stateOn([...facts, back], '2026-03-01')).toBe('ACTIVE');
  });
});

describe('a decision', () => {
  function conflict(kind: 'APPLICANT' | 'PROCEDURE' | 'PERSON', procedureCodes: readonly string[]): Conflict {
    const found = fact(
      'SubjectConflictDetected',
      {
        at: at('2026-01-01'),
        concerns: [
          ['one', 'APPLICANT'],
          ['other', 'APPLICANT'],
        ],
      },
      { conflictId: 'c', conflictKind: kind, dossierCode: 'D', procedureCodes, proof: [] },
      'hub',
    );
    if (!isFactOf(found, 'SubjectConflictDetected')) throw new Error('no conflict');
    return found;
  }
  const faults = (of: Conflict, applicant?: string, procedureCode?: string): readonly string[] =>
    decisionFaults(of, { applicant, isApplicantStated: applicant !== undefined, procedureCode }).map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );

  test('says whose dossier it is where that is in question', () => {
    const of = conflict('APPLICANT', ['1.004222']);
    expect(faults(of)).toStrictEqual(['/applicant REQUIRED']);
    expect(faults(of, 'stranger')).toStrictEqual(['/applicant NOT_LISTED']);
    expect(faults(of, 'one')).toStrictEqual([]);
  });

  test('says for which procedure where that is in question, in the national or a local form', () => {
    const of = conflict('PROCEDURE', ['1.004194', '1.004222']);
    expect(faults(of)).toStrictEqual(['/procedureCode REQUIRED']);
    expect(faults(of, undefined, '1.000894')).toStrictEqual(['/procedureCode NOT_LISTED']);
    expect(faults(of, undefined, '1.004222.000.00.00.H44')).toStrictEqual([]);
  });

  test('about a person need say nothing more, and nothing of a procedure', () => {
    expect(faults(conflict('PERSON', []))).toStrictEqual([]);
    expect(faults(conflict('PERSON', []), undefined, '1.004222')).toStrictEqual([
      '/procedureCode NOT_LISTED',
    ]);
  });
});

describe('a page', () => {
  const items = ['a', 'b', 'c'];
  const page = (limit: number, cursor?: string) =>
    pageOf(items, (item) => item, { limit, ...(cursor !== undefined && { cursor }) });

  test('follows the one before, and the last one has no cursor', () => {
    const first = page(2);
    expect(first.items).toStrictEqual(['a', 'b']);
    expect(page(2, first.cursor)).toStrictEqual({ items: ['c'] });
    expect(page(3)).toStrictEqual({ items });
  });
});

describe('the agency that runs the hub', () => {
  const environment = {
    KAFKA_BROKERS: 'k:1',
    DATABASE_URL: 'postgres://p',
    SCHEMA_REGISTRY_URL: 'http://r',
    HUB_KEY_FILE: 'h',
    MASTER_KEY_FILE: 'm',
  };

  test('is the one of the environment in its one form, else the Government Office', () => {
    expect(readConfig({ ...environment, HUB_AGENCY: '000.00.00.H44' }).hubAgency).toBe('H44');
    expect(readConfig(environment).hubAgency).toBe('G22');
  });

  test('is refused with everything else that is wrong', () => {
    const wrong = (): unknown => readConfig({ ...environment, KAFKA_BROKERS: '', HUB_AGENCY: 'Phú Thọ' });
    expect(wrong).toThrow(/HUB_AGENCY[^]*KAFKA_BROKERS/);
  });
});
