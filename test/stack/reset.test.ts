// `npm run reset` removes the data of a stack that is at rest, and nothing else.

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claim } from '#infra/local/claim.ts';
import { type Place, PROJECT_ROOT, placeOf } from '#infra/local/place.ts';

const run = promisify(execFile);

let place: Place;
beforeEach(() => {
  place = placeOf(mkdtempSync(join(tmpdir(), 'hub-reset-')));
});
afterEach(() => rmSync(place.dataDir, { recursive: true, force: true }));

test('it refuses while npm start runs, and names the process', async () => {
  claim(place);
  const refused = await reset().catch(String);
  expect(refused).toContain(`process ${process.pid}`);
  expect(existsSync(place.pidFile)).toBe(true);
});

test('it removes what a start has left, even one that was killed', async () => {
  claim(place);
  writeFileSync(place.pidFile, JSON.stringify({ pid: process.pid, startedAt: 'another time' }));
  expect(await reset()).toContain('is removed');
  expect(existsSync(place.dataDir)).toBe(false);
});

test('it removes no folder that npm start has not made', async () => {
  writeFileSync(join(place.dataDir, 'thesis.txt'), 'years of work');
  expect(await reset().catch(String)).toContain('was not made by npm start');
  expect(existsSync(join(place.dataDir, 'thesis.txt'))).toBe(true);
});

test('npm start takes no folder that holds something else', () => {
  writeFileSync(join(place.dataDir, 'thesis.txt'), 'years of work');
  expect(() => claim(place)).toThrow('holds something else');
});

async function reset(): Promise<string> {
  const args = ['infra/local/reset.ts', `--data=${place.dataDir}`];
  return (await run(process.execPath, args, { cwd: PROJECT_ROOT })).stdout;
}
