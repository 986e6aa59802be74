// A service that dies is reported with its last words and started again; one that never comes up is given up.

import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { type Place, urlOf } from '#infra/local/place.ts';
import { endStale, isRunning, readNote } from '#infra/local/process.ts';
import { pidFileOf, Supervisor } from '#infra/local/supervisor.ts';
import { until } from '../support/wait.ts';
import { ownPlace } from './own-place.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

test('a service that dies is reported with the end of its log, and comes back', async () => {
  const { place, supervisor, said } = await supervise();
  const service = { name: 'ready', entry: 'test/stack/services/ready.ts', port: 'portal' } as const;
  await supervisor.start(service);
  const first = readNote(pidFileOf(place, 'ready'))?.pid;
  await fetch(`${urlOf(place, 'portal')}/die`).catch(() => {});
  await until(async () => (await fetch(urlOf(place, 'portal'))).ok && said.length > 0, {
    what: 'the service to be back',
  });
  expect(said.join('\n')).toMatch(/ready ended by itself \(exit code 3\).*these are my last words.*1 of 5/su);
  expect(readNote(pidFileOf(place, 'ready'))?.pid).not.toBe(first);
  supervisor.letGo();
  await endStale(pidFileOf(place, 'ready'));
});

test('a service that dies again and again is given up with its last words', { timeout: 60_000 }, async () => {
  const { supervisor, said } = await supervise();
  const start = supervisor.start({ name: 'doomed', entry: 'test/stack/services/doomed.ts', port: 'portal' });
  await expect(start).rejects.toThrow(/I lack what I need.*5 times in vain/su);
  expect(said).toHaveLength(5);
});

test('a service whose pid file is gone is ended all the same', async () => {
  const { place, supervisor } = await supervise();
  await supervisor.start({ name: 'ready', entry: 'test/stack/services/ready.ts', port: 'portal' });
  const note = readNote(pidFileOf(place, 'ready'));
  rmSync(place.dataDir, { recursive: true, force: true });
  supervisor.letGo();
  await supervisor.endAll();
  expect(note !== undefined && isRunning(note)).toBe(false);
  expect(note?.pid).toBeGreaterThan(0);
});

async function supervise(): Promise<{ place: Place; supervisor: Supervisor; said: string[] }> {
  const { place } = await ownPlace();
  folders.push(place.dataDir);
  const said: string[] = [];
  const supervisor = new Supervisor({ place, environment: {}, say: (line) => said.push(line) });
  return { place, supervisor, said };
}
