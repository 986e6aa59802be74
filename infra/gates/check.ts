/**
 * `npm run check`: every gate at once, a line each, all failures shown. It needs no Kafka and no PostgreSQL.
 * That each gate can fail is shown by test/gates/planted-violations.test.ts.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';

interface Gate {
  readonly name: string;
  readonly command: readonly string[];
}

/** What must hold besides the tests. */
export const GATES: readonly Gate[] = [
  { name: 'types', command: ['tsc', '--noEmit', '-p', '.'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'dead code', command: ['knip'] },
  { name: 'architecture', command: ['vitest', 'run', 'test/architecture.test.ts', '--reporter=dot'] },
  { name: 'generated files', command: ['node', 'infra/generate/main.ts', '--check'] },
];

interface Outcome {
  readonly gate: Gate;
  readonly passed: boolean;
  readonly seconds: number;
  readonly output: string;
}

const ROOT = path.resolve(import.meta.dirname, '../..');

async function run(gate: Gate): Promise<Outcome> {
  const started = performance.now();
  const [program = '', ...args] = gate.command;
  const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const seconds = (performance.now() - started) / 1000;
  return { gate, passed: code === 0, seconds, output: Buffer.concat(chunks).toString('utf8') };
}

if (import.meta.main) {
  const outcomes = await Promise.all(GATES.map(run));
  for (const { gate, passed, seconds, output } of outcomes) {
    process.stdout.write(`${passed ? 'ok  ' : 'FAIL'}  ${gate.name.padEnd(16)} ${seconds.toFixed(1)} s\n`);
    if (!passed) process.stdout.write(`${output}\n`);
  }
  const failed = outcomes.filter((outcome) => !outcome.passed).length;
  process.stdout.write(`${outcomes.length - failed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
