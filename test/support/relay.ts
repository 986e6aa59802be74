// Stands between a client and a server, passes bytes on, and can fall silent like a machine whose power is not gone but whose
// answers are: connections are still accepted, nothing comes back.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Relay {
  /** The server's URL, by way of the relay. */
  readonly url: string;
  /** From now on neither new connections nor those that are open are answered. */
  readonly mute: () => void;
  /** New connections are answered again; those that met silence stay silent. */
  readonly speak: () => void;
  /** Cuts every connection. */
  readonly close: () => void;
}

/** Begins to pass on what is meant for the server of `url`. */
export async function startRelay(url: string): Promise<Relay> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let muted = false;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    keep(client);
    if (muted) return;
    const upstream = keep(connect(Number(target.port), target.hostname));
    client.pipe(upstream).pipe(client);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = new URL(url);
  own.hostname = '127.0.0.1';
  own.port = String(portOf(server.address()));
  return {
    url: own.href,
    mute() {
      muted = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    speak() {
      muted = false;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return address.port;
}
