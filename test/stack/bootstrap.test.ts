// The script behind every npm command: runs on the system's own Node, installs what is missing, hands over to the project's.

import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { PROJECT_ROOT } from '#infra/local/place.ts';

const run = promisify(execFile);
const BOOTSTRAP = 'infra/local/bootstrap.mjs';
const folder = mkdtempSync(join(tmpdir(), 'hub-bootstrap-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const systemNode = findSystemNode();
if (systemNode === undefined)
  console.warn('SKIPPED: no Node of the system older than 24 to try the bootstrap on');

describe.skipIf(systemNode === undefined)('on the Node of the system', () => {
  test('a command reaches the entry with its arguments', async () => {
    const { stdout } = await bootstrap(PROJECT_ROOT, ['reset', `--data=${join(folder, 'none')}`]);
    expect(stdout).toContain('is empty already');
  });

  test('the exit code of the entry is the exit code of the command', async () => {
    await expect(bootstrap(PROJECT_ROOT, ['start', '--infra=nonsense'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--infra=nonsense is unknown'),
    });
  });

  test('an unknown command is answered with the known ones', async () => {
    await expect(bootstrap(PROJECT_ROOT, ['deploy'])).rejects.toMatchObject({
      stderr: expect.stringMatching(/"deploy" is none of: start, test, check/u),
    });
  });
});

describe.skipIf(systemNode === undefined)('beside a running stack', () => {
  test('a command takes what the stack says of its servers, and without one says no word of it', async () => {
    const { clone, npm } = bareClone();
    mkdirSync(join(clone, 'infra', 'migrate'));
    writeFileSync(join(clone, 'infra', 'migrate', 'main.ts'), 'console.log(process.env.KAFKA_BROKERS);');
    const alone = await bootstrap(clone, ['migrate'], { npm_execpath: npm });
    expect(`${alone.stdout}${alone.stderr}`).toMatch(/undefined\s*$/u);
    expect(`${alone.stdout}${alone.stderr}`).not.toContain('environment');
    mkdirSync(join(clone, '.data', 'local'), { recursive: true });
    writeFileSync(join(clone, '.data', 'local', 'environment'), 'KAFKA_BROKERS=127.0.0.1:9\n');
    const beside = await bootstrap(clone, ['migrate']);
    expect(beside.stdout.trim()).toBe('127.0.0.1:9');
  });
});

describe.skipIf(systemNode === undefined)('in a clone with nothing installed', () => {
  test('packages are installed first, from the lock file, and only once', async () => {
    const { clone, npm, calls } = bareClone();
    const first = await bootstrap(clone, ['reset'], { npm_execpath: npm });
    const second = await bootstrap(clone, ['reset'], { npm_execpath: npm });
    expect(first.stdout).toMatch(/Installing.*Installed.*is empty already/su);
    expect(second.stdout).not.toContain('Installing');
    expect(calls()).toEqual(['install --no-save --no-fund --no-audit --loglevel=error']);
  });

  test('packages are installed again when the lock file asks for another version', async () => {
    const { clone, npm, calls } = bareClone();
    await bootstrap(clone, ['reset'], { npm_execpath: npm });
    writeFileSync(join(clone, 'package-lock.json'), lockOf({ left: '2.0.0' }));
    await bootstrap(clone, ['reset'], { npm_execpath: npm });
    expect(calls()).toHaveLength(2);
  });

  test('a failing npm ends the command with its exit code named', async () => {
    const { clone } = bareClone();
    const npm = join(clone, 'broken.cjs');
    writeFileSync(npm, 'process.exit(7)');
    await expect(bootstrap(clone, ['reset'], { npm_execpath: npm })).rejects.toMatchObject({
      stderr: expect.stringContaining('exit code 7'),
    });
  });
});

function bootstrap(cwd: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const env = { PATH: process.env['PATH'], ...environment };
  return run(systemNode ?? '', [join(cwd, BOOTSTRAP), ...args], { cwd, env });
}

/** The infra folder and a lock file; in npm's place a script that notes its call and links what is wanted. */
function bareClone(): { clone: string; npm: string; calls: () => string[] } {
  const clone = mkdtempSync(join(folder, 'clone-'));
  cpSync(join(PROJECT_ROOT, 'infra', 'local'), join(clone, 'infra', 'local'), { recursive: true });
  writeFileSync(join(clone, 'package.json'), '{"type":"module"}');
  writeFileSync(join(clone, 'package-lock.json'), lockOf({ left: '1.0.0' }));
  const [npm, notes] = [join(clone, 'npm.cjs'), join(clone, 'calls')];
  writeFileSync(
    npm,
    `const fs = require('node:fs');
    fs.appendFileSync(${JSON.stringify(notes)}, process.argv.slice(2).join(' ') + '\\n');
    fs.mkdirSync('node_modules/node/bin', { recursive: true });
    fs.rmSync('node_modules/node/bin/node', { force: true });
    fs.symlinkSync(${JSON.stringify(process.execPath)}, 'node_modules/node/bin/node');
    fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');`,
  );
  mkdirSync(join(clone, 'none'));
  return { clone, npm, calls: () => readFileSync(notes, 'utf8').trim().split('\n') };
}

function lockOf(versions: Readonly<Record<string, string>>): string {
  const entries = Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }]);
  const otherPlatform = { version: '1.0.0', optional: true };
  return JSON.stringify({
    packages: { ...Object.fromEntries(entries), 'node_modules/other-platform': otherPlatform },
  });
}

/** The first Node on the path that is not the project's own and not already a Node 24. */
function findSystemNode(): string | undefined {
  const candidates = (process.env['PATH'] ?? '').split(delimiter).map((entry) => join(entry, 'node'));
  return candidates.find((node) => {
    if (node.includes('node_modules') || !existsSync(node)) return false;
    const major = Number(
      execFileSync(node, ['-p', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' }),
    );
    return major >= 20 && major < 24;
  });
}
