// Native messages wait as bytes until there is room for what they say. The test holds the room, or fills it.
import { once } from 'node:events';
import net from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { EventsAtWork } from '#shared/publishing/events-at-work.ts';
import { SNAPSHOT_ROOM_A_BYTE } from '#shared/publishing/snapshot-publisher.ts';
import { chunk, chunkedHead } from '../http/raw-callers.ts';
import { type NativeDoors, openNativeDoors, type ServedDoors, type Serving, sample } from './native-doors.ts';

let doors: NativeDoors;
let served: ServedDoors;
beforeAll(async () => {
  doors = await openNativeDoors();
});
afterEach(() => served.app.close());
afterAll(() => doors.shut());

const JSON_TYPE = 'application/json';
const LINES = 'application/x-ndjson';
const ROOM = 4 * 1024 * 1024;

const NATIVE: readonly (readonly [path: string, contentType: string, sample: string])[] = [
  ['/v1/national-sync', JSON_TYPE, 'national-sync/envelope.json'],
  ['/v1/national-sync/dossiers', JSON_TYPE, 'national-sync/bare-array.json'],
  ['/v1/national-sync/progress', JSON_TYPE, 'national-sync/progress.json'],
  ['/v1/procedures', LINES, 'procedures/record.ndjson'],
  ['/v1/edxml', 'application/xml', 'edxml/document.xml'],
  ['/v1/records', JSON_TYPE, 'records/record.json'],
  ['/v1/records', LINES, 'records/record.ndjson'],
  ['/v1/records', 'text/csv', 'records/records.csv'],
];

async function serve(atWork: EventsAtWork, serving?: Serving): Promise<void> {
  served = await doors.serve(atWork, serving);
}

/** Serves a door of dossiers that does not know yet which are known: a message is at work until `answer` tells it. */
async function serveUnknowing(atWork: EventsAtWork) {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: known, resolve: answer } = Promise.withResolvers<ReadonlySet<string>>();
  await serve(atWork, {
    knownDossiers: () => {
      ask();
      return known;
    },
  });
  return { asked, answer };
}

/** A room that somebody else has all to himself until he leaves. */
function fullRoom(options: { readonly waitMs?: number } = {}): EventsAtWork {
  const atWork = new EventsAtWork({ bytesMax: ROOM, ...options });
  expect(atWork.enter(ROOM)).toBe(true);
  return atWork;
}

/** Whoever asks for all of the room gets in only when nothing of it is taken. */
async function isEmpty(atWork: EventsAtWork): Promise<boolean> {
  const entered = await atWork.enter(ROOM);
  if (entered) atWork.leave(ROOM);
  return entered;
}

/** Sends a message and waits until it stands at the door; `hangUp` resolves once the service knows of it. */
async function callerOf(text: string) {
  const before = served.arrived();
  const socket = net.connect(served.port, '127.0.0.1');
  socket.on('error', () => undefined);
  const [accepted] = await Promise.all([once(served.app.server, 'connection'), once(socket, 'connect')]);
  const [seen] = accepted;
  if (!(seen instanceof net.Socket)) throw new Error('a connection is a socket');
  socket.write(text);
  await expect.poll(served.arrived).toBe(before + 1);
  return {
    socket,
    async hangUp() {
      const gone = once(seen, 'close');
      socket.destroy();
      await gone;
    },
  };
}

