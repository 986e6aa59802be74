// What the door for personnel records refuses: with every fault at once, each with its place, and no value repeated.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageFault } from '#shared/pure/fault.ts';
import { readRecord } from '../../services/civil-servants/core/record.ts';
import { type Item, record, translate } from './examples.ts';

function refusal(body: unknown): MessageFault {
  try {
    readRecord(body);
  } catch (error) {
    if (error instanceof MessageFault) return error;
    throw error;
  }
  throw new Error('taken');
}

const faultsOf = (body: unknown): readonly string[] =>
  refusal(body).faults.map(({ pointer, code }) => `${pointer} ${code}`);

describe('a wrong record', () => {
  test.each<[Item, readonly string[]]>([
    [{ code: undefined }, ['/code REQUIRED']],
    [{ code: ' ' }, ['/code FORM']],
    [{ personalId: 25188000123 }, ['/personalId TYPE']],
    [{ personalId: '25188000123' }, ['/personalId FORM']],
    [{ personalId: '000000000000' }, ['/personalId FORM']],
    [{ personalId: null }, ['/personalId REQUIRED']],
    [{ name: 5 }, ['/name TYPE']],
    [{ name: 'a\u0000' }, ['/name NUL']],
    [{ name: 'x'.repeat(501) }, ['/name TOO_LONG']],
    [{ birthDate: '04/05/1988' }, ['/birthDate FORM']],
    [{ birthDate: '1988-02-30' }, ['/birthDate FORM']],
    [{ unit: 'Trường THPT' }, ['/unit FORM']],
    [{ kind: 'TEACHER' }, ['/kind NOT_LISTED']],
    [{ status: 'working' }, ['/status NOT_LISTED']],
    [{ asOf: 'hôm nay' }, ['/asOf FORM']],
    [{ nickname: 'Bi' }, ['/nickname UNKNOWN_MEMBER']],
    [{ positions: {} }, ['/positions TYPE']],
    [{ positions: [7] }, ['/positions/0 TYPE']],
    [
      { positions: [{}] },
      ['/positions/0/agencyCode REQUIRED', '/positions/0/title REQUIRED', '/positions/0/from REQUIRED'],
    ],
    [
      { positions: [{ agencyCode: 'H44', title: 'x', from: '2020-02-02', to: '2020-02-01' }] },
      ['/positions/0/to RANGE'],
    ],
    [
      { leaves: [{ kind: 'SICK', from: '2020-01-01', until: '2020-01-02' }] },
      ['/leaves/0/until UNKNOWN_MEMBER'],
    ],
    [
      { degrees: [{ level: 'MASTER', field: 'x', institution: 'y', year: '2010' }] },
      ['/degrees/0/year TYPE'],
    ],
    [{ degrees: [{ level: 'MASTER', field: 'x', institution: 'y', year: 201 }] }, ['/degrees/0/year RANGE']],
    [
      { salaryRecords: [{ rank: 'r', step: 1, coefficient: '3,66', from: '2020-01-01' }] },
      ['/salaryRecords/0/coefficient FORM'],
    ],
    [{ contracts: Array.from({ length: 501 }, () => ({})) }, ['/contracts TOO_MANY']],
  ])('%j', (changes, faults) => {
    expect(faultsOf(record(changes))).toEqual(faults);
  });

  test.each([undefined, null, [], 'text', 3])('that is %j and no object', (body) => {
    expect(faultsOf(body)).toEqual([' TYPE']);
  });

  test('tells all faults at once, and repeats no value', () => {
    const error = refusal(
      record({ personalId: '0251880001234', name: 12345678, birthDate: '04/05/1988', unit: undefined }),
    );
    expect(error.status).toBe(422);
    expect(error.faults.map(({ pointer }) => pointer).sort()).toEqual([
      '/birthDate',
      '/name',
      '/personalId',
      '/unit',
    ]);
    const told = JSON.stringify(error.faults) + error.message;
    for (const value of ['0251880001234', '12345678', '04/05/1988']) expect(told).not.toContain(value);
  });
});

describe('whatever is sent', () => {
  const garbage = fc.oneof(
    fc.anything({ maxDepth: 2 }),
    fc.constantFrom('', '2026-01-01', 'H44', '000000001', [], {}, [{}], [{ from: '2020-01-01' }]),
  );
  const names = Object.keys(record());
  const spoiled = fc
    .record({
      dropped: fc.subarray(names),
      replaced: fc.dictionary(fc.constantFrom(...names), garbage, { maxKeys: 4 }),
    })
    .map(({ dropped, replaced }) => ({
      ...Object.fromEntries(Object.entries(record()).filter(([name]) => !dropped.includes(name))),
      ...replaced,
    }));
  const isTakenOrRefused = (body: unknown): boolean => {
    try {
      return translate(body).every(({ occurredAt }) => Number.isSafeInteger(occurredAt));
    } catch (error) {
      if (error instanceof MessageFault) return error.faults.length > 0;
      throw error;
    }
  };

  test.each([
    ['a record', spoiled, 500],
    ['anything', garbage, 200],
  ] as const)('%s is taken or refused, and nothing else happens', (_name, bodies, numRuns) => {
    const found = fc.check(fc.property<[unknown]>(bodies, isTakenOrRefused), { numRuns });
    expect(found.counterexample).toBeNull();
  });
});
