// Each client has its share, and connections, headers and speed are bounded.

import { once } from 'node:events';
import net from 'node:net';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { addressGroup } from '#shared/http/client-of.ts';
import { Clients } from '#shared/http/clients.ts';
import { DEFAULT_LIMITS, readLimits, type ServiceLimits } from '#shared/http/limits.ts';
import { createRetryAfter } from '#shared/http/retry-after.ts';
import { headOf, type LimitedService, limitedService, posting } from './raw-callers.ts';

let service: LimitedService | undefined;
const serve = async (limits: Partial<ServiceLimits>): Promise<LimitedService> => {
  service = await limitedService(limits);
  return service;
};
afterEach(async () => {
  service?.release();
  await service?.close();
  service = undefined;
});
/** A bucket that does not fill while a test runs. */
const SLOWLY = 0.01;

function connectionsOf(server: net.Server): Promise<number> {
  const open = Promise.withResolvers<number>();
  server.getConnections((_error, count) => open.resolve(count));
  return open.promise;
}

describe('a client that brings too much', () => {
  test('requests: 429 with when to come again, in the language asked for; others are not touched', async () => {
    const { send, refusals } = await serve({ clientRequestsBurst: 2, clientRequestsPerSecond: SLOWLY });
    const asked = () => send(posting('/things', 10, { client: 'a' }));
    expect([(await asked()).status, (await asked()).status]).toEqual([200, 200]);
    const refused = await asked();
    expect([refused.status, refused.code, refused.retryAfter]).toEqual([429, 'TOO_MANY_REQUESTS', '60']);
    expect(refused.text).toContain('Quá nhiều yêu cầu');
    const english = posting('/things', 10, { client: 'a' }).replace(
      'Host: x',
      'Host: x\r\nAccept-Language: en',
    );
    expect((await send(english)).text).toContain('Too many requests');
    expect((await send(posting('/things', 10, { client: 'b' }))).status).toBe(200);
    expect(await refusals('client-requests')).toBe(2);
  });

  test('bytes: 429, while a single body within the limit is always let in whole', async () => {
    const { send, refusals } = await serve({ clientBytesBurst: 100, clientBytesPerSecond: SLOWLY });
    expect((await send(posting('/things', 5000, { client: 'a' }))).status).toBe(200);
    expect((await send(posting('/things', 10, { client: 'a' }))).code).toBe('TOO_MANY_REQUESTS');
    expect((await send(posting('/things', 10, { client: 'b' }))).status).toBe(200);
    expect(await refusals('client-bytes')).toBe(1);
  });

  test('requests at once: 429', async () => {
    const { send, begun, release, refusals } = await serve({ clientRequestsInFlight: 1 });
    const first = send(posting('/held', 10, { client: 'a' }));
    await expect.poll(begun).toBe(1);
    expect((await send(posting('/things', 10, { client: 'a' }))).status).toBe(429);
    expect((await send(posting('/things', 10, { client: 'b' }))).status).toBe(200);
    release();
    await first;
    expect((await send(posting('/things', 10, { client: 'a' }))).status).toBe(200);
    expect(await refusals('client-in-flight')).toBe(1);
  });

  test('is still told whether the service lives', async () => {
    const { send } = await serve({ clientRequestsBurst: 1, clientRequestsPerSecond: SLOWLY });
    const asked = () => send('GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect([(await asked()).status, (await asked()).status]).toEqual([200, 200]);
  });
});

test('beyond the limit of all together it is 503, and counted', async () => {
  const { send, begun, release, refusals } = await serve({ requestsInFlight: 1 });
  const first = send(posting('/held', 10, { client: 'a' }));
  await expect.poll(begun).toBe(1);
  const refused = await send(posting('/things', 10, { client: 'b' }));
  expect([refused.status, refused.code]).toEqual([503, 'OVERLOADED']);
  release();
  await first;
  expect(await refusals('in-flight')).toBe(1);
});

describe('who is slow', () => {
  const IMPATIENT = { sweepMs: 10, slowSweeps: 3 };

  test('a body that trickles is cut with 408', async () => {
    const { call, refusals } = await serve(IMPATIENT);
    const caller = call();
    caller.write(`${headOf('/things', 1000, 'somebody', false)}"`);
    const answer = await caller.untilClosed();
    expect([answer.status, answer.code]).toEqual([408, 'REQUEST_TOO_SLOW']);
    expect(answer.head).toMatch(/connection: close/i);
    expect(await refusals('slow-body')).toBe(1);
  });

  test('a body that was refused before is not waited for', async () => {
    const { call, refusals } = await serve({
      ...IMPATIENT,
      clientRequestsBurst: 1,
      clientRequestsPerSecond: SLOWLY,
    });
    const caller = call();
    caller.write(posting('/things', 10, { close: false }));
    await caller.answer();
    caller.write(`${headOf('/things', 1000, 'somebody', false)}"`);
    expect((await caller.untilClosed()).text).toContain('TOO_MANY_REQUESTS');
    expect(await refusals('slow-body')).toBe(1);
  });

  test('headers that do not come are cut with 408, in both languages', async () => {
    const { call, refusals } = await serve({ sweepMs: 10, headersTimeoutMs: 30 });
    const caller = call();
    caller.write('POST /things HTTP/1.1\r\nHost: x\r\n');
    const answer = await caller.untilClosed();
    expect([answer.status, answer.code, answer.retryAfter]).toEqual([408, 'REQUEST_TOO_SLOW', '1']);
    expect(answer.text).toContain('Yêu cầu đến quá chậm / The request came too slowly');
    expect(await refusals('slow-request')).toBe(1);
  });

  test('a request that comes after its connection was given up does not keep it', async () => {
    const { app, call, begun, refusals } = await serve({
      headersTimeoutMs: 30,
      sweepMs: 10,
      bodyBytesHeld: 1,
    });
    call().write(posting('/held', 10, { client: 'a' }));
    await expect.poll(begun).toBe(1);
    const address = app.server.address();
    if (address === null || typeof address === 'string') throw new Error('it listens on a port');
    const late = net.connect({ host: '127.0.0.1', port: address.port, allowHalfOpen: true });
    late.on('error', () => undefined);
    const [told] = await once(late, 'data');
    expect(String(told)).toMatch(/^HTTP\/1\.1 408 /);
    // Refused before its body is read, and nobody can be told any more.
    late.write(posting('/things', 500_000, { client: 'b', close: false }));
    await expect.poll(() => refusals('bodies-held')).toBe(1);
    // The one that is left holds its place.
    await expect.poll(() => connectionsOf(app.server), { timeout: 10_000 }).toBe(1);
    late.destroy();
  });

  test('an answer that nobody reads is dropped with its connection', async () => {
    const { app, call, refusals } = await serve({ ...IMPATIENT, answerBytesPerSecondMin: 1e9 });
    const caller = call();
    caller.socket.pause();
    caller.write('GET /big HTTP/1.1\r\nHost: x\r\n\r\n');
    await expect.poll(() => refusals('slow-reader')).toBe(1);
    expect(await connectionsOf(app.server)).toBe(0);
    caller.socket.destroy();
  });

  test('an answer that is read is not', async () => {
    const { send, refusals } = await serve(IMPATIENT);
    const answer = await send('GET /big HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect([answer.text.length, await refusals('slow-reader')]).toEqual([8 * 1024 * 1024, 0]);
  });
});

describe('connections', () => {
  test.each([
    ['in all', { connections: 2 }, 'connections'],
    ['of one address', { addressConnections: 2 }, 'address-connections'],
  ])('beyond the limit %s are dropped; one that closes makes room', async (_which, limits, kind) => {
    const { call, send, refusals } = await serve(limits);
    const open = [call(), call()];
    for (const caller of open) {
      caller.write(posting('/things', 10, { close: false }));
      expect((await caller.answer()).status).toBe(200);
    }
    expect((await send(posting('/things', 10))).text).toBe('');
    expect(await refusals(kind)).toBe(1);
    open[0]?.socket.destroy();
    await expect.poll(async () => (await send(posting('/things', 10))).status).toBe(200);
    open[1]?.socket.destroy();
  });

  test('are told to close after so many requests', async () => {
    const { call } = await serve({ connectionRequests: 2 });
    const caller = call();
    caller.write(posting('/things', 10, { close: false }));
    expect((await caller.answer()).head).toMatch(/connection: keep-alive/i);
    caller.write(posting('/things', 10, { close: false }));
    await expect.poll(async () => (await caller.answer()).text).toMatch(/200 OK[^]*connection: close/i);
    caller.socket.destroy();
  });
});

test('too many headers are refused: none is dropped without a word', async () => {
  const { send, refusals } = await serve({ headers: 10 });
  const many = Array.from({ length: 20 }, (_, at) => `X-${at}: 1\r\n`).join('');
  const answer = await send(`GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${many}\r\n`);
  expect([answer.status, answer.code]).toEqual([431, 'HEADERS_TOO_LARGE']);
  expect(await refusals('headers-too-large')).toBe(1);
});

test('a bucket never lets through more than its burst and its rate', () => {
  const steps = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 3000 }), bytes: fc.nat(500) }), {
    minLength: 1,
    maxLength: 200,
  });
  const found = fc.check(
    fc.property(
      steps,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
      (asked, rate, burst) => {
        let now = 0;
        const limits = {
          ...DEFAULT_LIMITS,
          clientRequestsPerSecond: rate,
          clientRequestsBurst: burst,
          clientBytesPerSecond: rate * 100,
          clientBytesBurst: burst * 100,
        };
        const clients = new Clients(limits, () => now);
        let [requests, bytesTaken, largest] = [0, 0, 0];
        for (const { afterMs, bytes } of asked) {
          now += afterMs;
          clients.forgetResting();
          const client = clients.find('a');
          if (clients.refusalOf(client, bytes) !== undefined) continue;
          clients.take(client, bytes);
          clients.giveBack(client, bytes);
          [requests, bytesTaken, largest] = [requests + 1, bytesTaken + bytes, Math.max(largest, bytes)];
        }
        const seconds = now / 1000;
        const slack = 1e-6;
        return (
          requests <= burst + rate * seconds + slack &&
          bytesTaken <= (burst + rate * seconds) * 100 + largest + slack
        );
      },
    ),
  );
  expect(found.counterexample).toBeNull();
});

test('callers are asked to come again at different seconds, never earlier than said', () => {
  const waits = [0, 0.3, 0.6, 0.999].map((random) => createRetryAfter(() => random)(3));
  expect(waits).toEqual([3, 5, 7, 10]);
});

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
  [undefined, 'unknown'],
])('the address %s counts as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group);
});

test('limits are set by the environment, and nonsense is named', () => {
  const faults: string[] = [];
  const environment = {
    CLIENT_REQUESTS_PER_SECOND: '7',
    CONNECTIONS_MAX: 'many',
    REQUESTS_IN_FLIGHT_MAX: '0',
  };
  expect(readLimits(environment, faults)).toMatchObject({ clientRequestsPerSecond: 7 });
  expect(faults).toEqual([
    'REQUESTS_IN_FLIGHT_MAX is not a positive integer',
    'CONNECTIONS_MAX is not a positive integer',
  ]);
});
