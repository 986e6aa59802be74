// Planted faults of the once-only room: the model finds every one. Two processes share them; the room's copies stand in the
// ignored data folder, so that their imports find the product's other rooms.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Fate } from './mutant-worker.ts';
import { MUTANTS } from './mutants/all.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SCRATCH = path.join(ROOT, '.data', 'test');
mkdirSync(SCRATCH, { recursive: true });
const folder = mkdtempSync(path.join(SCRATCH, 'mutants-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const WORKERS = 2;
/** A mutant that so many lives do not find survives. */
const LIVES_MAX = 1000;

/** What a worker says of its share; fails with its words when it ends badly. */
async function fatesOf(share: number): Promise<readonly Fate[]> {
  const child = spawn(
    process.execPath,
    ['test/model/mutant-worker.ts', folder, String(share), String(WORKERS), String(LIVES_MAX)],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [said, words]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => words.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`worker ${share} ended with ${code}: ${Buffer.concat(words).toString()}`);
  const lines = Buffer.concat(said).toString().trim().split('\n');
  return lines.map((line): Fate => JSON.parse(line));
}

test('every planted fault is found', { timeout: 600_000 }, async () => {
  const shares = await Promise.all(Array.from({ length: WORKERS }, (_, share) => fatesOf(share)));
  const fates = shares.flat();
  expect(fates).toHaveLength(MUTANTS.length);
  const outdated = fates.filter(({ texts }) => texts !== 1).map(({ name, texts }) => `${name}: ${texts}`);
  expect(outdated, 'texts that do not stand exactly once in their file').toEqual([]);
  const survivors = fates.filter(({ killedBy }) => killedBy === null).map(({ name }) => name);
  expect(survivors, 'planted faults that no life shows').toEqual([]);
  expect(MUTANTS.length).toBeGreaterThanOrEqual(24);
});

test('the room as it is has no fault of the kind', { timeout: 60_000 }, () => {
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  expect(MUTANTS.every(({ from, to }) => from !== to)).toBe(true);
});
