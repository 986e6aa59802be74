/**
 * Callers of the overload bench: many connections from many addresses of this machine, written to by hand. A caller has
 * one request out at a time and never waits as it is asked to: it is as rude as callers can be.
 */
import { connect, type Socket } from 'node:net';
import type { Shape } from './overload-bodies.ts';

/** What came back for one request. */
export interface Answer {
  readonly shape: Shape;
  /** The number of its first event. */
  readonly first: number;
  /** 0 where the connection was cut without an answer. */
  readonly status: number;
  readonly milliseconds: number;
  /** Where the status alone does not tell what was taken. */
  readonly text: string;
}

export interface CallersOptions {
  readonly port: number;
  readonly addresses: number;
  readonly connectionsEach: number;
  readonly onAnswer: (answer: Answer) => void;
}

export class Callers {
  readonly #options: CallersOptions;
  readonly #idle: Caller[][];
  readonly #open: number[];
  #busy = 0;

  constructor(options: CallersOptions) {
    this.#options = options;
    this.#idle = Array.from({ length: options.addresses }, () => []);
    this.#open = Array.from({ length: options.addresses }, () => 0);
  }

  get busy(): number {
    return this.#busy;
  }

  /** Opens every connection, a few at a time: a crowd of them at once would wait in the system, not in the adapter. */
  async open(): Promise<void> {
    for (let address = 0; address < this.#options.addresses; address += 1) {
      const opened: Promise<void>[] = [];
      for (let caller = this.#connect(address); caller !== undefined; caller = this.#connect(address)) {
        opened.push(caller.connected);
        this.#idle[address]?.push(caller);
      }
      await Promise.all(opened);
    }
  }

  /** Whether a caller of that address was free. */
  send(shape: Shape, first: number, address: number): boolean {
    const caller = this.#idle[address]?.pop() ?? this.#connect(address);
    if (caller === undefined) return false;
    this.#busy += 1;
    caller.send(shape, first);
    return true;
  }

  close(): void {
    for (const caller of this.#idle.flat()) caller.close();
  }

  #connect(address: number): Caller | undefined {
    const { port, connectionsEach, onAnswer } = this.#options;
    if ((this.#open[address] ?? 0) >= connectionsEach) return undefined;
    this.#open[address] = (this.#open[address] ?? 0) + 1;
    // All of 127.0.0.0/8 is this machine: the adapter sees clients that have nothing to do with one another.
    const socket = connect({ port, host: '127.0.0.1', localAddress: `127.0.7.${address + 1}` });
    const caller: Caller = new Caller(socket, (answer, isClosed) => {
      this.#busy -= 1;
      if (isClosed) this.#open[address] = (this.#open[address] ?? 1) - 1;
      else this.#idle[address]?.push(caller);
      onAnswer(answer);
    });
    socket.once('close', () => {
      const idle = this.#idle[address] ?? [];
      const at = idle.indexOf(caller);
      if (at < 0) return;
      idle.splice(at, 1);
      this.#open[address] = (this.#open[address] ?? 1) - 1;
    });
    return caller;
  }
}

interface Sent {
  readonly shape: Shape;
  readonly first: number;
  readonly at: number;
}

class Caller {
  /** Resolves, too, when there will be no connection. */
  readonly connected: Promise<void>;
  readonly #socket: Socket;
  readonly #onDone: (answer: Answer, isClosed: boolean) => void;
  #sent: Sent | undefined;
  #head = '';
  #status = 0;
  #left = -1;
  #parts: Buffer[] = [];

  constructor(socket: Socket, onDone: (answer: Answer, isClosed: boolean) => void) {
    this.#socket = socket;
    this.#onDone = onDone;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.connected = promise;
    socket.once('connect', () => resolve());
    socket.once('close', () => resolve());
    socket.on('data', (chunk) => this.#take(Buffer.from(chunk)));
    socket.on('error', () => undefined);
    socket.once('close', () => this.#end(true));
  }

  send(shape: Shape, first: number): void {
    this.#sent = { shape, first, at: performance.now() };
    this.#socket.write(shape.request(first));
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    let body = chunk;
    if (this.#left < 0) {
      this.#head += chunk.toString('latin1');
      const end = this.#head.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.#status = Number(this.#head.slice(9, 12));
      this.#left = Number(/content-length: (\d+)/i.exec(this.#head)?.[1] ?? 0);
      body = Buffer.from(this.#head.slice(end + 4), 'latin1');
    }
    this.#left -= body.length;
    if (this.#status === 207 || this.#sent?.shape.isNative === true) this.#parts.push(body);
    if (this.#left <= 0) this.#end(/connection: close/i.test(this.#head));
  }

  #end(isClosed: boolean): void {
    const sent = this.#sent;
    if (sent === undefined) return;
    const { shape, first, at } = sent;
    const text = Buffer.concat(this.#parts).toString();
    // Half an answer is none.
    const status = this.#left > 0 ? 0 : this.#status;
    const answer = { shape, first, status, milliseconds: performance.now() - at, text };
    this.#sent = undefined;
    this.#head = '';
    this.#status = 0;
    this.#left = -1;
    this.#parts = [];
    if (isClosed) this.#socket.destroy();
    this.#onDone(answer, isClosed);
  }
}
