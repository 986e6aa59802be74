// Several events in one message: a batch, or NDJSON, each line by itself; what is decided about ends of lines.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DoorsRoom, openDoors } from './doors-room.ts';
import { paperShared, resultIssued, withData, withPaper } from './example-events.ts';

let room: DoorsRoom;
beforeAll(async () => {
  room = await openDoors();
});
afterAll(() => room.shut());

const line = (id: string): string => JSON.stringify(resultIssued({ id }));
const NDJSON = { 'content-type': 'application/x-ndjson' };

describe('all of these are two events', () => {
  test.each([
    ['with LF at the end', `${line('1')}\n${line('2')}\n`],
    ['without an end', `${line('1')}\n${line('2')}`],
    ['with CRLF', `${line('1')}\r\n${line('2')}\r\n`],
    ['with blank lines at the end', `${line('1')}\n${line('2')}\n\n \t\r\n`],
  ])('%s', async (_what, body) => {
    const answer = await room.send('/v1/events', body, NDJSON);
    expect([answer.status, answer.text]).toStrictEqual([202, expect.any(String)]);
    expect(answer.body.receipts.map(({ line: at, id, status }) => [at, id, status])).toStrictEqual([
      [1, '1', 'ACCEPTED'],
      [2, '2', 'ACCEPTED'],
    ]);
  });
});

test('more lines than are answered one by one are refused together, and none is taken', async () => {
  const body = (lines: number): string => `${line('first')}\n${'x\n'.repeat(lines - 1)}`;
  const before = await room.recordsInLog();
  const answer = await room.send('/v1/events', body(50_001), NDJSON);
  expect([answer.status, answer.body.errors]).toStrictEqual([
    422,
    [{ pointer: '', code: 'TOO_MANY', expected: 'at most 50000 lines' }],
  ]);
  expect(await room.recordsInLog()).toBe(before);
  expect((await room.send('/v1/events', body(50_000), NDJSON)).status).toBe(207);
});

test('a faulty line is named, with the place in it, and stops no other', async () => {
  const answer = await room.postLines('/v1/events', [
    `\uFEFF${line('bom')}`,
    line('good'),
    '',
    withPaper({ issuedOn: '15/09/2026' }),
    '{"id":1',
    '[]',
    Buffer.from(line('x')).toString().replace('"id":"x"', '"id":"x","id":"y"'),
    line('last'),
  ]);
  expect(answer.status).toBe(207);
  const told = answer.body.receipts.map(({ line: at, status, errors }) => [
    at,
    status,
    errors?.map(({ pointer, code }) => `${pointer} ${code}`),
  ]);
  expect(told).toStrictEqual([
    [1, 'REJECTED', [' BOM']],
    [2, 'ACCEPTED', undefined],
    [3, 'REJECTED', [' EMPTY']],
    [4, 'REJECTED', ['/data/paper/issuedOn FORM']],
    [5, 'REJECTED', [' SYNTAX']],
    [6, 'REJECTED', [' TYPE']],
    [7, 'REJECTED', ['/id DUPLICATE_KEY']],
    [8, 'ACCEPTED', undefined],
  ]);
  expect(answer.body.receipts[4]?.errors?.[0]?.hint).toMatch(/^line 5, byte 7/);
});

test('a line that is no UTF-8 stops no other', async () => {
  const broken = Buffer.from(line('broken').replace('result', 'result\u00ff'), 'latin1');
  const body = Buffer.concat([Buffer.from(`${line('a')}\n`), broken, Buffer.from(`\n${line('c')}`)]);
  const answer = await room.send('/v1/events', body, NDJSON);
  expect(answer.body.receipts.map(({ line: at, status }) => [at, status])).toStrictEqual([
    [1, 'ACCEPTED'],
    [2, 'REJECTED'],
    [3, 'ACCEPTED'],
  ]);
});

