import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HubEvent } from '#schemas/generated/events.ts';
import { batchRows } from '../../services/projector/core/batch-rows.ts';
import { deadLetterOf } from '../../services/projector/core/dead-letter.ts';
import type { DecodedFact } from '../../services/projector/core/decoded-fact.ts';
import { PROJECTIONS } from '../../services/projector/core/projections.ts';
import type { FactRow, KeptRecord, RawRecord } from '../../services/projector/core/rows.ts';
import { paper } from '../support/facts.ts';
import { event } from './hub.ts';

const decoded = (stated: HubEvent, replacement?: HubEvent): DecodedFact => ({
  aggregateKey: 'H44.150-1',
  factId: 'f1',
  event: stated,
  replacement,
});

describe('ways in to papers', () => {
  test('every person under every evidence, once', () => {
    const issued = event(
      'ResultIssued',
      {
        paper: paper({ resultCode: 'KQ.G15.000032', paperKind: 'MARRIAGE_CERTIFICATE' }),
        resultKey: null,
        dossierCode: 'H44.150-1',
        procedureCode: null,
      },
      {
        concerns: [
          ['a', 'HOLDER'],
          ['b', 'HOLDER'],
          ['a', 'APPLICANT'],
        ],
      },
    );
    const { paper_statement: statements } = PROJECTIONS.dossiers(decoded(issued));
    expect(statements?.map((row) => `${row.subject_key} ${row.evidence}`)).toEqual([
      'a kind:MARRIAGE_CERTIFICATE',
      'a result:KQ.G15.000032',
      'b kind:MARRIAGE_CERTIFICATE',
      'b result:KQ.G15.000032',
    ]);
  });

  test('a certified copy is found as itself and as what it copies', () => {
    const copy = event(
      'ElectronicCopyCertified',
      {
        paper: paper({ resultCode: 'KQ.G15.000021' }),
        copied: { paperKind: 'BIRTH_CERTIFICATE', number: null, issuer: null },
      },
      { concerns: [['a', 'HOLDER']] },
    );
    const { paper_statement: statements } = PROJECTIONS.dossiers(decoded(copy));
    expect(statements?.map(({ evidence }) => evidence)).toEqual([
      'result:KQ.G15.000021',
      'kind:BIRTH_CERTIFICATE',
    ]);
  });

  test('a correction is found by the persons and the paper of the fact that it brings', () => {
    const inner = event(
      'PaperShared',
      { paper: paper({ paperKind: 'BIRTH_NOTICE' }) },
      { stream: 'shared', concerns: [['new', 'CHILD']] },
    );
    const correction = event(
      'FactCorrected',
      { target: { source: 's', id: 'i' }, factType: inner.type, fact: Buffer.alloc(0) },
      { stream: 'shared', concerns: [['old', 'CHILD']] },
    );
    const { paper_statement: statements } = PROJECTIONS.shared_papers(decoded(correction, inner));
    expect(statements?.map((row) => `${row.subject_key} ${row.evidence} ${row.fact_id}`)).toEqual([
      'old kind:BIRTH_NOTICE f1',
      'new kind:BIRTH_NOTICE f1',
    ]);
  });

  test('a fact that brings no paper has none', () => {
    const accepted = event('DossierAccepted', { dueAt: null }, { concerns: [['a', 'APPLICANT']] });
    expect(PROJECTIONS.dossiers(decoded(accepted)).paper_statement).toEqual([]);
  });
});

test('a person is led to their personnel record', () => {
  const retired = event(
    'Retired',
    { effectiveOn: '2026-01-01', number: null },
    { stream: 'civil-servants', concerns: [['a', 'HOLDER']] },
  );
  const rows = PROJECTIONS.civil_servants(decoded(retired));
  expect(rows).toEqual({ civil_servant_subject: [{ subject_key: 'a', civil_servant_code: 'H44.150-1' }] });
});

test('however a log is cut into batches, the same copy of each fact stays', () => {
  const row = fc.record({
    aggregateKey: fc.constantFrom('x', 'y'),
    factId: fc.constantFrom('1', '2'),
    bodyHash: fc.constantFrom('p', 'q'),
    recordedAt: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), fc.nat({ max: 20 }), (stated, cut) => {
      const records = stated.map((each, offset) => keptRecord({ ...each, offset }));
      const whole = batchRows(records).facts;
      const parts = [records.slice(0, cut), records.slice(cut)].flatMap((part) => batchRows(part).facts);
      const again = batchRows(parts.map(keptRecord)).facts;
      expect(sorted(again)).toEqual(sorted(whole));
      for (const fact of whole) {
        const copies = stated.filter(
          (each) =>
            each.aggregateKey === fact.aggregateKey &&
            each.factId === fact.factId &&
            each.bodyHash === fact.bodyHash,
        );
        expect(fact.recordedAt).toBe(Math.min(...copies.map(({ recordedAt }) => recordedAt)));
      }
    }),
  );
});

test('a dead letter holds what PostgreSQL can store and keeps the truth as bytes', () => {
  const record: RawRecord = {
    topic: 't',
    partition: 0,
    offset: 7,
    timestamp: 1,
    key: Buffer.from(`a\u0000${'k'.repeat(2000)}`),
    value: null,
    headers: { ce_type: 'x\u0000y' },
  };
  const letter = deadLetterOf(record, { stage: 'DECODE', code: 'NO_VALUE', reason: 'r\u0000' });
  expect(letter.aggregateKey).toHaveLength(500);
  expect(letter.aggregateKey).not.toContain('\u0000');
  expect(letter.fingerprint).toBe('DECODE NO_VALUE x\u{FFFD}y');
  expect(letter.rawKey).toBe(record.key);
});

function keptRecord(stated: Partial<FactRow>): KeptRecord {
  const fact: FactRow = {
    aggregateKey: 'x',
    factId: '1',
    bodyHash: 'p',
    eventType: 't',
    occurredAt: 0,
    recordedAt: 0,
    source: 's',
    eventId: 'i',
    partition: 0,
    offset: 0,
    payload: Buffer.alloc(0),
    ...stated,
  };
  const record = {
    topic: 't',
    partition: 0,
    offset: fact.offset,
    timestamp: 0,
    key: null,
    value: null,
    headers: {},
  };
  return { record, fact, index: {} };
}

function sorted(facts: readonly FactRow[]): readonly string[] {
  return facts.map((fact) => `${fact.aggregateKey} ${fact.factId} ${fact.bodyHash} ${fact.offset}`).sort();
}
