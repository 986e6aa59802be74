/**
 * Looks after a server's connections: how many there are, of one address and in all, and whether both ends keep
 * moving. A body that trickles is answered with 408, an answer that nobody reads is dropped with its connection.
 * Speed is looked at every second or so, connection by connection: a request costs nothing but to be noted.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { addressGroup } from './client-of.ts';
import type { ServiceLimits } from './limits.ts';
import { ProblemError } from './problems.ts';
import type { RefusalCounts } from './refusal-counts.ts';

/** What is known of one connection. Bytes are counted by the socket itself. */
export interface Connection<Open> {
  /** Requests that are not answered yet. */
  readonly open: Set<Open>;
  /** The newest request, which is the one whose body may still be arriving. */
  request: IncomingMessage | undefined;
  /** The request whose body was arriving at the last sweep, and how it went since the window was opened. */
  watched: IncomingMessage | undefined;
  sweeps: number;
  bytesAtOpening: number;
  /** Sweeps in a row that found an answer waiting and nothing read of it. */
  unreadSweeps: number;
  bytesTaken: number;
}

export interface Connections<Open> {
  /** The connection of a socket; undefined where there is no real one, or it is gone. */
  readonly find: (socket: Socket) => Connection<Open> | undefined;
  readonly stop: () => void;
}

export interface Watching<Open> {
  readonly limits: ServiceLimits;
  readonly counts: RefusalCounts;
  /** Told what was open when a connection closed. */
  readonly onLeft: (open: ReadonlySet<Open>) => void;
  /** Called after each look. */
  readonly onSweep: () => void;
}

/** Watches a server from now on. */
export function watchConnections<Open>(server: Server, watching: Watching<Open>): Connections<Open> {
  const { limits, counts, onLeft, onSweep } = watching;
  const connections = new Map<Socket, Connection<Open>>();
  const perAddress = new Map<string, number>();
  server.maxConnections = limits.connections;
  server.on('drop', () => counts.refused('connections'));
  server.on('connection', (socket) => {
    const address = addressGroup(socket.remoteAddress);
    const open = perAddress.get(address) ?? 0;
    if (open >= limits.addressConnections) {
      counts.refused('address-connections');
      socket.destroy();
      return;
    }
    perAddress.set(address, open + 1);
    const connection = newConnection<Open>();
    connections.set(socket, connection);
    socket.once('close', () => {
      connections.delete(socket);
      onLeft(connection.open);
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left === 0) perAddress.delete(address);
      else perAddress.set(address, left);
    });
  });
  const sweep = (): void => {
    for (const [socket, connection] of connections) {
      if (isTrickling(socket, connection, limits)) cutBody(socket, connection, counts);
      if (isUnread(socket, connection, limits)) {
        counts.refused('slow-reader');
        socket.destroy();
      }
    }
    onSweep();
  };
  const timer = setInterval(sweep, limits.sweepMs).unref();
  return {
    find: (socket) => connections.get(socket),
    stop: () => clearInterval(timer),
  };
}

function newConnection<Open>(): Connection<Open> {
  return {
    open: new Set(),
    request: undefined,
    watched: undefined,
    sweeps: 0,
    bytesAtOpening: 0,
    unreadSweeps: 0,
    bytesTaken: 0,
  };
}

/** Whether fewer bytes of a body have come in the last `slowSweeps` than must. */
function isTrickling(socket: Socket, connection: Connection<unknown>, limits: ServiceLimits): boolean {
  const { request } = connection;
  // A body that we ourselves do not read at the moment is not late.
  if (request === undefined || request.complete || request.readableFlowing !== true) {
    connection.watched = undefined;
    return false;
  }
  if (connection.watched !== request) {
    connection.watched = request;
    connection.sweeps = 0;
    connection.bytesAtOpening = socket.bytesRead;
    return false;
  }
  connection.sweeps += 1;
  if (connection.sweeps < limits.slowSweeps) return false;
  const seconds = (connection.sweeps * limits.sweepMs) / 1000;
  const came = socket.bytesRead - connection.bytesAtOpening;
  connection.sweeps = 0;
  connection.bytesAtOpening = socket.bytesRead;
  return came < limits.bodyBytesPerSecondMin * seconds;
}

/** Whoever reads the body is told as of any failure of it; where nobody does, it was answered already. */
function cutBody(socket: Socket, { request }: Connection<unknown>, counts: RefusalCounts): void {
  counts.refused('slow-body');
  if (request === undefined || request.listenerCount('error') === 0) socket.destroy();
  else request.emit('error', new ProblemError('REQUEST_TOO_SLOW'));
}

/** Whether an answer has waited for its reader for longer than its size allows. */
function isUnread(socket: Socket, connection: Connection<unknown>, limits: ServiceLimits): boolean {
  const waiting = socket.writableLength;
  const taken = socket.bytesWritten - waiting;
  if (waiting === 0 || taken > connection.bytesTaken) {
    connection.unreadSweeps = 0;
    connection.bytesTaken = taken;
    return false;
  }
  connection.unreadSweeps += 1;
  const sweepsForSize = (waiting / limits.answerBytesPerSecondMin) * (1000 / limits.sweepMs);
  return connection.unreadSweeps > limits.slowSweeps + sweepsForSize;
}
