// `npm start` as a process: interrupted half way it leaves nothing running, and it recovers from a start that was killed.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Place, PROJECT_ROOT } from '#infra/local/place.ts';
import { isRunning, type ProcessNote, readNote } from '#infra/local/process.ts';
import { endServers, endServices } from '#infra/local/teardown.ts';
import { until } from '../support/wait.ts';
import { ownPlace } from './own-place.ts';

type Start = {
  readonly child: ChildProcess;
  readonly screen: () => string;
  readonly ended: Promise<number | null>;
};

let place: Place;
let flags: readonly string[];
beforeEach(async () => {
  ({ place, flags } = await ownPlace());
});
afterEach(async () => {
  await endServices(place);
  await endServers(place);
  rmSync(place.dataDir, { recursive: true, force: true });
});

test('interrupted while the servers come up, it ends them and itself', { timeout: 60_000 }, async () => {
  const start = npmStart();
  const kafka = await until(() => readNote(kafkaPid()), { what: 'Kafka to be under way', timeoutMs: 30_000 });
  start.child.kill('SIGINT');
  expect(await start.ended).toBe(130);
  expect(isRunning(kafka)).toBe(false);
  expect(existsSync(place.pidFile)).toBe(false);
});

test('after SIGKILL the next start says what was left running, ends it, and takes its place', {
  timeout: 120_000,
}, async () => {
  const killed = npmStart();
  const left = await whenServing();
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect(left.every(isRunning)).toBe(true);
  const next = npmStart();
  await until(() => next.screen().includes('Ended what an earlier start had left running'), {
    what: 'the report',
  });
  expect(next.screen()).toMatch(/left running: .*Kafka, PostgreSQL/u);
  expect(left.some(isRunning)).toBe(false);
  next.child.kill('SIGTERM');
  expect(await next.ended).toBe(130);
});

test('a second start in the same folder names the first', { timeout: 60_000 }, async () => {
  const first = npmStart();
  await until(() => readNote(place.pidFile), { what: 'the first start' });
  const second = npmStart();
  expect(await second.ended).toBe(1);
  expect(second.screen()).toContain(`process ${first.child.pid}`);
  first.child.kill('SIGINT');
  expect(await first.ended).toBe(130);
});

test('keys are made once, for their owner only', { timeout: 60_000 }, async () => {
  const start = npmStart();
  const file = join(place.dataDir, 'hub.key');
  await until(() => existsSync(file), { what: 'the hub key', timeoutMs: 40_000 });
  start.child.kill('SIGINT');
  await start.ended;
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(Buffer.from(readFileSync(file, 'utf8'), 'base64')).toHaveLength(32);
});

function npmStart(): Start {
  const args = ['infra/local/start.ts', '--infra=maven', ...flags];
  const { KAFKA_BROKERS: _, DATABASE_URL: __, ...env } = process.env;
  const child = spawn(process.execPath, args, { cwd: PROJECT_ROOT, env });
  let screen = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (screen += String(text)));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, screen: () => screen, ended };
}

function kafkaPid(): string {
  return join(place.dataDir, 'kafka', 'kafka.pid');
}

/** Kafka and PostgreSQL of this place, once both take connections. */
async function whenServing(): Promise<ProcessNote[]> {
  await until(() => existsSync(place.environmentFile), { what: 'the servers to serve', timeoutMs: 40_000 });
  const notes = [readNote(kafkaPid()), readNote(join(place.dataDir, 'postgres', 'postgres.pid'))];
  return notes.filter((note) => note !== undefined);
}
