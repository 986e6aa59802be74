// Keeps the services running: a service that dies is reported with the end of its log and started again, a bounded number of
// times; then the whole stack is given up, because a hub with a part missing answers wrongly without saying so.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NODE_ENVIRONMENT, NODE_FLAGS } from './node-flags.ts';
import { type Place, PROJECT_ROOT, urlOf } from './place.ts';
import { type Exit, type RunningProcess, startProcess, tailOf } from './process.ts';
import type { Service } from './services.ts';
import { until } from './wait.ts';

const RESTARTS_MAX = 5;
const RESTART_WINDOW_MS = 120_000;
const READY_TIMEOUT_MS = 90_000;

export type Supervision = {
  readonly place: Place;
  readonly environment: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
};

export class Supervisor {
  /** Rejects when a service was given up, or all were let go; never resolves. */
  readonly givenUp: Promise<never>;
  readonly #supervision: Supervision;
  readonly #giveUp: (reason: Error) => void;
  /** By their handles: a pid file may be gone, with the folder that it lay in. */
  readonly #running = new Set<RunningProcess>();
  #stopping = false;

  constructor(supervision: Supervision) {
    this.#supervision = supervision;
    const { promise, reject } = Promise.withResolvers<never>();
    // Handled here too, so that a failure during the start is not an unhandled one.
    promise.catch(() => {});
    [this.givenUp, this.#giveUp] = [promise, reject];
  }

  /** Starts a service and returns when its /readyz says yes; throws when it cannot be brought to that in time. */
  async start(service: Service): Promise<void> {
    void this.#keepRunning(service);
    const ready = until(() => isReady(this.#supervision.place, service), {
      what: `${service.name} to be ready (log: ${logOf(this.#supervision.place, service.name)})`,
      timeoutMs: READY_TIMEOUT_MS,
      everyMs: 100,
    });
    await Promise.race([ready, this.givenUp]);
  }

  /** From now on a service that ends is not started again, and nobody waits for one to be ready. */
  letGo(): void {
    this.#stopping = true;
    this.#giveUp(new Error('the stack is being stopped'));
  }

  /** Ends what this supervisor has started and nobody else has ended yet. */
  async endAll(): Promise<void> {
    await Promise.all([...this.#running].map((each) => each.stop()));
  }

  async #keepRunning(service: Service): Promise<void> {
    const { place, say } = this.#supervision;
    const deaths: number[] = [];
    while (!this.#stopping) {
      const exit = await this.#runOnce(service);
      if (this.#stopping) return;
      const now = performance.now();
      deaths.push(now);
      const recent = deaths.filter((at) => now - at < RESTART_WINDOW_MS).length;
      const words = `${service.name} ended by itself (${exitWords(exit)}). The end of its log:\n${tailOf(logOf(place, service.name))}`;
      if (recent > RESTARTS_MAX) {
        this.#giveUp(new Error(`${words}\n${service.name} was started again ${RESTARTS_MAX} times in vain`));
        return;
      }
      say(`${words}\nStarting ${service.name} again (${recent} of ${RESTARTS_MAX}).`);
      await pause(250 * 2 ** (recent - 1));
    }
  }

  async #runOnce({ name, entry, port }: Service): Promise<Exit> {
    const { place, environment } = this.#supervision;
    try {
      const env = { ...environment, PORT: String(place.ports[port]) };
      const started = await startNode({ place, name, entry, environment: env });
      this.#running.add(started);
      const exit = await started.exited;
      this.#running.delete(started);
      return exit;
    } catch {
      return { code: 127, signal: null };
    }
  }
}

/** The file in which a process of the stack is noted while it runs. */
export function pidFileOf(place: Place, name: string): string {
  return join(place.dataDir, 'pids', `${name}.pid`);
}

export function logOf(place: Place, name: string): string {
  return join(place.logDir, `${name}.log`);
}

/** Starts a TypeScript entry with the project's Node, its output in a log file. */
export function startNode(start: {
  place: Place;
  name: string;
  entry: string;
  environment: Readonly<Record<string, string>>;
}) {
  const { place, name, entry, environment } = start;
  mkdirSync(join(place.dataDir, 'pids'), { recursive: true });
  return startProcess({
    name,
    command: process.execPath,
    args: [...NODE_FLAGS, entry],
    env: { ...NODE_ENVIRONMENT, ...process.env, ...environment },
    cwd: PROJECT_ROOT,
    logFile: logOf(place, name),
    pidFile: pidFileOf(place, name),
    graceMs: 10_000,
  });
}

export function exitWords({ code, signal }: Exit): string {
  return signal === null ? `exit code ${code}` : signal;
}

async function isReady(place: Place, { port }: Service): Promise<boolean> {
  try {
    const answer = await fetch(`${urlOf(place, port)}/readyz`, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
