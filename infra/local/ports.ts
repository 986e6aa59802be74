// Ports on loopback: is one free, and which one may a test take?

import { execFileSync } from 'node:child_process';
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

/** Throws an Error that names every one of the wanted ports that is taken, what it was wanted for, and who has it. */
export async function requirePorts(wanted: Readonly<Record<string, number>>): Promise<void> {
  const taken: string[] = [];
  for (const [name, port] of Object.entries(wanted)) {
    if (!(await isPortFree(port)))
      taken.push(`  port ${port}, wanted for ${name}, is taken by ${holderOf(port)}`);
  }
  if (taken.length === 0) return;
  throw new Error(
    `End what holds the ports, or shift all of ours with --port-offset=<number>:\n${taken.join('\n')}`,
  );
}

/** Best effort: the system tells only its owner, and not every system has the tools. */
function holderOf(port: number): string {
  try {
    const words = execFileSync('ss', ['-ltnpH', `sport = :${port}`], { encoding: 'utf8' });
    const pid = /pid=(\d+)/u.exec(words)?.[1];
    if (pid !== undefined) {
      const command = execFileSync('ps', ['-o', 'args=', '-p', pid], { encoding: 'utf8' }).trim();
      return `process ${pid}: ${command.slice(0, 100)}`;
    }
  } catch {
    // Falls through to the words for an unknown holder.
  }
  return `another process (see lsof -i :${port})`;
}