function request(door: string, contentType: string, body: string): string {
  return (
    `POST ${door} HTTP/1.1\r\nHost: x\r\nContent-Type: ${contentType}\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}

/** A dossier that its sender creates: the door asks whether it is known. */
const CREATED = sample('national-sync/envelope.json');

test.each(NATIVE)(
  '%s as %s waits until there is room, and gives it back',
  async (path, contentType, file) => {
    const atWork = fullRoom();
    await serve(atWork);
    const order: string[] = [];
    const answered = served.post(path, contentType, sample(file)).finally(() => order.push('answered'));
    await expect.poll(served.arrived).toBe(1);
    order.push('room');
    atWork.leave(ROOM);
    expect([200, 202]).toContain((await answered).status);
    expect(order).toStrictEqual(['room', 'answered']);
    expect(await isEmpty(atWork)).toBe(true);
  },
);

test.each(NATIVE)('%s as %s is LOG_FULL where there is no room in time', async (path, contentType, file) => {
  const atWork = fullRoom({ waitMs: 20 });
  await serve(atWork);
  const { status, retryAfter, body } = await served.post(path, contentType, sample(file));
  expect([status, retryAfter, body.code]).toStrictEqual([503, '1', 'LOG_FULL']);
  const isSynced = path.startsWith('/v1/national-sync');
  const inSendersWords = isSynced ? ['-2', 'Hàng đợi ghi đang đầy'] : [undefined, undefined];
  expect([body.error_code, body.message]).toStrictEqual(inSendersWords);
  atWork.leave(ROOM);
  expect(await isEmpty(atWork)).toBe(true);
});

test.each(NATIVE)(
  '%s as %s gets in alone where it is larger than the room',
  async (path, contentType, file) => {
    const atWork = new EventsAtWork({ bytesMax: 1 });
    await serve(atWork);
    const answers = [0, 1].map(() => served.post(path, contentType, sample(file)));
    for (const { status } of await Promise.all(answers)) expect([200, 202]).toContain(status);
    expect(atWork.enter(1)).toBe(true);
  },
);

test('what nobody can read gives its room back, too', async () => {
  const atWork = new EventsAtWork({ bytesMax: ROOM });
  await serve(atWork);
  for (const [path, contentType] of NATIVE) {
    expect((await served.post(path, contentType, '{"a":')).status).toBeGreaterThanOrEqual(400);
  }
  expect(atWork.enter(ROOM)).toBe(true);
});

test('a caller that hangs up while it waits leaves no trace in the room', async () => {
  const atWork = fullRoom();
  await serve(atWork);
  for (const [path, contentType, file] of NATIVE) {
    await (await callerOf(request(path, contentType, sample(file)))).hangUp();
  }
  atWork.leave(ROOM);
  expect(await isEmpty(atWork)).toBe(true);
});

test('a caller that hangs up while its message is at work: the room is free when the work has ended', async () => {
  const atWork = new EventsAtWork({ bytesMax: ROOM });
  const { asked, answer: known } = await serveUnknowing(atWork);
  const caller = await callerOf(request('/v1/national-sync', JSON_TYPE, CREATED));
  await asked;
  await caller.hangUp();
  const all = atWork.enter(ROOM);
  expect(all).toBeInstanceOf(Promise);
  known(new Set());
  expect(await all).toBe(true);
});

test('bytes that nobody announced are counted as they came', async () => {
  const text = CREATED;
  const bytes = SNAPSHOT_ROOM_A_BYTE * Buffer.byteLength(text);
  const atWork = new EventsAtWork({ bytesMax: bytes + 1 });
  const { asked, answer: known } = await serveUnknowing(atWork);
  const [head, tail] = [text.slice(0, 100), text.slice(100)];
  const chunks = chunk(head) + chunk(tail) + chunk('');
  const caller = await callerOf(chunkedHead('/v1/national-sync') + chunks);
  await asked;
  expect(atWork.enter(1)).toBe(true);
  const next = atWork.enter(1);
  expect(next).toBeInstanceOf(Promise);
  known(new Set());
  const [answer] = await once(caller.socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /);
  expect(await next).toBe(true);
  caller.socket.destroy();
});

test('who waits for room is not taken for a slow sender', async () => {
  const atWork = fullRoom();
  await serve(atWork, { limits: { sweepMs: 10, slowSweeps: 3 } });
  const text = sample('national-sync/bare-array.json');
  const caller = await callerOf(request('/v1/national-sync/dossiers', JSON_TYPE, text));
  // By the time that a body which truly trickles is cut, the one that waits was looked at as often.
  const slow = net.connect(served.port, '127.0.0.1');
  slow.write(request('/v1/national-sync/dossiers', JSON_TYPE, text).slice(0, -1));
  const [cut] = await once(slow, 'data');
  expect(String(cut)).toMatch(/^HTTP\/1\.1 408 /);
  slow.destroy();
  atWork.leave(ROOM);
  const [answer] = await once(caller.socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /);
  caller.socket.destroy();
});

test('a file of records asks for room part by part: what found none in time was not sent', async () => {
  const atWork = new EventsAtWork({ bytesMax: ROOM, waitMs: 1_000 });
  let others: boolean | Promise<boolean> | undefined;
  await serve(atWork, {
    onRecords: () => {
      // Asked while the first part is at work: the second one stands behind it.
      others ??= atWork.enter(ROOM);
    },
  });
  const line = sample('records/record.ndjson').trim();
  const lines = Array.from({ length: 250 }, (_, at) => line.replace('CC.999001', `CC.${990_000 + at}`));
  lines[240] = '{}';
  const { status, retryAfter, body } = await served.post('/v1/records', LINES, lines.join('\n'));
  expect([status, retryAfter]).toStrictEqual([207, '1']);
  const told = body.receipts?.map((receipt) => receipt.status);
  expect(told).toStrictEqual([
    ...Array(200).fill('ACCEPTED'),
    ...Array(40).fill('NOT_SENT'),
    'REJECTED',
    ...Array(9).fill('NOT_SENT'),
  ]);
  expect(body.receipts?.[249]?.code).toBe('LOG_FULL');
  expect(await others).toBe(true);
  atWork.leave(ROOM);
  expect(await isEmpty(atWork)).toBe(true);
});
