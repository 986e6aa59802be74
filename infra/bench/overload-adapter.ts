/** An adapter of its own for the overload bench, with the limits that it comes with: its memory is what is measured. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { NODE_ENVIRONMENT, NODE_FLAGS } from '../local/node-flags.ts';
import { PROJECT_ROOT } from '../local/place.ts';

export interface WatchedAdapter {
  readonly port: number;
  /** Megabytes of memory in use now. */
  readonly megabytes: () => number;
  /** The most that it ever had. */
  readonly mostMegabytes: () => number;
  /** Its counters of a name, by kind or code. */
  readonly counters: (name: string) => Promise<ReadonlyMap<string, number>>;
  readonly stop: () => Promise<void>;
}

const READY_TRIES = 300;

/** Starts it beside those of the stack; resolves when it is ready. */
export async function startWatchedAdapter(
  environment: Readonly<Record<string, string>>,
  port: number,
): Promise<WatchedAdapter> {
  const child = spawn(process.execPath, [...NODE_FLAGS, 'services/one-stop-shop/main.ts'], {
    cwd: PROJECT_ROOT,
    env: { ...NODE_ENVIRONMENT, ...environment, PORT: String(port), LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await isReady(url)); tries += 1) {
    if (tries > READY_TRIES || child.exitCode !== null)
      throw new Error('the adapter of the bench did not come up');
    await delay(100);
  }
  const statusOf = (name: string): number => {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) / 1024;
  };
  return {
    port,
    megabytes: () => statusOf('VmRSS'),
    mostMegabytes: () => statusOf('VmHWM'),
    async counters(name) {
      const text = await (await fetch(`${url}/metrics`)).text();
      const found = text.matchAll(new RegExp(`^${name}\\{.*(?:kind|code)="([^"]+)".*\\} (\\d+)$`, 'gm'));
      return new Map([...found].map(([, label = '', count]) => [label, Number(count)]));
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`);
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
