// Ports on loopback: is one free, and which one may a test take?

import { createConnection, createServer } from 'node:net';

/** Whether nobody listens on this port of loopback. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
  });
}

/** Whether something at this place takes a connection within the time. */
export function answers(host: string, port: number, timeoutMs = 1500): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: timeoutMs });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

/**
 * A free port below those that the system gives to outgoing connections (32768 and up): one taken from there could be
 * lost again between the check and its use.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isPortFree(port)) return port;
  }
  throw new Error('no free port between 20000 and 32000 in 100 tries');
}

/** Throws an Error that names every one of the wanted ports that is taken, and what it was wanted for. */
export async function requirePorts(wanted: Readonly<Record<string, number>>): Promise<void> {
  const taken: string[] = [];
  for (const [name, port] of Object.entries(wanted)) {
    if (!(await isPortFree(port))) taken.push(`${port} (${name})`);
  }
  if (taken.length === 0) return;
  const [verb, them] = taken.length === 1 ? ['is', 'it'] : ['are', 'them'];
  throw new Error(
    `port ${taken.join(', ')} ${verb} taken by another process. See who holds ${them}: ss -ltnp | grep -E '${portsOf(taken)}'`,
  );
}

function portsOf(taken: readonly string[]): string {
  return taken.map((entry) => `:${entry.split(' ')[0]}`).join('|');
}
