// Bad input at the CloudEvents doors: each a problem document with the place, nothing in the log, no personal value repeated.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ATTRIBUTES, DATA, PERSONS, SHARED, whole } from './bad-events.ts';
import { type Answer, type DoorsRoom, openDoors } from './doors-room.ts';
import { CHILD, CHILD_NAME, resultIssued, withData } from './example-events.ts';
import { spoilt, UNREADABLE } from './unreadable-texts.ts';

let room: DoorsRoom;
beforeAll(async () => {
  room = await openDoors();
});
afterAll(() => room.shut());

const STRUCTURED = { 'content-type': 'application/cloudevents+json' };
const BATCH = { 'content-type': 'application/cloudevents-batch+json' };

/** What every refusal has, whatever is wrong. */
async function expectRefusal(answer: Answer, status: number, before: number): Promise<void> {
  expect([answer.status, answer.text]).toStrictEqual([status, expect.any(String)]);
  expect(answer.type).toBe('application/problem+json; charset=utf-8');
  expect(answer.body.type).toMatch(/^\/problems\/[a-z-]+$/);
  expect(answer.body.requestId).not.toBe('');
  for (const value of [CHILD, CHILD_NAME, '1990-05-12', '12/05/1990'])
    expect(answer.text).not.toContain(value);
  expect(await room.recordsInLog()).toBe(before);
}

/** Among all faults there is one of this code at this place, and its words help. */
function expectFault({ body }: Answer, pointer: string, code: string, says: RegExp): void {
  const words = body.errors.map((fault) => ({ ...fault, words: `${fault.expected} ${fault.hint}` }));
  expect(words).toContainEqual(
    expect.objectContaining({ pointer, code, words: expect.stringMatching(says) }),
  );
}

describe('what cannot be read is 400', () => {
  test.each(UNREADABLE)('%s', async (_what, body, pointer, code) => {
    const before = await room.recordsInLog();
    for (const headers of [STRUCTURED, BATCH]) {
      const answer = await room.send('/v1/events', body, headers);
      await expectRefusal(answer, 400, before);
      expect(answer.body.code).toBe('MALFORMED_MESSAGE');
      expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
    }
  });

  test('all faults at once', async () => {
    const body = spoilt(CHILD_NAME, 'A\\u0000').replace('"id":"result-1"', '"id":"result-1","id":"\\ud800"');
    const { body: problem } = await room.send('/v1/events', body, STRUCTURED);
    expect(problem.errors.map(({ code }) => code)).toStrictEqual(['DUPLICATE_KEY', 'LONE_SURROGATE', 'NUL']);
  });
});

describe('what may not be said is 422', () => {
  test.each([...ATTRIBUTES, ...DATA, ...PERSONS].map(whole))(
    '%s',
    async (_what, sent, pointer, code, says) => {
      const before = await room.recordsInLog();
      const answer = await room.send('/v1/events', JSON.stringify(sent), STRUCTURED);
      await expectRefusal(answer, 422, before);
      expect(answer.body.code).toBe('MESSAGE_REFUSED');
      expectFault(answer, pointer, code, says);
    },
  );

  test('all faults at once, each with its place', async () => {
    const sent = {
      ...withData({ colour: 'red', paper: { issuedOn: 'x', number: 5 } }),
      time: 'noon',
      subject: 'none',
    };
    const { body } = await room.send('/v1/events', JSON.stringify(sent), STRUCTURED);
    expect(body.errors.map(({ pointer }) => pointer).sort()).toStrictEqual([
      '/data/colour',
      '/data/paper/issuedOn',
      '/data/paper/number',
      '/subject',
      '/time',
    ]);
  });
});

describe('the door for shared papers', () => {
  test.each(SHARED.map(whole))('refuses %s', async (_what, sent, pointer, code, says) => {
    const before = await room.recordsInLog();
    const answer = await room.post('/v1/shared-papers', sent);
    await expectRefusal(answer, 422, before);
    expect(answer.body.code).toBe('MESSAGE_REFUSED');
    expectFault(answer, pointer, code, says);
  });
});

const ENVELOPES: readonly (readonly [string, Record<string, string>, string, number, string])[] = [
  ['plain JSON', { 'content-type': 'application/json' }, '{}', 415, 'MEDIA_TYPE_UNSUPPORTED'],
  ['plain text', { 'content-type': 'text/plain' }, '{}', 415, 'MEDIA_TYPE_UNSUPPORTED'],
  [
    'another character set',
    { 'content-type': 'application/cloudevents+json; charset=utf-16' },
    '{}',
    415,
    'MEDIA_TYPE_UNSUPPORTED',
  ],
  ['a compressed body', { ...STRUCTURED, 'content-encoding': 'gzip' }, '{}', 415, 'MEDIA_TYPE_UNSUPPORTED'],
  ['more than 8 MiB', STRUCTURED, `"${'x'.repeat(8 * 1024 * 1024)}"`, 413, 'BODY_TOO_LARGE'],
  ['a batch that is no list', BATCH, '{}', 422, 'MESSAGE_REFUSED'],
  ['an empty batch', BATCH, '[]', 422, 'MESSAGE_REFUSED'],
];

describe('the request around the message', () => {
  test.each(ENVELOPES)('%s', async (_what, headers, body, status, code) => {
    const before = await room.recordsInLog();
    const answer = await room.send('/v1/events', body, headers);
    await expectRefusal(answer, status, before);
    expect(answer.body.code).toBe(code);
  });

  test('an unknown parameter is told, not passed over', async () => {
    const answer = await room.send('/v1/events?dryrun=true', JSON.stringify(resultIssued()), STRUCTURED);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ pointer: '/querystring/dryrun', code: 'UNKNOWN_MEMBER' }]);
  });

  test('a problem speaks the language of its reader', async () => {
    const title = async (language: string): Promise<string> =>
      (await room.send('/v1/events', '[', { ...STRUCTURED, 'accept-language': language })).body.title;
    expect(await title('en-GB, vi;q=0.5')).toBe('The message cannot be read');
    expect(await title('vi')).toBe('Thông điệp không đọc được');
  });
});
