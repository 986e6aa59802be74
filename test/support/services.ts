// The hub's services as real processes on the tests' Kafka and PostgreSQL: with ports, keys, topics and a database of their
// own. They can be killed like a machine that loses power, and started again on the same port.

import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '#infra/local/keys.ts';
import { NODE_FLAGS } from '#infra/local/node-flags.ts';
import { freePort } from '#infra/local/ports.ts';
import { tailOf } from '#infra/local/process.ts';
import { createDatabase, kafkaBrokers, topicPrefix } from './stack.ts';
import { until } from './wait.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SCRATCH = join(ROOT, '.data', 'test', 'services');

export const SERVICE_NAMES = [
  'schema-registry',
  'one-stop-shop',
  'document-management',
  'civil-servants',
  'projector',
  'findings',
  'portal',
  'operations',
] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Processes that this test file started and that still run; none outlives it. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export interface ServiceStart {
  readonly name: ServiceName;
  readonly environment: Readonly<Record<string, string>>;
  readonly port: number;
  readonly logFile: string;
  /** Default: the service's own main.ts. */
  readonly entry?: string;
}

/** One process of a service, started, killed and started again on one port. */
export class ServiceProcess {
  readonly name: ServiceName;
  readonly url: string;
  readonly logFile: string;
  readonly #start: ServiceStart;
  #child: ChildProcess | undefined;
  #peakMegabytes = 0;

  constructor(start: ServiceStart) {
    this.name = start.name;
    this.url = `http://127.0.0.1:${start.port}`;
    this.logFile = start.logFile;
    this.#start = start;
  }

  /** Starts the process; its output is added to the log file. */
  start(): void {
    if (this.isRunning()) throw new Error(`${this.name} runs already`);
    const { name, environment, port, entry = `services/${name}/main.ts` } = this.#start;
    const log = openSync(this.logFile, 'a');
    const child = spawn(process.execPath, [...NODE_FLAGS, entry], {
      cwd: ROOT,
      stdio: ['ignore', log, log],
      env: { ...process.env, ...environment, PORT: String(port) },
    });
    closeSync(log);
    running.add(child);
    child.once('exit', () => running.delete(child));
    this.#child = child;
  }

  /** The most memory that any of its processes has held so far, in MB: what the kernel says (Linux), else 0. */
  peakMegabytes(): number {
    const status = join('/proc', String(this.#child?.pid ?? ''), 'status');
    const now = this.isRunning() && existsSync(status) ? readFileSync(status, 'utf8') : '';
    const [, kilobytes = '0'] = /^VmHWM:\s+(\d+)/mu.exec(now) ?? [];
    this.#peakMegabytes = Math.max(this.#peakMegabytes, Math.round(Number(kilobytes) / 1024));
    return this.#peakMegabytes;
  }

  isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Waits until /readyz says yes; fails with the end of the log when the process has ended or takes too long. */
  async ready(timeoutMs = 60_000): Promise<void> {
    const answered = until(
      async () => {
        if (!this.isRunning()) return 'ended';
        const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2000) });
        await answer.arrayBuffer();
        return answer.ok && 'ready';
      },
      { what: `${this.name} to be ready`, timeoutMs, everyMs: 50 },
    );
    const words = await answered.catch((error: unknown) => String(error));
    if (words !== 'ready')
      throw new Error(`${this.name}: ${words}. The end of its log:\n${tailOf(this.logFile)}`);
  }

  /** Ends it at once, as losing power would. Gives whether it ran. */
  async kill(): Promise<boolean> {
    return this.#end('SIGKILL');
  }

  /** Asks it to end, and waits. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<boolean> {
    const child = this.#child;
    if (child === undefined || !this.isRunning()) return false;
    this.peakMegabytes();
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(late);
    return true;
  }
}

/** All services of a hub. */
export interface TestHub {
  readonly environment: Readonly<Record<string, string>>;
  readonly service: (name: ServiceName) => ServiceProcess;
  /** Where the story's player and other clients find it. */
  readonly urls: {
    portal: string;
    operations: string;
    oneStopShop: string;
    documentManagement: string;
    civilServants: string;
  };
  readonly topicPrefix: string;
  readonly databaseUrl: string;
  /** A folder of its own, removed at the end. */
  readonly folder: string;
  /** Everything that its processes have written, by file. */
  readonly logs: () => ReadonlyMap<string, string>;
  readonly stop: () => Promise<void>;
}

/** Runs a program of the project to its end; fails with the end of its log unless it exits with 0. */
export async function runToEnd(
  entry: readonly string[],
  environment: Readonly<Record<string, string>>,
  logFile: string,
): Promise<void> {
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [...NODE_FLAGS, ...entry], {
    cwd: ROOT,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...environment },
  });
  closeSync(log);
  running.add(child);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  running.delete(child);
  if (code !== 0) throw new Error(`${entry.join(' ')} ended with ${code}:\n${tailOf(logFile, 30)}`);
}

/** A migrated hub with all services ready: a database, topics, keys and ports that nobody else uses. */
export async function startHub(more: Readonly<Record<string, string>> = {}): Promise<TestHub> {
  mkdirSync(SCRATCH, { recursive: true });
  const folder = mkdtempSync(join(SCRATCH, 'hub-'));
  const ports = new Map<ServiceName, number>();
  for (const name of SERVICE_NAMES) ports.set(name, await freePort());
  const urlOf = (name: ServiceName): string => `http://127.0.0.1:${ports.get(name)}`;
  const environment = {
    KAFKA_BROKERS: await kafkaBrokers(),
    DATABASE_URL: await createDatabase(),
    SCHEMA_REGISTRY_URL: urlOf('schema-registry'),
    HUB_KEY_FILE: makeKey(join(folder, 'hub.key')),
    MASTER_KEY_FILE: makeKey(join(folder, 'master.key')),
    ATTACHMENTS_DIR: join(folder, 'attachments'),
    HOST: '127.0.0.1',
    TOPIC_PREFIX: topicPrefix(),
    LOG_LEVEL: 'info',
    ...more,
  };
  const services = new Map(
    SERVICE_NAMES.map((name) => {
      const logFile = join(folder, `${name}.log`);
      return [name, new ServiceProcess({ name, environment, port: ports.get(name) ?? 0, logFile })] as const;
    }),
  );
  const service = (name: ServiceName): ServiceProcess => {
    const found = services.get(name);
    if (found === undefined) throw new Error(`no service ${name}`);
    return found;
  };
  const hub: TestHub = {
    environment,
    service,
    urls: {
      portal: urlOf('portal'),
      operations: urlOf('operations'),
      oneStopShop: urlOf('one-stop-shop'),
      documentManagement: urlOf('document-management'),
      civilServants: urlOf('civil-servants'),
    },
    topicPrefix: environment.TOPIC_PREFIX,
    databaseUrl: environment.DATABASE_URL,
    folder,
    logs: () => readLogs(folder),
    async stop() {
      await Promise.all([...services.values()].map((each) => each.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await bringUp(hub);
  } catch (error) {
    await hub.stop();
    throw error;
  }
  return hub;
}

/** The registry beside the migration, which makes its topic; then everything else at once. */
async function bringUp({ service, environment, folder }: TestHub): Promise<void> {
  service('schema-registry').start();
  await runToEnd(['infra/migrate/main.ts'], environment, join(folder, 'migrate.log'));
  await service('schema-registry').ready();
  const others = SERVICE_NAMES.filter((name) => name !== 'schema-registry');
  for (const name of others) service(name).start();
  await Promise.all(others.map((name) => service(name).ready()));
}

function readLogs(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.log'));
  return new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}
