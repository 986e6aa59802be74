// The portal's pure parts: reading requests, positions, freshness, search. Whatever comes in, only faults come out.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPosition } from '#shared/pure/fact.ts';
import { type Fault, MessageFault } from '#shared/pure/fault.ts';
import { freshnessOf } from '#shared/pure/freshness.ts';
import { howFar, missingPositions, readAwaited } from '../../services/portal/core/awaited-positions.ts';
import { sayHint } from '../../services/portal/core/hints.ts';
import { MemberReader } from '../../services/portal/core/member-reader.ts';
import { readPreCheckRequest } from '../../services/portal/core/pre-check-request.ts';

const TODAY = '2026-07-01';

/** The faults of a body; none where it can be read. Anything else that is thrown stays thrown. */
function faultsOf(body: unknown): readonly Fault[] {
  try {
    readPreCheckRequest(body, TODAY);
    return [];
  } catch (error) {
    if (error instanceof MessageFault) return error.faults;
    throw error;
  }
}

describe('a request', () => {
  test('of any shape is read or refused with faults that have pointers, and nothing else is thrown', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(faultsOf(body).every(({ pointer }) => pointer === '' || pointer.startsWith('/'))).toBe(true);
      }),
    );
  });

  test('with something wrong inside is refused without saying what it said', () => {
    const word = fc.stringMatching(/^[QWZXJK]{12,20}$/);
    fc.assert(
      fc.property(word, fc.constantFrom('role', 'type', 'id'), (secret, member) => {
        const subject = { role: 'APPLICANT', type: 'PERSON', id: '001190000011', [member]: secret };
        const faults = faultsOf({ procedureCode: '1.004222', subjects: [subject], on: secret });
        expect(faults.length).toBeGreaterThan(1);
        expect(JSON.stringify(faults)).not.toContain(secret);
      }),
    );
  });

  test('means today where it names no day, and everything known where it names no instant', () => {
    const subjects = [{ role: 'APPLICANT', type: 'PERSON', id: '001190000011' }];
    expect(readPreCheckRequest({ procedureCode: ' 1.004222 ', subjects }, TODAY)).toEqual({
      procedureCode: '1.004222',
      subjects: [{ role: 'APPLICANT', subject: { type: 'PERSON', id: '001190000011' } }],
      on: TODAY,
      applies: [],
    });
  });
});

const position = fc.record({
  topic: fc.constantFrom('gov.a.v1', 'gov.b.v1'),
  partition: fc.nat(11),
  offset: fc.nat(1_000_000).map(String),
});

const TOPICS = new Map([
  ['gov.a.v1', { partitions: 12, projected: true }],
  ['gov.b.v1', { partitions: 12, projected: true }],
  ['gov.c.v1', { partitions: 3, projected: false }],
]);

describe('awaited positions', () => {
  test.each([
    ['of an unknown topic', 'gov.d.v1/0/1', 'NOT_LISTED', 'one of gov.a.v1, gov.b.v1'],
    ['of a topic that feeds nothing', 'gov.c.v1/0/1', 'NOT_LISTED', 'one of gov.a.v1, gov.b.v1'],
    ['of a partition that is not there', 'gov.a.v1/12/1', 'LIMIT', 'a partition of gov.a.v1 from 0 to 11'],
  ])('%s are a fault that says what would be right', (_what, text, code, expected) => {
    const reader = new MemberReader();
    readAwaited(reader, `gov.a.v1/11/0,${text}`, undefined, TOPICS);
    expect(reader.faults).toMatchObject([
      { pointer: '/querystring/minPosition', code, expected: expect.stringContaining(expected) },
    ]);
  });

  test('are read as receipts write them', () => {
    fc.assert(
      fc.property(fc.array(position, { minLength: 1, maxLength: 64 }), (positions) => {
        const reader = new MemberReader();
        const awaited = readAwaited(reader, positions.map(formatPosition).join(', '), '150ms', TOPICS);
        expect(reader.faults).toEqual([]);
        expect(awaited).toEqual({ positions, waitMs: 150 });
      }),
    );
  });

  test('are reached when the record itself has been kept', () => {
    fc.assert(
      fc.property(position, fc.nat(1_000_000), (one, nextOffset) => {
        const kept = [{ topic: one.topic, partition: one.partition, nextOffset }];
        expect(missingPositions([one], kept).length === 0).toBe(nextOffset > Number(one.offset));
      }),
    );
  });

  test('of a partition of which nothing was kept are missing, and it says so', () => {
    const one = { topic: 'gov.a.v1', partition: 3, offset: '0' };
    expect(howFar(missingPositions([one], []), [])).toBe('gov.a.v1/3/0 is awaited, nothing yet is reached');
  });
});

describe('freshness', () => {
  const at = (nextOffset: number, recordTimestamp: number) => ({
    topic: 't',
    partition: 0,
    nextOffset,
    recordTimestamp,
  });
  const looked = (lookedAt: number, end: number) => ({ lookedAt, ends: [{ topic: 't', partition: 0, end }] });

  test('at the end of the log is that of the last look, however old the last record is', () => {
    expect(freshnessOf([at(5, 1000)], looked(90_000, 5), 90_200)).toMatchObject({
      observedAt: 90_000,
      ageMs: 200,
    });
  });

  test('behind the end is that of the last record of the partition that lags', () => {
    expect(freshnessOf([at(4, 1000)], looked(90_000, 5), 90_200)).toMatchObject({
      observedAt: 1000,
      ageMs: 89_200,
    });
  });

  test('is never of the future, and never negative', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(9), fc.nat(9), fc.nat(), (time, lookedAt, next, end, now) => {
        const { observedAt, ageMs } = freshnessOf([at(next, time)], looked(lookedAt, end), now);
        expect(observedAt).toBeLessThanOrEqual(now);
        expect(ageMs).toBe(now - observedAt);
      }),
    );
  });
});

test('hints name the database in the language of the reader', () => {
  const hint = { code: 'STATE_DATABASE', about: 'national population database' } as const;
  expect(sayHint(hint, 'vi')).toContain('cơ sở dữ liệu quốc gia về dân cư');
  expect(sayHint(hint, 'en')).toContain('national population database');
  expect(sayHint({ code: 'STATE_DATABASE' }, 'vi')).toContain('cơ sở dữ liệu nhà nước');
});
