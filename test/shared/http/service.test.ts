// What every service's HTTP side promises, over real connections.
import net from 'node:net';
import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROBLEMS } from '#shared/http/problem-catalogue.ts';
import { ProblemError } from '#shared/http/problems.ts';
import { Readiness } from '#shared/http/readiness.ts';
import { createService, listen } from '#shared/http/service.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { createMetrics } from '#shared/telemetry/metrics.ts';

const PERSON = '012345678901';
const BODY = {
  type: 'object',
  additionalProperties: false,
  required: ['count'],
  properties: { count: { type: 'integer' }, kind: { enum: ['A', 'B'] } },
};

let app: FastifyInstance;
let address: string;
let log = '';
let missing: string | undefined;
const held = Promise.withResolvers<void>();

beforeAll(async () => {
  const readiness = new Readiness();
  readiness.require('something', () => missing);
  const destination = new Writable({
    write(chunk, _encoding, done) {
      log += String(chunk);
      done();
    },
  });
  const logger = createLogger({ name: 'test', level: 'debug', destination });
  const metrics = createMetrics('test');
  const limits = { bodyBytes: 2000, requestsInFlight: 2 };
  const random = () => 0;
  app = await createService({ name: 'test', version: '1.2.3', logger, readiness, metrics, limits, random });
  app.post('/things', { schema: { body: BODY } }, (request) => request.body);
  app.get('/persons/:id', () => {
    throw new Error(`a fault about ${PERSON}`);
  });
  app.get('/later', () => {
    throw new ProblemError('LOG_FULL', { retryAfterSeconds: 7 });
  });
  app.get('/slow', async () => {
    await held.promise;
    return {};
  });
  address = await listen(app, { host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

async function ask(path: string, init?: RequestInit) {
  const answer = await fetch(address + path, init);
  const text = await answer.text();
  const json = (answer.headers.get('content-type') ?? '').includes('json');
  return { status: answer.status, headers: answer.headers, text, body: json ? JSON.parse(text) : undefined };
}

/** Everything that comes back for bytes that no HTTP client would send. */
async function overSocket(bytes: string): Promise<string> {
  const socket = net.connect(Number(new URL(address).port), '127.0.0.1');
  socket.write(bytes);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

const posted = (body: string, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/json', ...headers },
});

describe('operations', () => {
  test('alive, version, figures', async () => {
    expect((await ask('/livez')).status).toBe(200);
    expect((await ask('/version')).body).toMatchObject({ name: 'test', version: '1.2.3' });
    expect((await ask('/metrics')).text).toContain(
      'http_request_seconds_count{service="test",route="/livez"',
    );
  });

  test('ready only while every check holds', async () => {
    expect((await ask('/readyz')).status).toBe(200);
    missing = 'it is on its way';
    const answer = await ask('/readyz');
    expect([answer.status, answer.body.checks]).toStrictEqual([503, { something: 'it is on its way' }]);
    missing = undefined;
  });

  test('the OpenAPI document lists the routes', async () => {
    const { body } = await ask('/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toContain('/things');
    const { responses } = body.paths['/things'].post;
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['408', '413', '429', '431', '503']));
    expect(responses['429'].headers).toHaveProperty('retry-after');
    expect(responses['429'].content).toHaveProperty('application/problem+json');
  });

  test('a request keeps its id where it has a sound one', async () => {
    const given = await ask('/livez', { headers: { 'x-request-id': 'abc-1' } });
    expect(given.headers.get('x-request-id')).toBe('abc-1');
    const strange = await ask('/livez', { headers: { 'x-request-id': 'a b' } });
    expect(strange.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('problems', () => {
  test('nothing is coerced or dropped: every fault is told, no value repeated', async () => {
    const answer = await ask('/things', posted(`{"count":"${PERSON}","kind":"${PERSON}","more":1}`));
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body.errors).toEqual([
      { pointer: '/more', code: 'UNKNOWN_MEMBER', expected: 'no such member' },
      { pointer: '/count', code: 'TYPE', expected: 'integer' },
      { pointer: '/kind', code: 'NOT_LISTED', expected: 'one of A, B' },
    ]);
    expect(answer.text).not.toContain(PERSON);
  });

  test.each([
    ['an unknown path', '/nothing', undefined, 404, 'NOT_FOUND'],
    ['a path that is no path', '/%zz', undefined, 400, 'MALFORMED_REQUEST'],
    ['text that is no JSON', '/things', posted('{'), 400, 'MALFORMED_MESSAGE'],
    [
      'another media type',
      '/things',
      posted('<a/>', { 'content-type': 'text/xml' }),
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    [
      'a compressed body',
      '/things',
      posted('{}', { 'content-encoding': 'gzip' }),
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    ['a body that is too large', '/things', posted(`"${'x'.repeat(3000)}"`), 413, 'BODY_TOO_LARGE'],
    ['a fault of ours', `/persons/${PERSON}`, undefined, 500, 'INTERNAL'],
    ['what may pass', '/later', undefined, 503, 'LOG_FULL'],
  ])('%s', async (_what, path, init, status, code) => {
    const answer = await ask(path, init);
    expect([answer.status, answer.body.status, answer.body.code]).toStrictEqual([status, status, code]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  test('what may pass says when to come again', async () => {
    expect((await ask('/later')).headers.get('retry-after')).toBe('7');
  });

  test('bytes that are no HTTP get a problem, too', async () => {
    const answer = await overSocket('NONSENSE\r\n\r\n');
    expect(answer).toContain('400 Bad Request');
    expect(answer).toContain('application/problem+json');
  });

  test('headers beyond measure are named as such', async () => {
    const answer = await overSocket(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`);
    expect(answer).toContain('431 Request Header Fields Too Large');
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain('The headers are too large');
  });

  test('a media type that no door takes is told where the right ones stand', async () => {
    const { body } = await ask('/things', { method: 'POST', body: 'x', headers: { 'content-type': 'a/b' } });
    expect(body.detail).toContain('/openapi.json');
  });

  test('more requests at once than the limit are 503, and the service still says that it is alive', async () => {
    const slow = [ask('/slow'), ask('/slow')];
    await expect.poll(async () => (await ask('/later')).body.code).toBe('OVERLOADED');
    expect((await ask('/livez')).status).toBe(200);
    held.resolve();
    expect((await Promise.all(slow)).map(({ status }) => status)).toStrictEqual([200, 200]);
    await expect.poll(async () => (await ask('/later')).body.code).toBe('LOG_FULL');
  });

  test.each(Object.keys(PROBLEMS))('the page about %s is there in both languages', async (code) => {
    const path = `/problems/${code.toLowerCase().replaceAll('_', '-')}`;
    const vietnamese = await ask(path);
    const english = await ask(path, { headers: { 'accept-language': 'en' } });
    expect([vietnamese.status, english.status]).toStrictEqual([200, 200]);
    expect(vietnamese.text).toContain('<html lang="vi">');
    expect(english.text).toContain('<html lang="en">');
    expect(english.text).not.toBe(vietnamese.text);
  });
});

test('the log has no URL, no body, no long number, and one error line for the fault of ours', () => {
  expect(log).not.toContain(PERSON);
  expect(log).toContain('/persons/:id');
  expect(log.split('\n').filter((line) => line.includes('"level":"error"'))).toHaveLength(1);
});

test('a taken port is named with the remedy', async () => {
  const port = Number(new URL(address).port);
  const logger = createLogger({ name: 'test', level: 'silent' });
  const other = await createService({ name: 'other', version: '1', logger });
  await expect(listen(other, { host: '127.0.0.1', port })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is taken`,
  );
  await other.close();
});

test('while it closes, what is in flight is answered and what comes after is a 503 with Retry-After', async () => {
  const logger = createLogger({ name: 'test', level: 'silent' });
  const closing = await createService({ name: 'closing', version: '1', logger, random: () => 0 });
  const begun = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  closing.get('/slow', async () => {
    begun.resolve();
    await released.promise;
    return { done: true };
  });
  closing.addHook('preClose', (done) => {
    socket.write('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n', () => released.resolve());
    done();
  });
  const port = Number(new URL(await listen(closing, { host: '127.0.0.1', port: 0 })).port);
  const socket = net.connect(port, '127.0.0.1');
  socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
  await begun.promise;
  const closed = closing.close();
  let answers = '';
  for await (const chunk of socket) answers += String(chunk);
  await closed;
  expect(answers).toMatch(
    /200 OK[^]*"done":true[^]*503 Service Unavailable[^]*retry-after: 1[^]*"NOT_READY"/,
  );
});
