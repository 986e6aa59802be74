/** Every gate of `npm run check` is shown a violation and must fail, and the same thing mended, and must pass. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GATES } from '#infra/gates/check.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const BIN = path.join(ROOT, 'node_modules/.bin');
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'planted-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A small project of its own with the house's settings and one source file. */
function plant(name: string, source: string): string {
  const project = path.join(folder, name);
  mkdirSync(path.join(project, 'services'), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
  for (const file of ['tsconfig.json', '.oxlintrc.json', 'biome.json'])
    cpSync(path.join(ROOT, file), path.join(project, file));
  const manifest: unknown = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  writeFileSync(path.join(project, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(project, 'services', 'planted.ts'), source);
  return project;
}

interface Run {
  readonly passed: boolean;
  readonly output: string;
}

function run(command: readonly string[], cwd: string): Run {
  const [program = '', ...args] = command;
  const done = spawnSync(path.join(BIN, program), args, { cwd, encoding: 'utf8' });
  return { passed: done.status === 0, output: `${done.stdout}${done.stderr}` };
}

const SOUND = 'export const answer = 42;\n';

const TYPES = ['tsc', '--noEmit', '-p', '.'];
const LINT = ['oxlint', '--type-aware', '--deny-warnings'];
const FORMAT = ['biome', 'check', '--error-on-warnings', '--vcs-enabled=false', 'services'];

describe('gates fail on a planted violation', () => {
  test.each<[string, readonly string[], string, string]>([
    ['types: an argument of the wrong type', TYPES, "export const answer: number = 'forty-two';\n", 'TS2322'],
    [
      'types: an index that may be undefined',
      TYPES,
      'export const first = ([] as number[])[0].toFixed();\n',
      'TS2532',
    ],
    ['types: an enum, which cannot be stripped', TYPES, 'export enum Answer {\n  Yes,\n}\n', 'TS1294'],
    ['lint: any', LINT, 'export const answer: any = 42;\n', 'no-explicit-any'],
    ['lint: a default export', LINT, 'export default 42;\n', 'no-default-export'],
    [
      'lint: a floating promise, which needs types',
      LINT,
      'async function work(): Promise<void> {}\nwork();\n',
      'no-floating-promises',
    ],
    ['lint: a file of 300 lines', LINT, `${SOUND}${'// a line\n'.repeat(300)}`, 'max-lines'],
    ['format: double quotes', FORMAT, 'export const answer = "42";\n', 'planted.ts'],
  ])('%s', (name, command, violation, told) => {
    const found = run(command, plant(`bad ${name}`, violation));
    expect(found.passed).toBe(false);
    expect(found.output).toContain(told);
    expect(run(command, plant(`sound ${name}`, SOUND))).toMatchObject({ passed: true });
  });

  test('dead code: an export that nobody imports', () => {
    const knip = ['knip', '--no-config-hints', '--include', 'exports,files'];
    const settings = JSON.stringify({ entry: ['services/main.ts'], project: ['services/*.ts'] });
    const withMain = (name: string, planted: string): string => {
      const project = plant(name, planted);
      writeFileSync(path.join(project, 'knip.json'), settings);
      writeFileSync(
        path.join(project, 'services/main.ts'),
        "import { answer } from './planted.ts';\n\nprocess.stdout.write(String(answer));\n",
      );
      return project;
    };
    const found = run(knip, withMain('bad dead code', `${SOUND}export const unused = 1;\n`));
    expect(found.passed).toBe(false);
    expect(found.output).toContain('unused');
    expect(run(knip, withMain('sound dead code', SOUND))).toMatchObject({ passed: true });
  });

  test('generated files: an event that gained a field', () => {
    const schemas = path.join(folder, 'schemas');
    cpSync(path.join(ROOT, 'schemas'), schemas, { recursive: true });
    const check = ['node', path.join(ROOT, 'infra/generate/main.ts'), '--check', `--schemas=${schemas}`];
    expect(run(check, ROOT)).toMatchObject({ passed: true });
    const source = path.join(schemas, 'events/one-stop-shop/dossier-accepted.avsc');
    writeFileSync(source, readFileSync(source, 'utf8').replace('"dueAt"', '"dueOn"'));
    const found = run(check, ROOT);
    expect(found.passed).toBe(false);
    expect(found.output).toContain('Run npm run generate');
  });

  test('architecture: its rules carry their own violations, and a failing test fails the gate', () => {
    const gate = GATES.find(({ name }) => name === 'architecture');
    expect(gate?.command).toContain('test/architecture.test.ts');
    expect(readFileSync(path.join(ROOT, 'test/architecture.test.ts'), 'utf8')).toContain(
      'rule(new Map(planted))',
    );
  });

  test('every gate is tried here', () => {
    expect(GATES.map(({ name }) => name)).toEqual([
      'types',
      'lint',
      'format',
      'dead code',
      'architecture',
      'generated files',
    ]);
  });
});
