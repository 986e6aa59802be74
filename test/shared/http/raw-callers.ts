// A service with limits of the test's choice, and callers that write bytes as no HTTP client would.

import net from 'node:net';
import type { FastifyInstance } from 'fastify';
import { DEFAULT_LIMITS, type ServiceLimits } from '#shared/http/limits.ts';
import { createService, listen } from '#shared/http/service.ts';
import { createLogger } from '#shared/telemetry/logger.ts';

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  /** Of a problem document. */
  readonly code: string | undefined;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

/** One connection; what it writes is sent as it is. */
export interface RawCaller {
  readonly socket: net.Socket;
  readonly write: (text: string) => void;
  /** Everything until the service closes the connection. */
  readonly untilClosed: () => Promise<RawAnswer>;
  /** The first answer; the connection stays open. */
  readonly answer: () => Promise<RawAnswer>;
}

export interface LimitedService {
  readonly app: FastifyInstance;
  readonly call: () => RawCaller;
  /** A whole request on a connection of its own, which it closes. */
  readonly send: (request: string) => Promise<RawAnswer>;
  /** How often callers were turned away like this. */
  readonly refusals: (kind: string) => Promise<number>;
  /** Lets every `/held` be answered, now and later. */
  readonly release: () => void;
  /** Requests to `/held` that have begun. */
  readonly begun: () => number;
  readonly close: () => Promise<void>;
}

/** `POST /held` answers once `release` was called, `POST /things` at once, `GET /big` with eight megabytes. */
export async function limitedService(limits: Partial<ServiceLimits>): Promise<LimitedService> {
  const logger = createLogger({ name: 'test', level: 'silent' });
  const held = Promise.withResolvers<void>();
  let begun = 0;
  const app = await createService({
    name: 'test',
    version: '1',
    logger,
    limits: { ...DEFAULT_LIMITS, ...limits },
    clientOf: ({ headers }) => String(headers['x-client'] ?? 'somebody'),
    random: () => 0,
  });
  app.post('/held', async () => {
    begun += 1;
    await held.promise;
    return { done: true };
  });
  app.post('/things', () => ({ taken: true }));
  app.get('/big', (_request, reply) => reply.type('text/plain').send('x'.repeat(8 * 1024 * 1024)));
  const port = Number(new URL(await listen(app, { host: '127.0.0.1', port: 0 })).port);
  const call = (): RawCaller => callerOn(net.connect(port, '127.0.0.1'));
  return {
    app,
    call,
    send(request) {
      const caller = call();
      caller.write(request);
      return caller.untilClosed();
    },
    async refusals(kind) {
      const { body } = await app.inject('/metrics');
      const line = body.split('\n').find((each) => each.includes(`kind="${kind}"`)) ?? '';
      return Number(line.split(' ').at(-1));
    },
    release: () => held.resolve(),
    begun: () => begun,
    close: () => app.close(),
  };
}

function callerOn(socket: net.Socket): RawCaller {
  let received = '';
  const waiting = new Set<() => void>();
  socket.on('data', (chunk) => {
    received += chunk.toString();
    for (const look of waiting) look();
  });
  // A connection that is cut off is an answer, too.
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  return {
    socket,
    write: (text) => void socket.write(text),
    async untilClosed() {
      await closed;
      return read(received);
    },
    answer() {
      const { promise, resolve } = Promise.withResolvers<RawAnswer>();
      const look = (): void => {
        if (isWhole(received)) resolve(read(received));
      };
      waiting.add(look);
      look();
      void closed.then(() => resolve(read(received)));
      return promise;
    },
  };
}

function isWhole(received: string): boolean {
  const end = received.indexOf('\r\n\r\n');
  const length = /content-length: (\d+)/i.exec(received)?.[1];
  return end >= 0 && length !== undefined && Buffer.byteLength(received.slice(end + 4)) >= Number(length);
}

function read(received: string): RawAnswer {
  const [head = '', ...rest] = received.split('\r\n\r\n');
  const text = rest.join('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0),
    head,
    code: /"code":"([A-Z_]+)"/.exec(text)?.[1],
    retryAfter: /retry-after: (\d+)/i.exec(head)?.[1],
    text,
  };
}

/** The text of a request with a JSON body of so many bytes. */
export function posting(
  path: string,
  bytes: number,
  { client = 'somebody', close = true }: { readonly client?: string; readonly close?: boolean } = {},
): string {
  return `${headOf(path, bytes, client, close)}"${'x'.repeat(bytes - 2)}"`;
}

/** The same without the body. */
export function headOf(path: string, bytes: number, client = 'somebody', close = true): string {
  const connection = close ? 'Connection: close\r\n' : '';
  return (
    `POST ${path} HTTP/1.1\r\nHost: x\r\n${connection}X-Client: ${client}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n`
  );
}

/** The head of a request whose length nobody knows; then `chunk` again and again. */
export function chunkedHead(path: string, client = 'somebody'): string {
  return (
    `POST ${path} HTTP/1.1\r\nHost: x\r\nX-Client: ${client}\r\n` +
    'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n'
  );
}

export function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}
