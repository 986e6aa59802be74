// Bad statements at the operators' doors: all faults at once, each with its place; nothing in the log, nothing personal repeated.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAN, MINH, STRANGER } from '../portal/lives.ts';
import { type Answer, type OperationsRoom, openOperations } from './operations-room.ts';
import { PERSONAL, WRONG } from './wrong-statements.ts';

let room: OperationsRoom;
beforeAll(async () => {
  room = await openOperations();
}, 120_000);
afterAll(() => room.close());

/** What every refusal has, whatever is wrong. */
async function expectRefusal(answer: Answer, status: number, code: string, before: number): Promise<void> {
  expect([answer.status, answer.body.code, answer.text]).toStrictEqual([status, code, expect.any(String)]);
  expect(answer.type).toBe('application/problem+json; charset=utf-8');
  for (const value of PERSONAL) expect(answer.text).not.toContain(value);
  expect(await room.recordsInLog()).toBe(before);
}

const places = ({ body }: Answer): string[] =>
  body.errors.map(({ pointer, code }) => `${pointer} ${code}`).sort();

describe('what may not be said is 422', () => {
  test.each(WRONG.map((wrong) => [wrong.what, wrong] as const))('%s', async (_what, wrong) => {
    const before = await room.recordsInLog();
    const answer = await room.call(wrong.method ?? 'POST', wrong.door, wrong.body);
    await expectRefusal(answer, 422, 'MESSAGE_REFUSED', before);
    expect(places(answer)).toStrictEqual(wrong.faults.map((fault) => fault.join(' ')).sort());
    const dry = await room.call(wrong.method ?? 'POST', `${wrong.door}?dryRun=true`, wrong.body);
    expect(dry.body.errors).toStrictEqual(answer.body.errors);
  });

  test('an unknown kind of paper is answered with those that there are', async () => {
    const alias = { evidence: 'CODE', value: 'x', paperKind: 'BIRTH_CERTIFICAT' };
    const { body } = await room.post('/v1/paper-aliases', alias);
    expect(body.errors[0]?.expected).toMatch(
      /\bAUTHORISATION\b.*\bBIRTH_CERTIFICATE\b.*\bVEHICLE_REGISTRATION\b/,
    );
  });
});

describe('what is not there is 404', () => {
  test.each([
    ['a decision about no conflict', '/v1/conflicts/none/decision', { applicant: LAN, reason: 'x' }],
    ['the revocation of no grant', '/v1/grants/none/revocation', { reason: 'x' }],
    ['the correction of no fact', `/v1/facts/${randomUUID()}/correction`, { retract: true, reason: 'x' }],
    ['the correction of what is no factId', '/v1/facts/result-1/correction', { retract: true, reason: 'x' }],
  ])('%s', async (_what, door, body) => {
    const before = await room.recordsInLog();
    const answer = await room.post(door, body);
    expect(answer.body.errors).toStrictEqual([]);
    await expectRefusal(answer, 404, 'NOT_FOUND', before);
  });
});

describe('a conflict', () => {
  test('that is open already is not stated a second time, and its decision must name who is in question', async () => {
    const { body } = await room.state('/v1/conflicts', { subject: MINH, reason: 'hai người một số' });
    const before = await room.recordsInLog();
    const second = await room.post('/v1/conflicts', { subject: MINH, reason: 'hai người một số' });
    await expectRefusal(second, 409, 'CONFLICT_OPEN', before);
    expect(second.body.detail).toBe(body['conflictId']);
    const decision = await room.post(`/v1/conflicts/${String(body['conflictId'])}/decision`, {
      applicant: STRANGER,
      procedureCode: '1.004222',
    });
    await expectRefusal(decision, 422, 'MESSAGE_REFUSED', before);
    expect(places(decision)).toStrictEqual([
      '/applicant NOT_LISTED',
      '/procedureCode NOT_LISTED',
      '/reason REQUIRED',
    ]);
  });
});

describe('the request around a statement', () => {
  const agency = { agencyCode: 'H44.90', agencyName: 'UBND xã' };

  test('faults of query and headers are told at once', async () => {
    const before = await room.recordsInLog();
    const answer = await room.post('/v1/agencies?dryRun=yes&dryrun=true', agency, {
      'idempotency-key': 'a b',
    });
    await expectRefusal(answer, 400, 'MALFORMED_REQUEST', before);
    expect(places(answer)).toStrictEqual([
      '/headers/idempotency-key FORM',
      '/querystring/dryRun NOT_LISTED',
      '/querystring/dryrun UNKNOWN_MEMBER',
    ]);
  });

  test.each([
    ['no body', undefined, {}, 422, 'MESSAGE_REFUSED'],
    ['text', 'x', { 'content-type': 'text/plain' }, 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ['JSON that is cut', '{"agencyCode":', {}, 400, 'MALFORMED_MESSAGE'],
    ['a name said twice', '{"agencyCode":"H44.90","agencyCode":"H44.91"}', {}, 400, 'MALFORMED_MESSAGE'],
  ] as const)('%s', async (_what, body, headers, status, code) => {
    const before = await room.recordsInLog();
    const answer = await room.post('/v1/agencies', body, headers);
    expect(answer.body.receipts).toBeUndefined();
    await expectRefusal(answer, status, code, before);
  });

  test('a problem speaks the language of its reader', async () => {
    const detail = async (language: string): Promise<string> =>
      (await room.post('/v1/grants/none/revocation', { reason: 'x' }, { 'accept-language': language })).body
        .detail;
    expect(await detail('en')).toContain('There is no grant');
    expect(await detail('vi')).toContain('Không có quyền');
  });

  test.each([
    ['/v1/agencies?limit=0', '/querystring/limit'],
    ['/v1/agencies?colour=red', '/querystring/colour'],
    ['/v1/grants?state=GONE', '/querystring/state'],
    ['/v1/conflicts?state=SETTLED', '/querystring/state'],
    ['/v1/events', '/querystring'],
    ['/v1/events?id=a&dossier=b', '/querystring'],
  ])('the list %s is refused', async (target, pointer) => {
    const { status, body } = await room.get(target);
    expect([status, body.errors.map((fault) => fault.pointer)]).toStrictEqual([400, [pointer]]);
  });

  test.each(['PERSON:25188000123', 'PERSON:000000001', 'CITIZEN:025188000123', 'nobody-known'])(
    'events of the subject %s are refused without repeating it',
    async (subject) => {
      const { status, text, body } = await room.get(`/v1/events?subject=${encodeURIComponent(subject)}`);
      expect([status, body.errors.map(({ pointer }) => pointer)]).toStrictEqual([
        422,
        ['/querystring/subject'],
      ]);
      expect(text).not.toContain(subject);
    },
  );
});
