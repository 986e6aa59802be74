// The command line as a program: what it understands, its exit codes, and the packed copy that needs no project.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readCommand, urlOf } from '#infra/client/command-line.ts';
import { doorForFile } from '#infra/client/doors.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'client-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a command', () => {
  test('is read with its door, address and token', () => {
    const args = ['publish', 'a.ndjson', '--door', 'records', '--to', 'http://x:1/', '--in-flight', '8'];
    const command = readCommand(args, { MOT_LAN_TOKEN: 't' });
    expect(command).toMatchObject({ name: 'publish', operands: ['a.ndjson'], inFlight: 8, token: 't' });
    expect(urlOf(command, 'records')).toBe('http://x:1/v1/records');
    expect(urlOf({}, 'edxml')).toBe('http://127.0.0.1:8102/v1/edxml');
  });

  test.each([
    [['send'], '"send" is none of'],
    [['publish'], 'at least one file'],
    [['watch', 'a', 'b'], 'one folder'],
    [['publish', 'a', '--door', 'windows'], 'is none of: events'],
    [['publish', 'a', '--to', 'hub'], 'no address'],
    [['publish', 'a', '--in-flight', '0'], 'from 1 to 64'],
    [['publish', 'a', '--fast'], '--fast'],
  ])('%j is refused with the reason', (args, reason) => {
    expect(() => readCommand(args, {})).toThrow(reason);
  });

  test('finds a file’s door by its ending', () => {
    expect(['a.XML', 'b.edxml', 'c.csv', 'd.ndjson.gz', '-'].map(doorForFile)).toEqual([
      'edxml',
      'edxml',
      'records-csv',
      'events',
      'events',
    ]);
  });
});

describe('the program', () => {
  function run(...args: readonly string[]) {
    const { status, stdout, stderr } = spawnSync('npx', ['--offline', './infra/client', ...args], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }

  test('says how it is used, and ends with 2 where it could do nothing', () => {
    expect(run('help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('mot-lan publish <file …>'),
    });
    expect(run('publish').stderr).toContain('publish takes at least one file');
    expect(run('publish', path.join(folder, 'none.ndjson'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('ENOENT'),
    });
  });

  test('runs packed, in plain JavaScript, far from the project', () => {
    const [packed] = execFileSync(process.execPath, ['infra/client/pack.ts', folder], { encoding: 'utf8' })
      .trim()
      .split('\n');
    execFileSync('tar', ['-xzf', packed ?? '', '-C', folder]);
    const help = execFileSync('node', [path.join(folder, 'package/bin.mjs'), 'help'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(help).toContain('mot-lan: publishes');
  });
});
