// Processes of the local stack: started in a group of their own (so that Ctrl-C in a terminal reaches only the one that stops
// the others in order), output to a file, and a note of who they are, so that the next start can end what a crash left behind.

import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { until } from './wait.ts';

/** A process as it can be recognised later: the number alone is given again by the system. */
export type ProcessNote = { readonly pid: number; readonly startedAt: string };

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type RunningProcess = ProcessNote & {
  readonly name: string;
  readonly logFile: string;
  /** Settles when the process has ended, for whatever cause; never rejects. */
  readonly exited: Promise<Exit>;
  /** Ends it by the signal it likes best, and by SIGKILL after `graceMs`. */
  readonly stop: () => Promise<void>;
};

export type ProcessStart = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly pidFile?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly stopSignal?: NodeJS.Signals;
  readonly graceMs?: number;
};

/** Starts a process whose output goes to `logFile` (the previous file is kept as `.1`); throws when it cannot be started. */
export async function startProcess(start: ProcessStart): Promise<RunningProcess> {
  const { name, command, args, logFile, pidFile, stopSignal = 'SIGTERM', graceMs = 15_000 } = start;
  const log = openFreshLog(logFile);
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', log, log],
    ...(start.env === undefined ? {} : { env: start.env }),
    ...(start.cwd === undefined ? {} : { cwd: start.cwd }),
    ...start.owner,
  });
  closeSync(log);
  // Noted before anything else can fail: a process that no pid file names would outlive a crash unseen.
  const pid = child.pid ?? 0;
  const note = { pid, startedAt: startTimeOf(pid) ?? '' };
  if (pidFile !== undefined && pid > 0) writeFileSync(pidFile, JSON.stringify(note));
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 127, signal: null }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(new Error(`${name}: ${command} cannot be started`, { cause })));
  });
  const stop = async (): Promise<void> => {
    await endProcess(note, { stopSignal, graceMs });
    await exited;
    if (pidFile !== undefined) rmSync(pidFile, { force: true });
  };
  return { name, logFile, ...note, exited, stop };
}

/** Ends the process that a pid file names, when it is still the same one; gives its pid, or undefined when nothing ran. */
export async function endStale(
  pidFile: string,
  stopSignal: NodeJS.Signals = 'SIGTERM',
): Promise<number | undefined> {
  const note = readNote(pidFile);
  if (note === undefined) return undefined;
  const ran = isRunning(note);
  if (ran) await endProcess(note, { stopSignal, graceMs: 10_000 });
  rmSync(pidFile, { force: true });
  return ran ? note.pid : undefined;
}

/** The note in a pid file, or undefined when there is none that can be read. */
export function readNote(pidFile: string): ProcessNote | undefined {
  if (!existsSync(pidFile)) return undefined;
  try {
    const note: unknown = JSON.parse(readFileSync(pidFile, 'utf8'));
    if (typeof note !== 'object' || note === null || !('pid' in note) || !('startedAt' in note))
      return undefined;
    return typeof note.pid === 'number' && typeof note.startedAt === 'string'
      ? { pid: note.pid, startedAt: note.startedAt }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the very process of the note still runs. */
export function isRunning(note: ProcessNote): boolean {
  return note.pid > 0 && startTimeOf(note.pid) === note.startedAt;
}

/** This process as a note, for pid files. */
export function ownNote(): ProcessNote {
  return { pid: process.pid, startedAt: startTimeOf(process.pid) ?? '' };
}

/** Asks a process to end, waits, and ends its whole group by force when it does not. */
export async function endProcess(
  note: ProcessNote,
  { stopSignal = 'SIGTERM', graceMs = 15_000 }: { stopSignal?: NodeJS.Signals; graceMs?: number } = {},
): Promise<void> {
  if (!isRunning(note)) return;
  send(note.pid, stopSignal);
  const ended = () => !isRunning(note);
  try {
    await until(ended, { what: `process ${note.pid} to end`, timeoutMs: graceMs });
  } catch {
    send(-note.pid, 'SIGKILL');
    await until(ended, { what: `process ${note.pid} to end by force`, timeoutMs: 5000 });
  }
}

/** The last lines of a log file, for a message to a person. */
export function tailOf(logFile: string, lines = 12): string {
  if (!existsSync(logFile)) return '(no log)';
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

function openFreshLog(logFile: string): number {
  mkdirSync(dirname(logFile), { recursive: true });
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`);
  return openSync(logFile, 'a');
}

/** When a process began, in the words of its system; undefined when there is none or only its remains. */
function startTimeOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
      return text === '' ? undefined : text;
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold spaces and brackets: state is the first field, the start time the twentieth.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