test('nothing that can be taken is a problem with lines; nothing at all is one, too', async () => {
  const before = await room.recordsInLog();
  const answer = await room.postLines('/v1/events', [{ ...resultIssued(), time: 'noon' }, '{}']);
  expect(answer.status).toBe(422);
  expect(answer.body.errors[0]).toMatchObject({ line: 1, pointer: '/time', code: 'FORM' });
  expect(answer.body.errors.slice(1).every(({ line: at }) => at === 2)).toBe(true);
  for (const body of ['', '\n\n']) {
    const empty = await room.send('/v1/events', body, NDJSON);
    expect([empty.status, empty.body.errors[0]?.code]).toStrictEqual([422, 'EMPTY']);
  }
  expect(await room.recordsInLog()).toBe(before);
});

test('shared papers and dry runs take lines, too', async () => {
  const before = await room.recordsInLog();
  const lines = [paperShared({ id: 'p1' }), { ...paperShared(), time: 'noon' }, paperShared({ id: 'p2' })];
  const planned = await room.postLines('/v1/shared-papers?dryRun=true', lines);
  expect(planned.status).toBe(200);
  expect(planned.body.events).toMatchObject([
    { line: 1, event: { id: 'p1' } },
    { line: 2, status: 'REJECTED', errors: [{ pointer: '/time' }] },
    { line: 3, event: { id: 'p2' } },
  ]);
  expect(await room.recordsInLog()).toBe(before);
  expect((await room.postLines('/v1/shared-papers', lines)).status).toBe(207);
  expect(await room.recordsInLog()).toBe(before + 2);
});

test('more than 8 MiB is 413', async () => {
  const answer = await room.send('/v1/events', `${line('1')}\n${' '.repeat(8 * 1024 * 1024)}`, NDJSON);
  expect([answer.status, answer.body.code]).toStrictEqual([413, 'BODY_TOO_LARGE']);
});

describe('a batch', () => {
  test('is accepted as a whole, in its order', async () => {
    const ids = ['b1', 'b2', 'b3'];
    const answer = await room.post(
      '/v1/events',
      ids.map((id) => resultIssued({ id })),
    );
    expect(answer.status).toBe(202);
    expect(answer.body.receipts.map(({ id }) => id)).toStrictEqual(ids);
    const offsets = answer.body.receipts.map(({ offset }) => offset);
    expect(offsets).toStrictEqual(offsets.toSorted((left, right) => left - right));
  });

  test('faults of one event do not stop the others', async () => {
    const batch = [
      resultIssued({ id: 'g1' }),
      { ...resultIssued({ id: 'bad' }), time: 'noon' },
      resultIssued({ id: 'g2' }),
    ];
    const answer = await room.post('/v1/events', batch);
    expect(answer.status).toBe(207);
    expect(answer.body.receipts.map(({ id, status }) => [id, status])).toStrictEqual([
      ['g1', 'ACCEPTED'],
      ['bad', 'REJECTED'],
      ['g2', 'ACCEPTED'],
    ]);
    expect(answer.body.receipts[1]?.errors?.map(({ pointer }) => pointer)).toStrictEqual(['/1/time']);
  });

  test('of which nothing can be taken is 422 with every fault', async () => {
    const answer = await room.post('/v1/events', [withVietnameseDay(), { ...resultIssued(), subject: 7 }]);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ pointer }) => pointer)).toStrictEqual([
      '/0/data/paper/issuedOn',
      '/1/subject',
    ]);
  });

  test('of a thousand events is taken, of one more it is not', async () => {
    const many = Array.from({ length: 1001 }, (_, at) => resultIssued({ id: `many-${at}` }));
    const taken = await room.post('/v1/events', many.slice(1));
    expect(taken.status).toBe(202);
    expect(taken.body.receipts).toHaveLength(1000);
    expect((await room.post('/v1/events', many)).body.errors).toMatchObject([{ code: 'TOO_MANY' }]);
  });
});

function withVietnameseDay() {
  return withData({ paper: { resultCode: 'KQ.G15.000031', issuedOn: '15/09/2026' } });
}
